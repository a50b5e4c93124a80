"""
What a patient is told before agreeing, and what is signed: each part in the patient's
language, with the staff's words beside it where these differ.

Every sentence is the protocol's. What happens often and what happens rarely follows its
own cards, and stands in their order of gravity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.sheets.closed import named
from planner.sheets.language import spoken
from planner.sheets.rows import cards
from planner.sheets.rows.heads import clinic_head, product_name, staff_name, zone_title
from planner.sheets.wording import answer

if TYPE_CHECKING:
    from planner.model.protocol import Protocol
    from planner.model.situation import Situation

_STATEMENT = "consent"
_ORDER = ("first", "second", "third", "")


@frozen(kw_only=True)
class Said:
    """
    One line in the patient's language, and `beside` it in the staff's, where it differs.
    """

    says: str
    beside: str
    unsure: bool


@frozen(kw_only=True)
class Part:
    """
    The lines of one part under its title.
    """

    part: str
    title: str
    beside: str
    lines: tuple[Said, ...]


@frozen(kw_only=True)
class Treatment:
    """
    What the patient is asked to agree to, as it is planned; blank where it is not yet.

    `off_label` names the products that are used in a way their label does not name.
    """

    what: str
    where: str
    products: str
    off_label: str
    by: str


@frozen(kw_only=True)
class ConsentWords:
    """
    All words of the sheet in one language; `names` are the protocol's own words for what
    can happen, what is expected first, then complications by gravity.
    """

    language: str
    code: str
    groups: tuple[cards.Group, ...]
    names: tuple[str, ...]
    physician: str


def words(situation: Situation, protocol: Protocol) -> ConsentWords:
    """
    The words of the sheet in the language that is spoken.
    """
    fill = cards.clinic_fill(clinic_head(situation))
    statement = protocol.statement.get(_STATEMENT)
    return ConsentWords(
        language=spoken().name,
        code=spoken().code,
        groups=cards.groups_of(cards.CONSENT, protocol, situation, fill=fill),
        names=_names(protocol),
        physician=statement.says if statement else "",
    )


def _names(protocol: Protocol) -> tuple[str, ...]:
    expected = [card.title for card in protocol.effects if not card.complication]
    grave = [card for card in protocol.effects if card.complication]
    grave.sort(key=lambda card: _ORDER.index(card.severity))
    return ("; ".join(expected), "; ".join(card.title for card in grave))


def parts(patients: ConsentWords, staffs: ConsentWords | None) -> tuple[Part, ...]:
    """
    Every part in both languages. They are of one protocol and one session, so that the
    same lines stand in the same places.
    """
    others = staffs.groups if staffs else patients.groups
    made = []
    for group, other in zip(patients.groups, others, strict=True):
        lines = tuple(
            Said(says=line.says, beside=same.says if staffs else "", unsure=line.unsure)
            for line, same in zip(group.lines, other.lines, strict=True)
        )
        beside = other.title if staffs else ""
        made.append(Part(part=group.part, title=group.title, beside=beside, lines=lines))
    return tuple(made)


def treatment(situation: Situation, protocol: Protocol) -> Treatment:
    """
    What is planned.
    """
    plan, known = situation.plan, situation.history.clinic.products
    items = plan.items if plan else ()
    where = dict.fromkeys(
        zone_title(each.zone, protocol)
        + (f", {named('side', each.side)}" if each.side else "")
        for each in items
    )
    used = dict.fromkeys(each.product for each in items)
    off = [id_ for id_ in used if id_ in known and known[id_].on_label == "no"]
    return Treatment(
        what=answer(plan.indication) if plan else "",
        where="; ".join(where),
        products=", ".join(product_name(id_, situation) for id_ in used),
        off_label=", ".join(product_name(id_, situation) for id_ in off),
        by=staff_name(plan.operator, situation) if plan else "",
    )
