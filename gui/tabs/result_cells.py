"""The two maps of the Results tab as cells: how full each sender's days are, and which sequence kept people out.

Not here: counting (``core.services.load_map``, ``results``), and drawing (``result_grid``).
"""

from __future__ import annotations

from textwrap import wrap

from core.model.instant import from_instant
from core.services.load_map import LoadCell
from core.services.results import Results
from gui import text
from gui.tabs.result_grid import Cells, GridCell
from gui.tabs.result_legend import Hatch, LegendItem
from gui.theme import Tone

NEARLY = 0.8
"""From this share of the limit on, a cell has the colour of what needs a look."""
_TITLE_CHARS = 17


def load_cells(results: Results) -> Cells:
    """Make the load map."""
    days = ["\n".join(text.day_lines(day)) for day in results.days]
    names = [name for _, name in results.senders]
    cells = [
        [_load_cell(results, name, day, cell) for day, cell in enumerate(row)]
        for name, row in zip(names, results.load, strict=True)
    ]
    divider = results.ahead if results.ahead < len(days) else 0
    return Cells(names, days, cells, ("", "Sender"), _load_legend(results, cells, divided=divider > 0), divider)


def window_words(results: Results) -> str:
    """Say in what time mails are counted for the limit, e.g. ``24 hours``."""
    return text.plural(results.hours, "hour") if results.hours else "calendar day"


def _load_legend(results: Results, cells: list[list[GridCell]], *, divided: bool) -> list[LegendItem]:
    """Explain the marks; those of hatching, pushing out and what is ahead only where there are any."""
    flat = [cell for row in cells for cell in row]
    span = f"Fullest {window_words(results)} that end that day" if results.hours else "That day"
    shown = [
        LegendItem("Mails that day / daily limit", "2/12"),
        LegendItem(f"{span}: under 80 % of the limit", tone=Tone.ACCENT, share=0.5),
        LegendItem("80 % or more", tone=Tone.SKIPPED, share=0.9),
        LegendItem("Limit reached", tone=Tone.BROKEN, share=1.0),
    ]
    if any("↷" in cell.text for cell in flat):
        shown.append(LegendItem("Somebody pushed out", "↷"))
    kinds = {cell.hatch for cell in flat}
    if Hatch.RISING in kinds:
        shown.append(LegendItem("No new enrollments", hatch=Hatch.RISING))
    if Hatch.FALLING in kinds:
        shown.append(LegendItem("No follow-ups", hatch=Hatch.FALLING))
    if Hatch.CROSSED in kinds:
        shown.append(LegendItem("Blocked: nothing can leave", hatch=Hatch.CROSSED))
    if divided:
        since = "After the rehearsal’s end" if results.is_whole else "After the instant shown"
        shown.append(LegendItem(f"{since}: planned follow-ups", "┃"))
    return shown


def _load_cell(results: Results, name: str, day: int, cell: LoadCell) -> GridCell:
    pushed = cell.skipped + cell.deferred
    said = f"{text.number(cell.used)}/{text.number(cell.limit)}" if cell.used else ""
    blocked = cell.blocked
    hatch = Hatch.CROSSED if blocked.whole else Hatch.NONE
    if not blocked.whole:
        hatch |= (Hatch.RISING if blocked.entries else Hatch.NONE) | (
            Hatch.FALLING if blocked.follow_ups else Hatch.NONE
        )
    # What the day before leaves behind is no load of a day on which nothing happens.
    share = cell.share if cell.used or pushed else 0.0
    tone = Tone.ACCENT if share < NEARLY else Tone.SKIPPED if share < 1 else Tone.BROKEN
    tip = "\n".join([f"{name}, {text.format_date(results.days[day])}", *_load_lines(results, cell)])
    shown = f"{said} ↷".strip() if pushed else said
    return GridCell(shown, min(share, 1.0), tone, hatch, ahead=day >= results.ahead, tip=tip)


def _load_lines(results: Results, cell: LoadCell) -> list[str]:
    lines = [f"{text.plural(cell.used, 'mail')} that day; the limit is {text.number(cell.limit)}"]
    if cell.planned:
        lines.append(f"{text.number(cell.planned)} of them still planned")
    if cell.others:
        lines.append(f"{text.number(cell.others)} of them by others in the mailbox")
    if results.hours and cell.fullest:
        until = text.format_time(from_instant(cell.until, results.zone), results.zone)
        share = f" ({text.percent(cell.fullest, cell.limit)})" if cell.limit else ""
        lines.append(
            f"Fullest {window_words(results)} that end that day: {text.number(cell.fullest)} of "
            f"{text.number(cell.limit)}{share}, until {until}"
        )
    if cell.skipped or cell.deferred:
        lines.append(f"{text.number(cell.skipped)} pushed out by the limit, {text.number(cell.deferred)} put off")
    if cell.skipped and results.hours and cell.fullest < cell.limit:
        lines.append(f"The limit also counts follow-ups promised within the same {window_words(results)}.")
    return [*lines, *cell.blocked.lines()]


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
    legend = [
        LegendItem("Enrollments kept out", text.number(most)),
        LegendItem("Bar: share of the largest number", tone=Tone.SKIPPED, share=0.7),
    ]
    titles = [two_lines(results.sequence_name(other)) for other in kept]
    return Cells([results.sequence_name(one) for one in wanted], titles, cells, ("Kept out by →", "Wanted ↓"), legend)


def two_lines(title: str) -> str:
    """Break a title between words into at most two lines; what is too long for them is cut where it is painted."""
    lines = wrap(title, _TITLE_CHARS, break_long_words=False)
    return "\n".join([*lines[:1], " ".join(lines[1:])]) if len(lines) > 1 else title
