"""
The PDFs are what they say: veraPDF finds nothing that breaks PDF/UA-1 or PDF/A-2a.
"""

from __future__ import annotations

from pdf.judging import judged
from pdf.printed import SHEETS, page, printed
from planner.sheets.pdf import pdf_of


def test_every_sheet_is_accessible_and_archival(tmp_path):
    """
    Every sheet on A4, and the patient's on Letter and in large print; and the judge can
    say no: to a card without a title, and to one that leaves a heading out.
    """
    made = {f"{name}-A4": printed(name) for name in SHEETS}
    made["letter"] = printed("discharge-instructions", "Letter")
    made["large"] = printed("discharge-instructions", large=True)
    whole = page("emergency-card")
    made["untitled"] = pdf_of(whole.replace("<title>Emergency card</title>", ""))
    made["skipped"] = pdf_of(whole.replace("<h2>Anaphylaxis</h2>", "Anaphylaxis"))
    pairs = []
    for name, held in made.items():
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(held)
        pairs += [("ua1", path), ("2a", path)]

    verdicts = judged(pairs)

    assert verdicts[:-4] == [("holds", "")] * (len(pairs) - 4)
    assert [verdict for verdict, _ in verdicts[-4::2]] == ["does not hold"] * 2
    assert "7.1-9 " in verdicts[-4][1]
    assert "7.4.2-1 " in verdicts[-2][1]
