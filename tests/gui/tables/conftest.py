"""A table of made-up log rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from gui.tables.paged import Column, PagedTableModel
from gui.theme import Tone


@dataclass(frozen=True)
class LogRow:
    """A made-up row; every third contact is skipped."""

    id: int

    @property
    def skipped(self) -> bool:
        return self.id % 3 == 0


class Source:
    """Gives rows and keeps what was asked for."""

    def __init__(self) -> None:
        self.asked: list[Sequence[int]] = []
        self.gone: set[int] = set()

    def fetch(self, ids: Sequence[int]) -> list[LogRow | None]:
        self.asked.append(ids)
        return [None if row_id in self.gone else LogRow(row_id) for row_id in ids]

    def fetch_living(self, ids: Sequence[int]) -> list[LogRow]:
        self.asked.append(ids)
        return [LogRow(row_id) for row_id in ids if row_id not in self.gone]


COLUMNS = (
    Column[LogRow]("contact", "Contact", lambda row: f"Contact {row.id}", width=150),
    Column[LogRow](
        "outcome",
        "Outcome",
        lambda row: "skipped" if row.skipped else "done",
        tone=lambda row: Tone.SKIPPED if row.skipped else Tone.DONE,
        tip=lambda row: f"Why {row.id}",
    ),
    Column[LogRow]("mails", "Mails", lambda row: str(row.id * 2), number=True, width=80),
    Column[LogRow]("detail", "Detail", lambda row: "line one\nline two", hidden=True, sortable=False),
)


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def model(source: Source) -> PagedTableModel[LogRow]:
    return PagedTableModel(COLUMNS, source.fetch, row_tone=lambda row: Tone.SKIPPED if row.skipped else None)
