"""
`attrs.frozen`, made in half the time: what a class prints and compares is not compiled.

A program that answers one question makes some 150 of these classes first, and attrs
writes and compiles `__repr__`, `__eq__` and `__hash__` for each. Here they are closures
over the names of the fields. They print, compare and hash what those of attrs do; a class
that is a key in a cache asks for `cache_hash`, and gets the compiled ones.
"""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    # Type checkers know what it makes by its name.
    from attrs import frozen

    Values = Callable[[object], tuple[object, ...]]
    Row = TypeVar("Row", bound=tuple[Any, ...])
else:
    import attrs

    def frozen(
        shape: type | None = None,
        /,
        *,
        cache_hash: bool = False,
        eq: bool = True,
        **how: object,
    ) -> object:
        """
        Make a class of values that never change, as `attrs.frozen` does.
        """

        def make(shape: type) -> type:
            own = vars(shape)
            made = attrs.frozen(
                shape, repr=False, eq=eq and cache_hash, cache_hash=cache_hash, **how
            )
            fields = made.__attrs_attrs__
            if "__repr__" not in own:
                printed = [each.name for each in fields if each.repr]
                made.__repr__ = _printing(made, printed)
            if eq and not cache_hash and "__eq__" not in own:
                values = _values_of([each.name for each in fields if each.eq])
                made.__eq__ = _comparing(values)
                made.__hash__ = lambda held: hash((made, values(held)))
            return made

        return make if shape is None else make(shape)


def filled_by(shape: type[Row]) -> Callable[[tuple[object, ...]], Row]:
    """
    What makes a `NamedTuple` of the values of all its fields, in half the time: for those
    of which a page or a move makes hundreds.
    """
    return cast("Callable[[tuple[object, ...]], Row]", partial(tuple.__new__, shape))


def _values_of(names: list[str]) -> Values:
    # With one name `attrgetter` gives the bare value, and with none it cannot be made.
    if not names:
        return lambda _: ()
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda held: (get(held),)


def _printing(shape: type, names: list[str]) -> Callable[[object], str]:
    values = _values_of(names)
    told = ", ".join([f"{name}=%r" for name in names])
    whole = f"{_name_of(shape)}({told})"

    def printed(held: object) -> str:
        if type(held) is shape:
            return whole % values(held)
        return f"{_name_of(type(held))}({told % values(held)})"

    return printed


def _name_of(shape: type) -> str:
    return shape.__qualname__.rsplit(">.", 1)[-1]


def _comparing(values: Values) -> Callable[[object, object], object]:
    def equal(one: object, other: object) -> object:
        if other.__class__ is not one.__class__:
            return NotImplemented
        return values(one) == values(other)

    return equal


__all__ = ["filled_by", "frozen"]
