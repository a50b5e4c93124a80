"""
The pictures on paper: inline SVG made from small frozen values, readable in grey.

Every picture has a name, every text in it is escaped, and none of them fetches anything.
"""
