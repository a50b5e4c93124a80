"""
A protocol in another language: what is said, what is marked, and what never changes.
"""

from __future__ import annotations

import polib
import pytest
from attrs import fields

from planner import catalogues, library
from planner.catalogues import Translated, Untranslated, english
from planner.library import rules
from planner.library.shapes import cards_of
from planner.library.texts import TEXTS, texts_of
from planner.library.translating import languages, numbers, own_texts, translated
from planner.resources import protocols

LANGUAGES = ("es", "fr", "it", "ru", "uk")
SHIPPED = ("mesotherapy", "facial-rejuvenation", "cellulite")


@pytest.fixture(scope="module")
def mesotherapy():
    """
    The protocol that is shipped.
    """
    return library.load_shipped("mesotherapy")


def catalogue(folder, *entries: tuple[str, str, str], code: str = "fr"):
    """
    A catalogue of a few texts beside a protocol, and its folder.
    """
    made = polib.POFile()
    made.metadata = {"Content-Type": "text/plain; charset=utf-8", "X-Reviewed-By": ""}
    for where, said, text in entries:
        made.append(polib.POEntry(msgctxt=where, msgid=said, msgstr=text))
    folder.mkdir(exist_ok=True)
    (folder / f"{code}.po").write_text(f"{made}\n", encoding="utf-8")
    return folder


def test_a_text_is_found_by_its_place_and_its_english_words(tmp_path, mesotherapy) -> None:
    """
    The own catalogue is asked first; a text of it knows its English, and nothing else of
    the protocol is touched.
    """
    gate = mesotherapy.gates[0]
    at = catalogue(
        tmp_path / "own",
        (f"gate.{gate.id}.now", gate.now, "Autre chose."),
        (f"gate.{gate.id}.because", "Other words.", "Jamais dit."),
    )

    held = translated(mesotherapy, "fr", at=at)

    said = held.protocol.gate[gate.id]
    assert said.now == "Autre chose."
    assert english(said.now) == gate.now
    assert said.because != "Jamais dit."
    assert held.protocol.digest == mesotherapy.digest
    assert held.wording.terms["answer", "yes"] == "oui"


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        (
            "fr",
            "Lire « ceci » : oui ; non ?",
            "Lire «\u00a0ceci\u00a0»\u00a0: oui\u00a0; non\u00a0?",
        ),
        ("fr", "À 10:41, sans espace", "À 10:41, sans espace"),
        ("es", "Leer : sí ; no", "Leer : sí ; no"),
    ],
)
def test_no_line_begins_with_a_mark_of_french(tmp_path, code, text, said) -> None:
    """
    Translators write plain spaces; those before high marks and within quotation marks
    hold on to their mark, and no other language is touched.
    """
    at = catalogue(tmp_path / "own", ("gate.x.now", "Read.", text), code=code)

    assert catalogues.read(at / f"{code}.po").text("gate.x.now", "Read.") == said


def test_what_is_missing_stands_in_english_and_is_marked(tmp_path, mesotherapy) -> None:
    """
    A language with no catalogue at all says every text in English, each marked and counted.
    """
    held = translated(mesotherapy, "xx", at=tmp_path)

    texts = list(dict.fromkeys(texts_of(mesotherapy)))
    assert held.wording.missing == len(held.missing)
    assert set(held.missing) == set(texts)
    assert held.protocol.title == "[en] Mesotherapy session"
    assert isinstance(held.protocol.title, Untranslated)
    assert english(held.protocol.title) == mesotherapy.title
    assert held.wording.reviewed_by == ""


def test_a_translation_that_names_another_number_is_none(tmp_path, mesotherapy) -> None:
    """
    A dose that changed on the way is not said; only the decimal sign may differ.
    """
    gate = next(each for each in mesotherapy.gates if numbers(each.now))
    where = f"gate.{gate.id}.now"
    at = catalogue(tmp_path / "own", (where, gate.now, "Attendre 999,5 h."))

    held = translated(mesotherapy, "fr", at=at)

    assert numbers("0,5 mg, 10 %") == numbers("10 % 0.5 mg") == ["0.5", "10"]
    assert held.protocol.gate[gate.id].now != "Attendre 999,5 h."


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", SHIPPED)
def test_only_texts_change(name: str, code: str) -> None:
    """
    In every shipped language every other field of every card is what it was; so is what
    conditions compare.
    """
    protocol = library.load_shipped(name)

    said = translated(protocol, code).protocol

    before, after = cards_of(protocol), cards_of(said)
    for card, held in before.items():
        kept = set(TEXTS.get(card, ())) - ({"dressing"} if card == "zone" else set())
        kept |= {"says"} if card == "conflict" else set()
        for one, other in zip(held, after[card], strict=True):
            for each in fields(type(one)):
                if each.name not in kept:
                    assert getattr(one, each.name) == getattr(other, each.name)
    assert (said.id, said.version, said.digest) == (name, protocol.version, protocol.digest)
    assert said.numbers == protocol.numbers


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", SHIPPED)
def test_no_shipped_translation_is_stale_or_names_other_numbers(name, code) -> None:
    """
    A language may wait for a text, and then `protocol check` says so; it never says what
    the protocol no longer says, or another number.
    """
    protocol = library.load_shipped(name)
    held = translated(protocol, code)

    assert all(isinstance(each, Translated) for each in held.wording.terms.values())
    rule = rules.BY_ID["missing-translation"]
    at = protocols() / name
    found = [each.what for each in rule.check(protocol, library.Lines(), at=at)]
    assert [each for each in found if not each.startswith("Texts that are not")] == []
    assert len(held.missing) < len(held.wording.terms) // 10
    assert languages(at) == ("en", *LANGUAGES)


