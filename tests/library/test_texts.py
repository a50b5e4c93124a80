"""
The texts a reader sees: every field of every card is one, or is known not to be.
"""

from planner.library import load_shipped
from planner.library.texts import texts_of, without_texts

NOT_TEXTS = {
    "question": "id heading kind answers unit fresh each scope asked_by applies_if source",
    "statement": "id heading signed_by fresh each void_after pause source",
    "when": "id question answers medicine plan_has allergy_to history all_of any_of",
    "gate": "id heading before each weight applies_if leads_to decision voided_by source",
    "limit": "id substance group over share_of source",
    "sign": "id weight system source",
    "trigger": "id value raises source",
    "effect": "id severity source",
    "training": "id source",
    "line": "id sheet part zones applies_if source",
    "vitals_time": "id source",
    "conflict": "id",
    "bar": "id leads_to source",
    "indication": "id begin source",
    "spacing": "id source",
    "phase": "id indication spacing late first stop_when source",
    "conflict_in_time": "id source",
    "call": "id source",
    "source": "id title kind link",
    "clause": "id source kind stage",
    "medicine_class": "id group restores_in_24h",
    "medicine": "id names classes atc interval_source restores_in_24h washout_source",
    "substance_group": "id source",
    "substance": "id names groups cross_reacts source",
    "needle_size": "gauge source",
    "technique": "id layer source",
    "layer": "id source",
    "kit_item": "id applies_if source",
    "zone": "id region source",
}


def test_no_field_is_forgotten():
    """A new field of a card is a text, or is named here as none."""
    assert without_texts() == {
        name: tuple(listed.split()) for name, listed in NOT_TEXTS.items()
    }


def test_a_text_is_told_with_its_place():
    """A context names card and field; a list counts its lines; shared terms come once."""
    found = list(texts_of(load_shipped("mesotherapy")))
    assert found[0] == ("protocol.mesotherapy.title", "Mesotherapy session")
    assert ("gate.under-age.now", "Refuse kindly. Nobody can open this.") in found
    assert found.count(("answer", "yes")) == 1
    assert len({context for context, _ in found if "." in context}) == sum(
        "." in context for context, _ in found
    )
