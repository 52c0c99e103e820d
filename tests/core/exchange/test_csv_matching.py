"""Columns whose header is no known name."""

from __future__ import annotations

import pytest

from core.exchange.csv_matching import matched
from core.model.project import Project

PEOPLE = ["ana@acme.example", "bo@acme.example"]


def meant(*columns: tuple[str, list[str]]) -> list[str]:
    found = matched([header for header, _ in columns], [cells for _, cells in columns], Project())
    return [column.property for column in found]


@pytest.mark.parametrize("header", ["E-Mail Adresse", "e_mail", "Kontakt", "Primary e-mail (work)"])
def test_addresses_in_the_cells_are_emails(header: str) -> None:
    assert meant((header, PEOPLE)) == ["email"]


def test_of_two_columns_of_addresses_the_one_called_mail_is_taken() -> None:
    assert meant(("Second", PEOPLE), ("Mail of work", [*PEOPLE, "none"])) == ["", "email"]


def test_addresses_of_users_are_not_those_of_contacts() -> None:
    assert meant(("Account manager", PEOPLE), ("Contact owner", PEOPLE)) == ["", "hubspot_owner_id"]
    assert meant(("Email", PEOPLE), ("Other mail", PEOPLE)) == ["email", ""]


def test_few_addresses_are_not_enough() -> None:
    assert meant(("Notes", ["ask ana", "ana@acme.example"]), ("Mail", ["by post", "by post", *PEOPLE[:1]])) == ["", ""]


def test_part_of_a_label_is_enough_when_the_cells_fit_and_one_property_is_meant() -> None:
    assert meant(("Status", ["Open", "New", "?"])) == ["hs_lead_status"]
    assert meant(("Status", ["Berlin", "Rome"])) == [""]
    assert meant(("Name", ["Ana", "Bo"])) == [""]
    assert meant(("First-Name", ["Ana"]), ("lifecycle stage.", ["MQL"])) == ["firstname", "lifecyclestage"]
