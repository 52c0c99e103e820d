"""What the plots with axes show: reasons as a Pareto, and what happens on each day.

Not here: drawing (``gui.tabs.result_chart``), and the maps of cells (``result_grid``).
"""

from __future__ import annotations

from core.model.reason import Severity
from core.services.results import Results
from gui import text
from gui.tabs.result_chart import Drawing, Series

_SATURDAY = 5
_SEVERITIES = (
    (Severity.BROKEN, "Broken", "broken"), (Severity.NEEDS_ACTION, "Needs action", "skipped"),
    (Severity.BY_DESIGN, "By design", "muted"),
)  # fmt: skip
"""The bars of the reasons are coloured as the status bar colours them."""


def pareto(results: Results) -> Drawing:
    """Make bars of the reasons, the most frequent on top, with the line of their sums in percent."""
    listed = results.reasons
    whole = sum(count for _, count in listed)
    sums = [sum(count for _, count in listed[: n + 1]) for n in range(len(listed))]
    tips = [
        f"{reason.title}: {text.plural(count, 'row')} ({text.percent(count, whole, fine=True)}), "
        f"{reason.severity.value}\n"
        f"With those above it: {text.number(so_far)} ({text.percent(so_far, whole, fine=True)})"
        for (reason, count), so_far in zip(listed, sums, strict=True)
    ]
    bars = [
        Series(words, [count if reason.severity is severity else 0 for reason, count in listed], role)
        for severity, words, role in _SEVERITIES
        if any(reason.severity is severity for reason, _ in listed)
    ]
    shares = [100 * so_far / whole for so_far in sums]
    line = Series("With those above, in %", shares, "accent", line=True, percent=True)
    unit = "Rows skipped, put off or failed"
    return Drawing([reason.title for reason, _ in listed], tips, (*bars, line), unit, "% of these rows")


def over_time(results: Results) -> Drawing:
    """Make bars of the mails of every day, with lines of enrollments and skips."""
    days, tips = results.per_day, []
    for day in days:
        lines = [
            f"{' '.join(text.day_lines(day.day))} {day.day.year}: {text.plural(day.mails, 'mail')} sent, "
            f"{text.number(day.planned)} planned",
            f"{text.number(day.enrolled)} enrolled, {text.number(day.skipped)} skipped",
        ]
        if day.replies or day.meetings:
            lines.append(f"{text.plural(day.replies, 'reply')}, {text.plural(day.meetings, 'meeting')} booked")
        tips.append("\n".join(lines))
    series = (
        Series("Mails sent", [day.mails for day in days], "accent"),
        Series("Mails planned", [day.planned for day in days], "waiting"),
        # Nobody knows yet who will be enrolled or skipped: only mails are planned.
        Series("Enrolled", [day.enrolled for day in days[: results.ahead]], "done", line=True),
        Series("Skipped", [day.skipped for day in days[: results.ahead]], "skipped", line=True),
    )
    return Drawing(
        [text.day_lines(day.day)[1] for day in days], tips, series, "Number on each day", "Day",
        frozenset(number for number, day in enumerate(days) if day.day.weekday() >= _SATURDAY),
        results.ahead if results.ahead < len(days) else 0,
    )  # fmt: skip
