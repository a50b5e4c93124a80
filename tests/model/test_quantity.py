"""
A quantity is an exact number with its unit.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import InputFault, Misuse
from planner.model.quantity import UNITS, Quantity

DOSES = st.decimals(
    min_value=Decimal(0), max_value=Decimal(99999), places=3, allow_nan=False
)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("0.30 mm", "0.3 mm"),
        ("0,3 mm", "0.3 mm"),
        ("4.5mg/kg", "4.5 mg/kg"),
        ("10 ml", "10 mL"),
        ("250 mcg", "250 microgram"),
        ("250 µg", "250 microgram"),
        ("3 weeks", "3 week"),
        ("40 minutes", "40 min"),
        ("70 bpm", "70 /min"),
        ("36.6 °C", "36.6 °C"),
        ("50 10^9/L", "50 10^9/L"),
        ("5 ampoules", "5 count"),
        (" 98 % ", "98 %"),
        ("-1 mm", "-1 mm"),
    ],
)
def test_a_quantity_reads_as_people_write_it(text, written):
    """
    Comma or point, the usual other names of a unit, with or without a space.
    """
    assert written == Quantity.of(text).written


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "0.3",
            '"0.3" has no unit. Write the unit in the quotation marks, as in "4.5 mg/kg".',
        ),
        (
            "mm",
            (
                '"mm" is not a number with a unit. '
                'Write both in the quotation marks, as in "0.3 mm".'
            ),
        ),
        (
            "3 mgg",
            'The unit "mgg" in "3 mgg" is not in the list of units. Did you mean "mg"?',
        ),
        (
            "1e400 mg",
            (
                'The unit "e400 mg" in "1e400 mg" is not in the list of units.'
                ' Did you mean "count"?'
            ),
        ),
    ],
)
def test_what_is_no_quantity_is_told_in_these_words(text, message):
    """
    A missing number or unit and an unknown unit are told with what to write.
    """
    with pytest.raises(InputFault) as caught:
        Quantity.of(text)

    assert message.split(" Did you")[0] == str(caught.value).split(" Did you")[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nan mg",
        "inf mg",
        "+1 mg",
        ".5 mg",
        "1. mg",
        "1e3 mg",
        "0x1 mg",
        "1_000 mg",
        "1 000 mg",
        "1 MG",
        "1 mg mg",
        "--1 mg",
        "1 mg\n2 mg",
        "½ mg",
    ],
)
def test_no_other_way_of_writing_is_guessed(text):
    """
    A bare point, an exponent, a digit group, nothing at all: none of it is a quantity.
    """
    with pytest.raises(InputFault):
        Quantity.of(text)


@pytest.mark.parametrize("text", ["1,000 mg", "2,500 IU"])
def test_a_thousand_is_never_read_as_one(text):
    """
    A comma before exactly three digits could mean thousands, so it is not read.
    """
    with pytest.raises(InputFault):
        Quantity.of(text)


def test_only_the_ten_usual_digits_are_digits():
    """
    A number in another script could be read differently by whoever checks it.
    """
    with pytest.raises(InputFault):
        Quantity.of("٣ mg")


def test_a_number_has_a_bounded_length():
    """
    Twelve characters of number are read, thirteen are not; a wall of digits is not echoed.
    """
    assert Quantity(Decimal(123456789012), "mg") == Quantity.of("123456789012 mg")
    with pytest.raises(InputFault) as caught:
        Quantity.of("1" * 5_000_000 + " mg")
    assert (
        str(caught.value)
        == "A number with 5000000 digits was written. Write at most 12 digits."
    )
    with pytest.raises(InputFault):
        Quantity.of("1234567890123 mg")


@given(amount=DOSES, unit=st.sampled_from(sorted(UNITS)))
def test_what_is_written_reads_back_as_the_same(amount, unit):
    """
    Writing an amount and reading it gives it back, in every unit.
    """
    quantity = Quantity(amount, unit)

    assert quantity == Quantity.of(quantity.written)
    assert quantity.amount == Quantity.of(quantity.written).amount


@given(amount=DOSES, unit=st.sampled_from(sorted(UNITS)))
def test_no_trailing_zero_is_ever_printed(amount, unit):
    """
    A trailing zero reads as ten times the dose when the point is missed.
    """
    number = Quantity(amount, unit).written.split(" ")[0]

    assert "e" not in number.lower()
    assert not ("." in number and number.endswith(("0", ".")))
    assert not number.startswith(".")


@pytest.mark.parametrize(
    ("quantity", "shown"),
    [
        ("1.0 mL", "1 mL"),
        ("0.50 mg", "0.5 mg"),
        ("100 mg", "100 mg"),
        ("0 mm", "0 mm"),
        ("5 count", "5"),
        ("14 /min", "14/min"),
        ("4 %", "4 %"),
    ],
)
def test_a_quantity_is_shown_as_people_read_it(quantity, shown):
    """
    The zero before the point stays, zeros after it go; a count needs no unit.
    """
    assert shown == str(Quantity.of(quantity))


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("999 microgram", "1 mg"),
        ("9.9 mm", "1 cm"),
        ("59 min", "1 h"),
        ("6 d", "1 week"),
        ("11 month", "1 year"),
        ("999 mL", "1 L"),
        ("999 microgram/mL", "1 mg/mL"),
    ],
)
def test_units_of_one_kind_compare(less, more):
    """
    An amount keeps its unit and compares by what it measures.
    """
    small, large = Quantity.of(less), Quantity.of(more)

    assert small < large
    assert large > small
    assert small <= large
    assert not large <= small
    assert large >= small


def test_equal_measures_are_neither_less_nor_more():
    """
    1000 microgram and 1 mg are at the same bound, whichever way they are written.
    """
    one, thousand = Quantity.of("1 mg"), Quantity.of("1000 microgram")

    assert one <= thousand
    assert one >= thousand
    assert not one < thousand
    assert not one > thousand


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1 mm", "1 mL"),
        ("24 h", "1 d"),
        ("4 week", "1 month"),
        ("1 mg", "1 IU"),
        ("1 mg/mL", "1 %"),
        ("1 mg", "1 mL"),
    ],
)
def test_different_things_never_compare_or_add(one, other):
    """
    A millimetre is no millilitre, and a day is not 24 hours.
    """
    left, right = Quantity.of(one), Quantity.of(other)
    for together in (
        lambda: left < right,
        lambda: left >= right,
        lambda: left + right,
        lambda: left - right,
        lambda: left.share_of(right),
    ):
        with pytest.raises(Misuse) as caught:
            together()
        assert "measure different things. Write both in units of one kind." in str(
            caught.value
        )


@pytest.mark.parametrize(
    ("strength", "amount", "dose"),
    [
        ("10 mg/mL", "2 mL", "20 mg"),
        ("1 %", "2 mL", "20 mg"),
        ("0.5 %", "0.3 mL", "1.5 mg"),
        ("20 %", "1 L", "200000 mg"),
        ("250 microgram/mL", "4 mL", "1 mg"),
        ("150 IU/mL", "2 mL", "300 IU"),
        ("3 mg/kg", "72 kg", "216 mg"),
        ("0.01 mg/kg", "49.9 kg", "0.499 mg"),
        ("3 mg/kg", "72000 g", "216 mg"),
        ("1 mg/mL", "0.5 mL", "0.5 mg"),
    ],
)
@pytest.mark.rule(25)
def test_a_strength_of_an_amount_is_a_dose(strength, amount, dose):
    """
    Doses are exact; one per cent is ten milligrams in a millilitre.
    """
    assert Quantity.of(dose) == Quantity.of(strength).of_amount(Quantity.of(amount))


@given(tenths=st.integers(1, 9999), hundredths=st.integers(1, 9999))
def test_dose_arithmetic_is_exact(tenths, hundredths):
    """
    A strength in tenths of a volume in hundredths is exact to the thousandth.
    """
    strength = Quantity(Decimal(tenths) / 10, "mg/mL")
    volume = Quantity(Decimal(hundredths) / 100, "mL")

    dose = strength.of_amount(volume)

    assert tenths * hundredths == dose.amount * 1000


@pytest.mark.parametrize(
    ("strength", "amount"),
    [("10 mg", "2 mL"), ("10 mg/mL", "2 kg"), ("3 mg/kg", "2 mL"), ("1 %", "1 kg")],
)
def test_what_does_not_multiply_to_a_dose_is_misuse(strength, amount):
    """
    Milligrams of millilitres are no dose.
    """
    with pytest.raises(Misuse) as caught:
        Quantity.of(strength).of_amount(Quantity.of(amount))

    assert "is not a dose. Write a strength such as mg/mL" in str(caught.value)


def test_amounts_add_and_subtract_in_the_first_unit():
    """
    0.1 mL and 0.2 mL are 0.3 mL, to the last digit.
    """
    assert Quantity.of("0.3 mL") == Quantity.of("0.1 mL") + Quantity.of("0.2 mL")
    assert Quantity.of("1.2 mg") == Quantity.of("1 mg") + Quantity.of("200 microgram")
    assert Quantity.of("0 mL") == Quantity.of("0.3 mL") - Quantity.of("0.3 mL")
    assert Quantity.of("1 mL") == Quantity.of("0.05 mL") * 20


def test_a_share_is_exact():
    """
    108 mg of 216 mg are one half.
    """
    assert Decimal("0.5") == Quantity.of("108 mg").share_of(Quantity.of("216 mg"))
    assert Decimal(1) == Quantity.of("1000 microgram").share_of(Quantity.of("1 mg"))


def test_a_share_of_nothing_is_misuse():
    """
    What part of nothing something is cannot be said.
    """
    with pytest.raises(Misuse):
        Quantity.of("1 mg").share_of(Quantity.of("0 mg"))


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_just_under_and_just_over_are_one_step_away(unit):
    """
    Each unit says what the next value is, so that a boundary can be tested.
    """
    at = Quantity(Decimal(5), unit)

    assert at.step_under() < at < at.step_over()
    assert at == at.step_over().step_under()


@pytest.mark.parametrize(
    "quantity", ["0.1 mg", "3 mg/kg", "0.30 mm", "36.6 °C", "1 %", "24 h"]
)
def test_a_quantity_is_never_a_float(quantity):
    """
    No amount or measure is a binary fraction.
    """
    read = Quantity.of(quantity)

    assert Decimal is type(read.amount)
    assert Decimal is type(read.measure)
    assert Decimal is type((read + read).amount)
    assert Decimal is type((read * 3).amount)


def test_a_quantity_keeps_what_was_written():
    """
    Two equal quantities in two units are kept apart as data.
    """
    assert "1000 microgram" == Quantity.of("1000 mcg").written
    assert Quantity.of("1000 mcg") != Quantity.of("1 mg")
