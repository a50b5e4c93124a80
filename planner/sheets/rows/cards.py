"""
The protocol's own lines, grouped by the part of the card or leaflet they stand in.

Only what governs is printed: a card line is the protocol's present word, and what sources
disagree about never reaches a sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.catalogues import english
from planner.model.answer import Outcome
from planner.safety.conditions import holds
from planner.sheets.closed import capital, spaced
from planner.sheets.language import later, t
from planner.sheets.wording import cited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from planner.model.protocol import CardLine, Protocol
    from planner.model.situation import Situation
    from planner.sheets.rows.heads import ClinicHead

BLANK = "____________"
TITLES = {
    "recognise": later("Recognise"),
    "act": later("Do this now"),
    "position": later("Position"),
    "then": later("Then"),
    "never-delay": later("Never before adrenaline"),
    "also": later("Also"),
    "say": later("Say"),
    "pain": later("Pain"),
    "technique": later("Technique"),
    "vessels": later("Vessels"),
    "products": later("Products"),
    "asepsis": later("Asepsis"),
    "blood-thinners": later("Blood thinners"),
    "observation": later("Observation"),
    "afterwards": later("Afterwards"),
    "what": later("What we would do"),
    "off-label": later("A use the label does not name"),
    "instead": later("What you can do instead"),
    "often": later("What happens often"),
    "rare": later("What happens rarely, and can be grave"),
    "tell-us": later("Tell us before"),
    "after": later("How to live in the days after"),
    "rights": later("You decide"),
    "patient-signs": later("What you sign"),
    "interpreter-signs": later("What the interpreter signs"),
}
EMERGENCY = ("emergency",)
FAINTING = ("fainting",)
ANAESTHETIC = ("anaesthetic-toxicity", "anaesthetic")
HANDOVER = ("handover",)
PLAN = ("plan",)
DISCHARGE = ("discharge",)
CONSENT = ("consent",)
LETTER = ("letter",)
EXIT = ("exit",)
_AHEAD = {"delivered": Outcome.OPEN, "test-only": Outcome.SHUT}


@frozen(kw_only=True)
class Line:
    """
    One printed line. `large` marks the dose, which is read from across the room;
    `unsure` one of which it is not known whether it applies to this patient.
    """

    says: str
    large: bool = False
    unsure: bool = False


@frozen(kw_only=True)
class Group:
    """
    The lines of one part, under its title, with every source they cite.
    """

    part: str
    title: str
    lines: tuple[Line, ...]
    cites: str


def lines_of(
    sheets: tuple[str, ...],
    protocol: Protocol,
    situation: Situation | None = None,
    *,
    ahead: bool = False,
) -> list[tuple[CardLine, bool]]:
    """
    The lines of a sheet that are for this patient, and whether that is in doubt.

    Without a session nothing is left out: a card for the wall is for everybody. `ahead`
    is a sheet printed before the injections, to be filled by hand: its lines are those
    of a patient who was injected.
    """
    kept = []
    for card in protocol.lines:
        if card.sheet not in sheets:
            continue
        applies = Outcome.OPEN
        if situation is not None and card.applies_if:
            word = protocol.when[card.applies_if].history if ahead else ""
            applies = _AHEAD.get(word) or holds(card.applies_if, situation, protocol)
        if applies is not Outcome.SHUT:
            kept.append((card, applies is Outcome.UNKNOWN))
    return kept


def groups_of(
    sheets: tuple[str, ...],
    protocol: Protocol,
    situation: Situation | None = None,
    *,
    fill: Mapping[str, str],
) -> tuple[Group, ...]:
    """
    The lines of a sheet by part, in the order of the protocol.
    """
    held = lines_of(sheets, protocol, situation)
    return grouped(held, lambda card: filled(card.says, fill), protocol)


def grouped(
    held: Iterable[tuple[CardLine, bool]],
    says: Callable[[CardLine], str],
    protocol: Protocol,
) -> tuple[Group, ...]:
    """
    Lines by part, in the order in which the parts first come.
    """
    parts: dict[str, list[Line]] = {}
    sources: dict[str, list[str]] = {}
    for card, unsure in held:
        words = says(card)
        sources.setdefault(card.part, []).extend(card.source)
        parts.setdefault(card.part, []).append(
            Line(
                says=words,
                large=_is_dose(card, protocol),
                unsure=unsure,
            )
        )
    return tuple(
        Group(
            part=part,
            title=t(TITLES[part]) if part in TITLES else capital(spaced(part)),
            lines=tuple(lines),
            cites=cited(sources[part], protocol),
        )
        for part, lines in parts.items()
    )


def clinic_fill(clinic: ClinicHead) -> dict[str, str]:
    """
    What a clinic fills into a line; what it has not set is left to write by hand.
    """
    return {
        "emergency_number": clinic.emergency_number or BLANK,
        "clinic_phone": clinic.phone or BLANK,
    }


def filled(says: str, fill: Mapping[str, str]) -> str:
    """
    A line with the places that a clinic or a session fills in; nothing else is read.
    """
    for name, value in fill.items():
        says = says.replace("{" + name + "}", value)
    return says


def _is_dose(card: CardLine, protocol: Protocol) -> bool:
    # The line that gives the dose of adrenaline by volume is the one looked for.
    volume = protocol.numbers.get("adrenaline-volume")
    written = volume is not None and str(volume) in english(card.says)
    return written and card.sheet in EMERGENCY and card.part == "act"
