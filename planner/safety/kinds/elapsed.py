"""
elapsed -- too little, or too much, time has passed since something.

Asks
    How long ago an anchor was: at least `at_least`, at most `at_most`.
Open
    Long enough ago, or recent enough; or it never happened and `never` says open.
Shut
    Not yet; the earliest instant is part of the finding.
Unknown
    It never happened and `never` says unknown, or the clock cannot be believed.
In a protocol
    kind = "elapsed", since = "last-exposure", at_least = "40 min", never = "open"
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from planner.model.answer import Outcome, Why
from planner.model.protocol import Elapsed
from planner.model.quantity import after
from planner.safety.findings import Phrase, Reading
from planner.safety.values import anchor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.model.protocol import Gate, Protocol
    from planner.model.situation import Situation


KIND = "elapsed"
REQUIREMENT = Elapsed


def read(gate: Gate, situation: Situation, _: Protocol) -> Iterator[Reading]:
    """
    Compare the time since the anchor with the spans.
    """
    requires = gate.requires
    assert isinstance(requires, Elapsed)
    spans = {
        name: span
        for name, span in (
            ("at_least", requires.at_least),
            ("at_most", requires.at_most),
        )
        if span is not None
    }
    needed = Phrase("spans", {"since": requires.since, **spans})
    begins = anchor(requires.since, situation)
    if begins is None:
        never = Outcome.OPEN if requires.never == "open" else Outcome.UNKNOWN
        yield Reading(
            outcome=never,
            seen=Phrase("never-happened", {"since": requires.since}),
            needed=needed,
            why=None if never is Outcome.OPEN else Why.NOT_ASKED,
        )
        return
    gone = situation.now.since(begins)
    values: dict[str, object] = {"since": requires.since, "at": begins.at}
    if gone is None:
        yield Reading(
            outcome=Outcome.UNKNOWN,
            seen=Phrase("clock-went-back", values),
            needed=needed,
            why=Why.CLOCK,
        )
        return
    good, earliest = True, None
    if requires.at_least is not None:
        ends = after(begins.at, requires.at_least, situation.history.zone)
        good = gone >= ends - begins.at
        # By the slower of the two clocks: what is still to wait, from now.
        earliest = None if good else situation.now.at + (ends - begins.at - gone)
    if requires.at_most is not None:
        most = timedelta(seconds=float(requires.at_most.measure))
        good = good and situation.now.at_most_since(begins) <= most
    yield Reading(
        outcome=Outcome.OPEN if good else Outcome.SHUT,
        seen=Phrase("elapsed-seen", values, {"elapsed": gone}),
        needed=needed,
        earliest=earliest,
    )
