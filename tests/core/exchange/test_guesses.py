"""What a column could become: its type, its name, its options."""

from __future__ import annotations

import pytest

from core.exchange import guesses
from core.model.contact import PropertyType as T
from core.model.problem import Problem


@pytest.mark.parametrize(
    ("samples", "wanted"),
    [
        (["38", "44.5", "1,200"], T.NUMBER),
        (["007", "012"], T.TEXT),
        (["+48 22 123", "+49 1"], T.TEXT),
        (["48221234567"], T.TEXT),
        (["yes", "No", "YES"], T.BOOL),
        (["1", "0"], T.NUMBER),
        (["2026-01-05", "5.2.2026"], T.DATE),
        (["2026-01-05 09:00", "2026-01-06"], T.DATETIME),
        (["a@b.example", "c@d.example"], T.EMAIL),
        (["Gold", "Silver", "Gold", "Gold", "Silver", "Gold", "Silver", "Gold"], T.ENUM),
        (["Gold", "Silver"], T.TEXT),
        (["", "  "], T.TEXT),
        (["38", "many"], T.TEXT),
    ],
)
def test_types_are_guessed(samples: list[str], wanted: T) -> None:
    assert guesses.type_of(samples) is wanted


def test_names_are_free_and_plain() -> None:
    assert guesses.name_of("Shoe Size (EU)", []) == "shoe_size_eu"
    assert guesses.name_of("Email", ["email", "email_2"]) == "email_3"
    assert guesses.name_of("2nd phone", []) == "p_2nd_phone"
    assert guesses.name_of("Łódź?", []) == "d"
    assert guesses.name_of("???", []) == "column"


def test_options_come_once_in_their_order() -> None:
    assert guesses.options_of(["Gold", " gold ", "", "Silver!", "Silver?"]) == (
        ("gold", "Gold"), ("silver", "Silver!"), ("silver_2", "Silver?"),
    )  # fmt: skip
    with pytest.raises(Problem) as refused:
        guesses.options_of(f"Option {n}" for n in range(guesses.MOST_OPTIONS + 1))
    assert refused.value.code == "TOO_MANY_OPTIONS"
