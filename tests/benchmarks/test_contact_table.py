"""The contacts' table with 1,000,000 contacts: first paint, filters, scrolling. Targets: 100 ms, 300 ms, 16 ms."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from core.model.contact import Contact
from core.model.filter import Condition, Filter, Operator
from core.model.project import Project
from core.model.sender import Sender
from core.services.contacts import ContactQuery
from core.services.workspace import Workspace
from gui.tables.data_table import DataTable
from gui.tables.paged import PagedTableModel
from gui.tabs.contact_columns import contact_columns
from gui.tabs.contact_rows import PAGE_ROWS
from gui.theme import ThemeManager
from gui.widgets.store import MemorySettings

CONTACTS = 1_000_000
_FIRST = ("Ana", "Bořek", "Żaneta", "Jan", "Mia", "Tom", "Zoë", "Petr", "Eva", "Łukasz", "Ida", "Noah")
_LAST = ("Novak", "Kowal", "Laine", "Becker", "Quist", "Ruiz", "Dvořák", "Wójcik", "Smith", "Ito", "Berg")
_STAGES = ("subscriber", "lead", "marketingqualifiedlead", "customer", "opportunity")


def people(count: int) -> Iterator[Contact]:
    """Give contacts whose values repeat as those of people do."""
    for n in range(1, count + 1):
        # Steps that share no factor with the lengths, so that the values do not march in line.
        first, last = _FIRST[n * 7 % 12], _LAST[n * 5 % 11]
        values = {
            "email": f"p{n}@c{n % 977}.example",
            "firstname": first,
            "lastname": last,
            "company": f"{last} {n * 31 % 9_973}",
            "city": ("Brno", "Oslo", "Porto")[n * 11 % 3],
            "lifecyclestage": _STAGES[n * 13 % 5],
            "hubspot_owner_id": n * 17 % 5 + 1,
            "createdate": 1_700_000_000 + n * 7_919 % 60_000_000,
        }
        yield Contact(n, MappingProxyType(values))


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Yield a workspace with a million contacts; making it takes some seconds."""
    path: Path = tmp_path_factory.mktemp("million") / "million.cadenza"
    project = Project(senders=tuple(Sender(n, f"Owner {n}") for n in range(1, 6)))
    Workspace.create(path, project, people(CONTACTS)).close()
    made = Workspace.open(path)
    yield made
    made.close()


def taken(work: Callable[[], Any]) -> float:
    """Give the milliseconds something takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def test_first_paint_and_scrolling(ws: Workspace, qapp: QApplication, ratios: Any) -> None:
    """From the question to painted rows, and every repaint of 200 screens all over the list."""
    view = DataTable(ThemeManager(qapp, "light"), "contacts", MemorySettings())
    view.resize(900, 700)

    def fetch(ids: Any) -> list[Contact | None]:
        by_id = {contact.id: contact for contact in ws.contacts.many(ids)}
        return [by_id.get(i) for i in ids]

    def open_table() -> None:
        model = PagedTableModel(contact_columns(ws.project), fetch, page_rows=PAGE_ROWS, parent=view)
        model.set_ids(ws.contacts.first(ContactQuery(sort="name"), 512) or ())
        view.setModel(model)
        view.grab()

    ratios.add("contacts' table, 1,000,000: first paint", f"{taken(open_table):.0f} ms", "<= 100 ms")
    model: Any = view.model()
    ids = ws.contacts.ids(ContactQuery(sort="name"))
    assert len(ids) == CONTACTS
    ratios.add("  the other rows take their places", f"{taken(lambda: model.grow(ids)):.1f} ms", "<= 16 ms")
    bar = view.verticalScrollBar()
    # As the window does after its first paint.
    gc.freeze()
    repaints, worked = [], []
    for step in range(200):
        bar.setValue(bar.maximum() * step // 200 if step % 2 else bar.value() + 3 * 32)
        began = time.thread_time()
        repaints.append(taken(view.viewport().grab))
        worked.append((time.thread_time() - began) * 1000)
    gc.unfreeze()
    repaints.sort()
    worked.sort()
    ratios.add("  a repaint while scrolling: median, worst of 200", f"{repaints[100]:.1f}, {repaints[-1]:.1f} ms",
               "<= 16 ms")  # fmt: skip
    # Where other programs run too, the clock tells of them.
    ratios.add("    of the processor", f"{worked[100]:.1f}, {worked[-1]:.1f} ms", "<= 16 ms")
    view.deleteLater()


CASES = {
    "stage is lead": Filter(((Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead",)),),)),
    "owner and stage, or city contains": Filter(
        (
            (
                Condition("hubspot_owner_id", Operator.IS_ANY_OF, (1, 2)),
                Condition("lifecyclestage", Operator.IS_NONE_OF, ("customer",)),
            ),
            (Condition("city", Operator.CONTAINS, ("bRN",)),),
        )
    ),
    "company contains": Filter(((Condition("company", Operator.CONTAINS, ("wójcik 12",)),),)),
    "email contains (too many values to keep short)": Filter(((Condition("email", Operator.CONTAINS, ("p12345",)),),)),
}


@pytest.mark.parametrize("name", CASES)
def test_filters(ws: Workspace, ratios: Any, name: str) -> None:
    """The first answer reads the columns, later ones do not; the unfiltered order is there, as in the window."""
    ws.contacts.ids(ContactQuery(sort="name"))
    query = ContactQuery(sort="name", filter=CASES[name])
    first = taken(lambda: ws.contacts.ids(query))
    again = min(taken(lambda: ws.contacts.ids(query)) for _ in range(3))
    plain = taken(lambda: ws.contacts.matching(CASES[name]))
    ratios.add(f"  filter: {name}", f"{again:.0f} ms (first {first:.0f}, plain {plain:.0f})", "<= 300 ms")


def test_orders(ws: Workspace, ratios: Any) -> None:
    """Sorting by any column is work for a job."""
    for sort in ("name", "email", "lifecyclestage", "company", "createdate"):
        first = taken(lambda sort=sort: ws.contacts.ids(ContactQuery(sort=sort)))  # type: ignore[misc]
        ratios.add(f"  sort by {sort}", f"{first:.0f} ms", "in a job")
    ratios.add("  search for a word", f"{taken(lambda: ws.contacts.ids(ContactQuery('zoë'))):.0f} ms", "<= 300 ms")
