"""Header rows: which column holds which property."""

from __future__ import annotations

from core.exchange.csv_header import Column, columns_of, known_names
from core.model.contact import PropertyDefinition
from core.model.project import Project


def properties_of(*header: str, project: Project | None = None) -> list[str]:
    return [column.property for column in columns_of(header, known_names(project or Project()))]


def test_hubspots_own_export_headers_are_known() -> None:
    assert properties_of(
        "Record ID", "First Name", "Last Name", "Email", "Phone Number", "Job Title", "Company Name", "Lifecycle Stage",
        "Lead Status", "Contact owner", "Create Date", "Last Modified Date", "Website URL",
        "Unsubscribed from all email",
    ) == [
        "hs_object_id", "firstname", "lastname", "email", "phone", "jobtitle", "company", "lifecyclestage",
        "hs_lead_status", "hubspot_owner_id", "createdate", "lastmodifieddate", "website", "hs_email_optout",
    ]  # fmt: skip


def test_internal_names_and_other_spellings_are_known() -> None:
    assert properties_of("FIRSTNAME", " e-mail\n address ", "hs_object_id", "\ufeffOwner", "Surname") == [
        "firstname", "email", "hs_object_id", "hubspot_owner_id", "lastname",
    ]  # fmt: skip


def test_columns_left_out_say_why_and_nameless_ones_are_passed_over() -> None:
    assert columns_of(["Email", "", "Shoe size", "email", " "], known_names(Project())) == (
        Column(0, "Email", "email"),
        Column(2, "Shoe size", note="There is no such property."),
        Column(3, "email", note="There is an earlier column for it."),
    )


def test_custom_properties_go_by_label_and_name_and_standard_ones_come_first() -> None:
    project = Project(
        custom_properties=(
            PropertyDefinition("seats", "Seats wanted", custom=True, id=1),
            PropertyDefinition("other_city", "City", custom=True, id=2),
            PropertyDefinition("boss", "Owner", custom=True, id=3),
        )
    )
    assert properties_of("seats WANTED", "city", "other_city", "owner", project=project) == [
        "seats", "city", "other_city", "boss",
    ]  # fmt: skip
