"""What each page of the Results tab is called, and what its table holds: words to read, values to sort and to export.

Not here: the tab (``gui.tabs.results``), the maps of cells (``result_cells``), plots (``result_plots``), counting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from core.model.instant import from_instant
from core.services.load_map import Member
from core.services.results import DayCounts, Results, Sums
from gui import text
from gui.tables.paged import Column
from gui.theme import Tone


class Datum(NamedTuple):
    """One cell of a table.

    Attributes:
        text: What is read.
        raw: What rows are sorted by and files hold; all of one column are of one type.
        tone: Its tone; ``None`` for none.
    """

    text: str
    raw: str | int | float
    tone: Tone | None = None


Row: TypeAlias = tuple[Datum, ...]
"""One row of a page's table."""


class Heading(NamedTuple):
    """A column of a page's table: its title, its width in pixels, whether it holds numbers."""

    title: str
    width: int
    number: bool = False


PAGES: tuple[tuple[str, str], ...] = (
    ("load", "Sender load"), ("reasons", "Reasons"), ("days", "Over time"), ("collisions", "Collisions"),
    ("sequences", "Sequences"), ("senders", "Senders"),
)  # fmt: skip
"""Keys and titles of the pages."""
PLOTS: Mapping[str, str] = {
    "load": "Mails of each sender on each day, beside the daily limit",
    "reasons": "Why contacts were skipped, put off or failed: Pareto chart",
    "days": "Mails, enrollments and skips on each day",
    "collisions": "Which sequence kept people out of which",
}
"""What the picture of a page is called."""
EMPTY: Mapping[str, tuple[str, str]] = {
    "load": ("No senders", "This rehearsal had nobody to send mails. Add users under Senders, then rehearse."),
    "reasons": ("Nothing was skipped", "Until the instant shown, every contact got what its cards do."),
    "collisions": ("No collisions", "Until the instant shown, no sequence kept a contact out of another one."),
    "sequences": ("No sequences", "This rehearsal had no sequence to enroll anybody in."),
    "senders": ("No senders", "This rehearsal had nobody to send mails. Add users under Senders, then rehearse."),
}
"""What is said of a page that has nothing to show: title and sentence."""
_SUMS: tuple[Heading, ...] = (
    Heading("Name", 190), Heading("Enrolled", 96, True), Heading("Skipped", 96, True), Heading("Mails", 84, True),
    Heading("Replies", 88, True), Heading("Meetings", 98, True), Heading("Left early", 96, True),
    Heading("Finished", 96, True), Heading("Why skipped", 320),
)  # fmt: skip
HEADINGS: Mapping[str, tuple[Heading, ...]] = {
    "load": (Heading("Contact", 110), Heading("What", 104), Heading("Time", 124), Heading("Sequence", 110)),
    "reasons": (Heading("Reason", 200), Heading("Rows", 76, True), Heading("So far", 84, True)),
    "days": (
        Heading("Day", 100), Heading("Enrolled", 92, True), Heading("Skipped", 90, True), Heading("Mails", 76, True),
        Heading("Planned", 90, True), Heading("Replies", 84, True), Heading("Meetings", 96, True),
    ),
    "collisions": (Heading("Wanted", 150), Heading("Kept out by", 150), Heading("Enrollments", 110, True)),
    "sequences": _SUMS,
    "senders": _SUMS,
}  # fmt: skip
_WHAT = {
    "sent": ("Sent", Tone.DONE), "planned": ("Planned", Tone.WAITING), "skipped": ("Pushed out", Tone.SKIPPED),
    "deferred": ("Put off", Tone.WAITING),
}  # fmt: skip


def columns_of(page: str) -> tuple[Column[Row], ...]:
    """Make the columns of a page's table."""
    return tuple(_column(number, heading) for number, heading in enumerate(HEADINGS[page]))


