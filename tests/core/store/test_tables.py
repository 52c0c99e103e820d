from __future__ import annotations

from core.model.contact import STANDARD_NAMES
from core.model.trace import TraceEvent
from core.store.tables import APPLICATION_ID, TABLES, ContactTable, EventTable


def test_every_standard_property_has_a_column_in_the_order_of_the_forms() -> None:
    columns = list(ContactTable._meta.columns)
    assert columns == ["id", *STANDARD_NAMES, "extra", "email_key", "name_key"]


def test_the_log_has_the_columns_of_a_trace_row_in_its_order() -> None:
    assert list(EventTable._meta.columns) == ["id", *TraceEvent._fields]


def test_no_model_is_tied_to_a_database() -> None:
    assert [table for table in TABLES if table._meta.database is not None] == []


def test_the_application_id_spells_cdnz() -> None:
    assert APPLICATION_ID.to_bytes(4, "big") == b"CDNZ"