def test_each_language_has_a_digest_of_its_own(tmp_path, mesotherapy) -> None:
    """
    A word that changed in one language changes that language's digest and no other.
    """
    gate = mesotherapy.gates[0]
    at = catalogue(tmp_path / "own", (f"gate.{gate.id}.now", gate.now, "Autre chose."))

    digests = {code: translated(mesotherapy, code).wording.digest for code in LANGUAGES}
    changed = {
        code: translated(mesotherapy, code, at=at).wording.digest for code in LANGUAGES
    }

    assert len(set(digests.values())) == len(LANGUAGES)
    assert [code for code in LANGUAGES if digests[code] != changed[code]] == ["fr"]


def test_the_check_counts_what_is_missing_and_what_is_stale(tmp_path, mesotherapy) -> None:
    """
    One finding for each, counted, with the first place of it; in any language beside it.
    """
    gate = next(each for each in mesotherapy.gates if numbers(each.now))
    at = catalogue(
        tmp_path / "mesotherapy",
        ("gate.long-gone.now", "Long gone.", "Disparu."),
        (f"gate.{gate.id}.now", gate.now, "Attendre 999 h."),
        code="pt",
    )

    check = rules.BY_ID["missing-translation"].check
    found = [str(each) for each in check(mesotherapy, library.Lines(), at=at)]

    count = len(dict.fromkeys(texts_of(mesotherapy)))
    same = "Write the same numbers; only the decimal sign may differ."
    renew = "Renew it: mesoplan protocol words mesotherapy --language pt"
    told = [each.removeprefix("mesotherapy/pt.po: ") for each in found]
    parts = [each.removesuffix(" (missing-translation)").split("; ", 1) for each in told]
    assert parts == [
        [
            f"Texts that are not translated: {count - 1} of {count}",
            f"the first: protocol.mesotherapy.title. {renew}",
        ],
        [
            "Translations that name other numbers than the English: 1",
            f"the first: gate.{gate.id}.now. {same}",
        ],
        [
            "Translations of English words that are no longer there: 1",
            f"the first: gate.long-gone.now. {renew}",
        ],
    ]


def test_a_catalogue_keeps_what_is_there_and_drops_what_is_stale(tmp_path) -> None:
    """
    Renewing keeps translations, marks those of changed English as doubtful with the old
    words beside them, adds what is new, and drops what nobody says.
    """
    at = catalogue(
        tmp_path / "own",
        ("gate.a.now", "Wait.", "Attendre."),
        ("gate.b.now", "Wait 5 min.", "Attendre 5 min."),
        ("gate.c.now", "Gone.", "Parti."),
        ("answer", "yes", "oui"),
    )
    wanted = [
        ("gate.a.now", "Wait."),
        ("gate.b.now", "Wait 10 min."),
        ("gate.d.now", "New."),
        ("answer", "yes"),
        ("answer", "no"),
    ]

    done = catalogues.renew(at / "fr.po", "fr", wanted)

    assert done == catalogues.Renewed(kept=2, changed=1, added=2, dropped=1)
    held = {(each.msgctxt, each.msgid): each for each in polib.pofile(str(at / "fr.po"))}
    assert list(held) == wanted
    doubtful = held["gate.b.now", "Wait 10 min."]
    assert (doubtful.msgstr, doubtful.fuzzy) == ("Attendre 5 min.", True)
    assert doubtful.previous_msgid == "Wait 5 min."
    read = catalogues.read(at / "fr.po")
    assert read.forms == {
        ("gate.a.now", "Wait."): ("Attendre.",),
        ("answer", "yes"): ("oui",),
    }
    # Once more changes nothing: what is doubtful stays so until somebody looks.
    text = (at / "fr.po").read_text(encoding="utf-8")
    catalogues.renew(at / "fr.po", "fr", wanted)
    assert (at / "fr.po").read_text(encoding="utf-8") == text


def test_a_protocol_asks_only_for_words_of_its_own(tmp_path, mesotherapy) -> None:
    """
    What the shared lists say, or the protocol beneath, stands there and not here.
    """
    face = library.load_shipped("facial-rejuvenation")

    own = set(own_texts(face, "fr", at=protocols() / "facial-rejuvenation"))

    assert ("protocol.facial-rejuvenation.title", "Facial rejuvenation") in own
    assert not {key for key in own if key[0].startswith(("kit_item.", "bar.", "source."))}
    assert not own & set(texts_of(mesotherapy))
