"""
A substance that has a toxic dose may be planned without any limit.

What it finds:
    A substance of the group local-anaesthetic that is neither in a limit, by itself or by
    one of its groups, which a safety gate of kind within-limit keeps, nor excluded by an
    absolute gate that always applies. A substance of the group lipolytic that is neither
    limited nor excluded so, where no safety gate bounds the volume of the whole session:
    for most of these no limit by weight is published, and the volume is the limit.

Why:
    Local anaesthetics are toxic by their sum, whatever product they came in.

What now:
    Add a [[limit]] with its source and name it in a gate of kind within-limit, or exclude
    the substance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown
from planner.model.protocol import Between, Composed, WithinLimit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "dose-without-limit"

_BY_WEIGHT = "local-anaesthetic"
_BY_VOLUME = "lipolytic"
_ALWAYS = ("absolute", "")


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Look for the limit of each substance that needs one.
    """
    bounded = set(_bounded(protocol))
    volume = any(
        gate.safety
        and isinstance(gate.requires, Between)
        and gate.requires.value == "session-volume"
        and (gate.requires.at_most or gate.requires.below)
        for gate in protocol.gates
    )
    for each in protocol.vocabulary.substances:
        if bounded & {each.id, *each.groups}:
            continue
        needs = _BY_WEIGHT in each.groups or (_BY_VOLUME in each.groups and not volume)
        if needs:
            yield Finding(
                rule=ID,
                where=lines.of("substance", each.id),
                what=f"No limit that a gate keeps bounds {shown(each.id)}.",
                now="Add a [[limit]] and name it in a gate of kind within-limit.",
            )


def _bounded(protocol: Protocol) -> Iterator[str]:
    for gate in protocol.gates:
        needs = gate.requires
        if isinstance(needs, WithinLimit) and gate.safety:
            for name in needs.limits:
                limit = protocol.limit.get(name)
                if limit is not None:
                    yield from filter(None, (limit.substance, limit.group))
        elif isinstance(needs, Composed) and (gate.weight, gate.applies_if) == _ALWAYS:
            yield from needs.excludes