def _column(number: int, heading: Heading) -> Column[Row]:
    def said(row: Row) -> str:
        return row[number].text

    key = heading.title.lower().replace(" ", "_")
    return Column(
        key, heading.title, said, tone=lambda row: row[number].tone, width=heading.width, number=heading.number,
        tip=said, grows=number == 0,
    )  # fmt: skip


def words(value: str) -> Datum:
    """Make a cell of words, which are sorted without minding capitals."""
    return Datum(value, value)


def count(value: int) -> Datum:
    """Make a cell of a whole number."""
    return Datum(text.number(value), value)


def rows_of(page: str, results: Results) -> list[Row]:
    """Give the rows of a page's table; those of the load map belong to the cell that is chosen."""
    match page:
        case "reasons":
            return _reasons(results)
        case "days":
            return [_day(day) for day in results.per_day]
        case "collisions":
            name = results.sequence_name
            found = sorted(results.collisions.items(), key=lambda pair: (-pair[1], pair[0]))
            return [(words(name(a)), words(name(b)), count(number)) for (a, b), number in found]
        case "sequences":
            return [_sums(sums) for sums in results.sequences]
        case "senders":
            return [_sums(sums) for sums in results.by_sender]
    return []


def collision_at(results: Results, number: int) -> tuple[int, int]:
    """Give the pair of sequences that a row of the collisions' table tells of: the wanted one, the one they were in."""
    return sorted(results.collisions.items(), key=lambda pair: (-pair[1], pair[0]))[number][0]


def _reasons(results: Results) -> list[Row]:
    whole, so_far = sum(number for _, number in results.reasons), 0
    rows: list[Row] = []
    for reason, number in results.reasons:
        so_far += number
        rows.append(
            (
                words(reason.title),
                count(number),
                Datum(text.percent(so_far, whole, fine=True), round(so_far / whole, 4)),
            )
        )
    return rows


def _day(day: DayCounts) -> Row:
    numbers = (day.enrolled, day.skipped, day.mails, day.planned, day.replies, day.meetings)
    return (Datum(text.format_date(day.day), day.day.isoformat()), *(count(number) for number in numbers))


def _sums(sums: Sums) -> Row:
    why = ", ".join(f"{reason.title} ({text.number(number)})" for reason, number in sums.reasons)
    numbers = (sums.enrolled, sums.skipped, sums.mails, sums.replies, sums.meetings, sums.left, sums.finished)
    return (words(sums.name), *(count(number) for number in numbers), words(why))


def member_rows(results: Results, members: Iterable[Member], names: Mapping[int, str]) -> list[Row]:
    """Make the rows of those who are in a cell of the load map, or were pushed out of it."""
    rows: list[Row] = []
    for member in members:
        what, tone = _WHAT[member.what]
        when = from_instant(member.time, results.zone)
        sequence = results.sequence_name(member.sequence)
        step = f"Mail {member.step} · {sequence}" if member.step else sequence
        rows.append(
            (words(names.get(member.contact, f"Contact {member.contact}")), Datum(what, what, tone),
             Datum(text.format_short(when, results.zone), when.isoformat()), words(step))
        )  # fmt: skip
    return rows


def load_rows(results: Results) -> list[tuple[str | int, ...]]:
    """Give the load map as a table, for files: sender, day and the numbers of each cell."""
    return [
        (name, day.isoformat(), cell.used, cell.limit, cell.fullest,
         from_instant(cell.until, results.zone).isoformat() if cell.until else "", cell.sent, cell.planned,
         cell.others, cell.skipped, cell.deferred, "yes" if cell.blocked.whole else "", cell.blocked.entries,
         cell.blocked.follow_ups, cell.blocked.part)
        for (_, name), cells in zip(results.senders, results.load, strict=True)
        for day, cell in zip(results.days, cells, strict=True)
    ]  # fmt: skip


LOAD_HEADINGS = (
    "sender", "day", "mails", "daily limit", "fullest window", "window ends", "sent", "planned", "by others",
    "pushed out", "put off", "blocked", "no new enrollments", "no follow-ups", "part of the day",
)  # fmt: skip
"""Headings of ``load_rows``."""
