"""All that the pages of the Results tab show of one count: made by the job that counts, so that the window only paints.

Not here: counting (``core.services.results``), and what a page shows (``result_pages``, ``result_cells``,
``result_plots``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.services.results import Results
from gui.tabs.result_cells import collision_cells, load_cells
from gui.tabs.result_chart import Drawing
from gui.tabs.result_grid import Cells
from gui.tabs.result_pages import PAGES, Row, rows_of
from gui.tabs.result_plots import over_time, pareto


@dataclass(frozen=True)
class Shown:
    """What is shown.

    Attributes:
        results: The count.
        load: The load map.
        collisions: The map of collisions.
        reasons: The Pareto of reasons.
        days: The plot of days.
        rows: Page to the rows of its table; those of the load map belong to the cell that is chosen.
    """

    results: Results
    load: Cells
    collisions: Cells
    reasons: Drawing
    days: Drawing
    rows: Mapping[str, Sequence[Row]]

    def is_empty(self, page: str) -> bool:
        """Say whether a page has nothing to show."""
        return not (self.load.rows if page == "load" else self.rows[page])


def shown_of(results: Results) -> Shown:
    """Make all that is shown; some 100 ms for hundreds of senders, so work for a job."""
    return Shown(
        results, load_cells(results), collision_cells(results), pareto(results), over_time(results),
        {page: rows_of(page, results) for page, _ in PAGES},
    )  # fmt: skip
