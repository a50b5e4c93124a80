"""
`attrs.frozen`, made in half the time: what a class prints and compares is not compiled.

A program that answers one question makes some 150 of these classes first, and attrs
writes and compiles `__repr__`, `__eq__` and `__hash__` for each. Here they are closures
over the names of the fields. They print, compare and hash what those of attrs do; a class
that is a key in a cache asks for `cache_hash`, and gets the compiled ones.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attrs import frozen
else:
    import attrs

    def frozen(shape=None, /, *, cache_hash=False, eq=True, **how):
        """
        Make a class of values that never change, as `attrs.frozen` does.
        """

        def make(shape):
            own = vars(shape)
            made = attrs.frozen(
                shape, repr=False, eq=eq and cache_hash, cache_hash=cache_hash, **how
            )
            fields = made.__attrs_attrs__
            if "__repr__" not in own:
                made.__repr__ = _printing([each.name for each in fields if each.repr])
            if eq and not cache_hash and "__eq__" not in own:
                compared = [each.name for each in fields if each.eq]
                made.__eq__, made.__hash__ = _comparing(made, compared)
            return made

        return make if shape is None else make(shape)

    def _values_of(names):
        # With one name `attrgetter` gives the bare value, with none it cannot be made.
        if not names:
            return lambda _: ()
        get = attrgetter(*names)
        return get if len(names) > 1 else lambda held: (get(held),)

    def _printing(names):
        values = _values_of(names)
        told = ", ".join(f"{name}=%s" for name in names)

        def __repr__(self):
            name = type(self).__qualname__.rsplit(">.", 1)[-1]
            return f"{name}({told % tuple([repr(each) for each in values(self)])})"

        return __repr__

    def _comparing(made, names):
        values = _values_of(names)

        def __eq__(self, other):
            if other.__class__ is not self.__class__:
                return NotImplemented
            return values(self) == values(other)

        def __hash__(self):
            return hash((made, values(self)))

        return __eq__, __hash__


__all__ = ["frozen"]
