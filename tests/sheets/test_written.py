"""
Numbers, doses, days and times as each language writes them.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from planner.model.quantity import UNITS, Quantity
from planner.sheets import written
from planner.sheets.language import CODES, form_of, speaking
from sheets import forms_table

NO_BREAK = "\N{NO-BREAK SPACE}"
PARIS = ZoneInfo("Europe/Paris")
DAY = date(1985, 6, 14)
AT = datetime(1985, 6, 14, 8, 5, tzinfo=UTC)


def test_the_table_is_the_published_one() -> None:
    """
    The table kept with the sheets is what the published forms give today.
    """
    assert forms_table.TABLE.read_text(encoding="utf-8") == forms_table.table()


@pytest.mark.parametrize(
    ("code", "day", "long"),
    [
        ("en", "14 June 1985", "Friday 14 June 1985, 10:05"),
        ("fr", "14 juin 1985", "vendredi 14 juin 1985, 10:05"),
        ("es", "14 de junio de 1985", "viernes, 14 de junio de 1985, 10:05"),
        ("it", "14 giugno 1985", "venerdì 14 giugno 1985, 10:05"),
        ("ru", "14 июня 1985", "14 июня 1985 (пятница), 10:05"),
        ("uk", "14 червня 1985", "14 червня 1985 (п’ятниця), 10:05"),
    ],
)
def test_days_have_their_month_in_full(code: str, day: str, long: str) -> None:
    """
    A day is written with its month as a word, in the case its language asks for.
    """
    with speaking(code):
        assert written.day(DAY).replace(NO_BREAK, " ") == day
        assert written.long_moment(AT, PARIS).replace(NO_BREAK, " ") == long


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("en", ["0.5 mg", "1,250 mL", "1 microgram", "1.5 micrograms", "5 days"]),
        ("fr", ["0,5 mg", "1 250 mL", "1 microgramme", "1,5 microgramme", "5 jours"]),
        ("es", ["0,5 mg", "1 250 mL", "1 microgramo", "1,5 microgramos", "5 días"]),
        ("it", ["0,5 mg", "1 250 mL", "1 microgrammo", "1,5 microgrammi", "5 giorni"]),
        ("ru", ["0,5 мг", "1 250 мл", "1 микрограмм", "1,5 микрограмма", "5 дней"]),
        ("uk", ["0,5 мг", "1 250 мл", "1 мікрограм", "1,5 мікрограма", "5 днів"]),
    ],
)
def test_amounts_are_written_as_they_are_safest_to_read(code: str, says: list[str]) -> None:
    """
    A decimal sign of the language, thousands apart, micrograms in full, units inflected.
    """
    amounts = ["0.50 mg", "1250 mL", "1 microgram", "1.5 microgram", "5 d"]

    with speaking(code):
        found = [written.amount(each).replace(NO_BREAK, " ") for each in amounts]

    assert found == says


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("en", ["119 min", "2 h", "2 h 5 min", "2 days", "10 mg/mL", "1 mg/cm²"]),
        ("ru", ["119 мин", "2 ч", "2 ч 5 мин", "2 дня", "10 мг/мл", "1 мг/см²"]),
        ("uk", ["119 хв", "2 год", "2 год 5 хв", "2 дні", "10 мг/мл", "1 мг/см²"]),
    ],
)
def test_spans_and_strengths_take_the_letters_of_the_language(code, says) -> None:
    """
    Symbols of units, alone and in a strength, stand in the letters of the language.
    """
    minutes = (119, 120, 125, 2880)

    with speaking(code):
        spans = [written.span(timedelta(minutes=each)) for each in minutes]
        strengths = [written.amount(each) for each in ("10 mg/mL", "1 mg/cm2")]

    assert [*spans, *strengths] == says


@pytest.mark.parametrize("code", CODES)
@given(amount=st.decimals("0", "100000", places=2))
def test_no_amount_is_written_in_a_dangerous_way(code: str, amount: Decimal) -> None:
    """
    In every language: a leading zero, no trailing zero, a space before the unit, and a
    sign for thousands that is never the decimal sign of another language.
    """
    with speaking(code):
        text = written.quantity(Quantity(amount, "mg"))
        sign = "." if code == "en" else ","

    number, space, unit = text.rpartition(" ")
    assert (space, unit) == (" ", "мг" if code in {"ru", "uk"} else "mg")
    whole, _, part = number.partition(sign)
    assert re.fullmatch(r"\d{1,3}([,\u00a0]\d{3})*", whole)
    assert not part.endswith("0")
    assert code == "en" or "." not in number
    plain = re.sub(r"[,\u00a0]", "", whole) + ("." + part if part else "")
    assert Decimal(plain) == amount


@pytest.mark.parametrize("code", CODES)
def test_the_form_before_a_unit_is_that_of_the_language(code: str) -> None:
    """
    Whole numbers and parts of one take the form that is published for them.
    """
    rule = Locale.parse(code).plural_form
    names = {"other": "other"} if code in {"ru", "uk"} else {"other": "many"}

    wholes = [Decimal(n) for n in range(200)]
    parts = [Decimal(text) for text in ("0.5", "1.5", "2.5", "10.1")]

    with speaking(code):
        found = [form_of(number) for number in wholes]
        found_of_parts = [form_of(number) for number in parts]

    assert found == [names.get(rule(number), rule(number)) for number in wholes]
    assert found_of_parts == [
        "one" if rule(number) == "one" else "other" for number in parts
    ]


@pytest.mark.parametrize("code", CODES)
def test_micrograms_are_never_shortened(code: str) -> None:
    """
    No unit of any language is written with the sign for micro.
    """
    with speaking(code):
        words = written.unit_words()

    assert len(words) >= len(UNITS) - 4
    assert not [word for word in words if re.search(r"[µμ]|мкг|mcg|ug", word)]


@pytest.mark.parametrize(
    ("zone", "instant", "says"),
    [
        ("Europe/Paris", "2027-10-30T23:59", "01:59"),
        ("Europe/Paris", "2027-10-31T00:00", "02:00 (UTC+02:00)"),
        ("Europe/Paris", "2027-10-31T00:59", "02:59 (UTC+02:00)"),
        ("Europe/Paris", "2027-10-31T01:00", "02:00 (UTC+01:00)"),
        ("Europe/Paris", "2027-10-31T01:59", "02:59 (UTC+01:00)"),
        ("Europe/Paris", "2027-10-31T02:00", "03:00"),
        ("Europe/Paris", "2027-03-28T00:59", "01:59"),
        ("Europe/Paris", "2027-03-28T01:00", "03:00"),
        ("Australia/Lord_Howe", "2027-04-03T15:00", "01:30 (UTC+10:30)"),
        ("America/New_York", "2027-11-07T05:30", "01:30 (UTC-04:00)"),
        ("UTC", "2027-10-31T01:00", "01:00"),
    ],
)
def test_an_hour_that_comes_twice_says_which_it_is(zone, instant, says) -> None:
    """
    As the clocks go back an hour comes twice; as they go forward none is doubted.
    """
    at = datetime.fromisoformat(instant).replace(tzinfo=UTC)

    assert written.clock(at, ZoneInfo(zone)) == says
