"""What each page of the Results tab shows of the results: its table, and its map of cells.

Not here: the tab (``gui.tabs.results``), drawing (``result_grid``, ``result_plots``), counting.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from core.services.results import DayCounts, LoadCell, Results, Sums, day_number
from gui import text
from gui.tables.paged import Column
from gui.tabs.result_grid import GridCell
from gui.theme import Tone

Row: TypeAlias = tuple[str | int, ...]
"""One row of a page's table."""
Heading: TypeAlias = tuple[str, int]
"""A heading and the width of its column in pixels."""

PAGES: tuple[tuple[str, str], ...] = (
    ("load", "Sender load"), ("reasons", "Reasons"), ("days", "Over time"), ("collisions", "Collisions"),
    ("sequences", "Sequences"), ("senders", "Senders"),
)  # fmt: skip
"""Keys and titles of the pages."""
_NEARLY = 0.8
_SUMS: tuple[Heading, ...] = (
    ("Name", 190), ("Enrolled", 84), ("Skipped", 84), ("Mails", 76), ("Replies", 76), ("Meetings", 84), ("Left", 70),
    ("Finished", 84), ("Why skipped", 320),
)  # fmt: skip
HEADINGS: dict[str, tuple[Heading, ...]] = {
    "load": (("Contact", 116), ("What", 76), ("Time", 124), ("Sequence", 110)),
    "reasons": (("Reason", 200), ("Rows", 70), ("So far", 70)),
    "days": (("Day", 110), ("Enrolled", 76), ("Skipped", 76), ("Mails", 64), ("Planned", 76), ("Replies", 70),
             ("Meetings", 80)),
    "collisions": (("Wanted", 150), ("Kept out by", 150), ("Contacts", 80)),
    "sequences": _SUMS,
    "senders": _SUMS,
}  # fmt: skip


def columns_of(page: str) -> tuple[Column[Row], ...]:
    """Make the columns of a page's table."""

    def column(number: int, title: str, width: int) -> Column[Row]:
        def said(row: Row) -> str:
            value = row[number]
            return text.number(value) if isinstance(value, int) else value

        key = title.lower().replace(" ", "_")
        is_number = page != "load" and title not in _WORDS
        return Column(key, title, said, width=width, number=is_number, sortable=False, tip=said)

    return tuple(column(number, title, width) for number, (title, width) in enumerate(HEADINGS[page]))


_WORDS = frozenset({"Name", "Reason", "Day", "Wanted", "Kept out by", "Why skipped", "So far"})


def rows_of(page: str, results: Results) -> list[Row]:
    """Give the rows of a page's table; those of the load map belong to the cell that is chosen."""
    match page:
        case "reasons":
            return _reasons(results)
        case "days":
            return [_day(day) for day in results.per_day]
        case "collisions":
            found = sorted(results.collisions.items(), key=lambda pair: (-pair[1], pair[0]))
            return [(results.sequence_name(a), results.sequence_name(b), n) for (a, b), n in found]
        case "sequences":
            return [_sums(sums) for sums in results.sequences]
        case "senders":
            return [_sums(sums) for sums in results.by_sender]
    return []


def _reasons(results: Results) -> list[Row]:
    whole, so_far = sum(count for _, count in results.reasons), 0
    rows: list[Row] = []
    for reason, count in results.reasons:
        so_far += count
        rows.append((reason.title, count, text.percent(so_far, whole)))
    return rows


def _day(day: DayCounts) -> Row:
    return (
        text.format_date(day.day), day.enrolled, day.skipped, day.mails, day.planned, day.replies, day.meetings
    )  # fmt: skip


def _sums(sums: Sums) -> Row:
    why = ", ".join(f"{reason.title} {text.number(count)}" for reason, count in sums.reasons)
    return (sums.name, sums.enrolled, sums.skipped, sums.mails, sums.replies, sums.meetings, sums.left, sums.finished,
            why)  # fmt: skip


def load_rows(results: Results) -> list[Row]:
    """Give the load map as a table, for files: sender, day and the numbers of each cell."""
    return [
        (name, day.isoformat(), cell.used, cell.limit, cell.sent, cell.planned, cell.others, cell.skipped,
         cell.deferred, cell.blocked)
        for (_, name), cells in zip(results.senders, results.load, strict=True)
        for day, cell in zip(results.days, cells, strict=True)
    ]  # fmt: skip


LOAD_HEADINGS = ("sender", "day", "used", "limit", "sent", "planned", "others", "skipped", "deferred", "blocked")
"""Headings of ``load_rows``."""

Cells: TypeAlias = tuple[list[str], list[str], Sequence[Sequence[GridCell]]]
"""Titles of rows and columns, and the cells."""


def load_cells(results: Results) -> Cells:
    """Make the load map."""
    now = day_number(results)
    days = ["\n".join(text.day_lines(day)) for day in results.days]
    cells = [
        [
            _load_cell(name, day, cell, ahead=number > now)
            for number, (day, cell) in enumerate(zip(days, row, strict=True))
        ]
        for (_, name), row in zip(results.senders, results.load, strict=True)
    ]
    return [name for _, name in results.senders], days, cells


def _load_cell(name: str, day: str, cell: LoadCell, *, ahead: bool) -> GridCell:
    share = cell.used / cell.limit if cell.limit else float(cell.used > 0)
    tone = Tone.ACCENT if share < _NEARLY else Tone.SKIPPED if share < 1 else Tone.BROKEN
    pushed = cell.skipped + cell.deferred
    lines = [f"{name}, {day.replace(chr(10), ' ')}: {text.number(cell.used)} of {text.number(cell.limit)} mails"]
    if cell.planned:
        lines.append(f"{text.number(cell.planned)} of them still planned")
    if cell.others:
        lines.append(f"{text.number(cell.others)} of them by others in the mailbox")
    if pushed:
        lines.append(f"{text.number(cell.skipped)} pushed out by the limit, {text.number(cell.deferred)} put off")
        lines.append("The limit also counts follow-ups promised within the same 24 hours.")
    lines += [cell.blocked] if cell.blocked else []
    said = f"{cell.used}/{cell.limit}" if cell.used else ""
    return GridCell(f"{said} ↷" if pushed else said, min(share, 1), tone, bool(cell.blocked), ahead, "\n".join(lines))


def collision_pairs(results: Results) -> tuple[list[int], list[int]]:
    """Give the sequences that were wanted and those that kept people out, as rows and columns of the map."""
    wanted = sorted({pair[0] for pair in results.collisions}, key=results.sequence_name)
    kept = sorted({pair[1] for pair in results.collisions}, key=results.sequence_name)
    return wanted, kept


def collision_cells(results: Results) -> Cells:
    """Make the map of which sequence kept people out of which."""
    wanted, kept = collision_pairs(results)
    most = max(results.collisions.values(), default=1)
    cells = []
    for one in wanted:
        line = []
        for other in kept:
            count = results.collisions.get((one, other), 0)
            who = f"{text.plural(count, 'enrollment')} in {results.sequence_name(one)}"
            tip = f"{who} kept out by {results.sequence_name(other)}"
            line.append(GridCell(text.number(count) if count else "", count / most, Tone.SKIPPED, tip=tip))
        cells.append(line)
    names = results.sequence_name
    return [names(one) for one in wanted], [names(other) for other in kept], cells
