"""What a dataclass says of its fields."""

from __future__ import annotations

from dataclasses import dataclass

from core.model.fields import FieldKind, FieldSpec, described, is_shown, specs_of

NAME = FieldSpec(FieldKind.TEXT, "Name")
OTHER = FieldSpec(FieldKind.TEXT, "Other name", shown_when=("name", "other"))


@dataclass(frozen=True)
class Form:
    name: str = described(NAME, "")
    hidden: int = 3
    other: str = described(OTHER, "x")


def test_described_fields_are_given_in_order_and_others_are_left_out() -> None:
    assert dict(specs_of(Form)) == {"name": NAME, "other": OTHER}
    assert list(specs_of(Form)) == ["name", "other"]
    assert Form().other == "x"


def test_a_field_matters_when_the_one_it_depends_on_has_the_value() -> None:
    assert is_shown(Form(), NAME)
    assert not is_shown(Form("this"), OTHER)
    assert is_shown(Form("other"), OTHER)
