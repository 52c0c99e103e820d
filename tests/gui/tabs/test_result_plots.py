"""The plot of reasons: colours by severity, numbers that no line crosses; hatching that is seen on either ground."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.model.reason import Reason
from core.services.results import Results
from gui.tabs.result_chart import Chart, Drawing
from gui.tabs.result_legend import Hatch, paint_hatch
from gui.tabs.result_pages import rows_of
from gui.tabs.result_plots import pareto
from gui.theme import ThemeManager
from gui.theme_style import number_font, small_font
from tests.gui.test_contrast import luminance

HUGE = ((Reason.DAILY_LIMIT_REACHED, 9_700), (Reason.SEQUENCE_DELETED, 200), (Reason.ACTION_OFF, 99),
        (Reason.OWNER_EMPTY, 1))  # fmt: skip


def results_with(*reasons: tuple[Reason, int]) -> Results:
    """Returns results of which only the reasons are asked for."""
    return cast(Results, SimpleNamespace(reasons=reasons))


def chart_of(themes: ThemeManager, qtbot: QtBot, drawing: Drawing) -> Chart:
    chart = Chart(themes, across=True)
    qtbot.addWidget(chart)
    chart.resize(760, 420)
    chart.show_drawing(drawing)
    return chart


def metrics_of(chart: Chart) -> QFontMetrics:
    return QFontMetrics(small_font(number_font(chart.font())))


def test_bars_are_coloured_by_what_they_ask_of_a_person() -> None:
    shown = pareto(results_with(*HUGE))
    assert [(s.name, s.role, list(s.values)) for s in shown.series[:-1]] == [
        ("Broken", "broken", [0, 200, 0, 0]),
        ("Needs action", "skipped", [9_700, 0, 0, 1]),
        ("By design", "muted", [0, 0, 99, 0]),
    ]
    assert shown.unit == "Rows skipped, put off or failed"
    assert shown.tips[1] == "Sequence deleted: 200 rows (2 %), broken\nWith those above it: 9,900 (99.0 %)"
    # What does not occur has no place in the legend.
    assert [s.name for s in pareto(results_with(HUGE[1])).series] == ["Broken", "With those above, in %"]


def test_sums_close_to_all_can_be_told_apart() -> None:
    assert [row[2].text for row in rows_of("reasons", results_with(*HUGE))] == ["97.0 %", "99.0 %", ">99.9 %", "100 %"]


def test_the_number_of_a_huge_bar_stands_within_it(themes: ThemeManager, qtbot: QtBot, qapp: QApplication) -> None:
    chart = chart_of(themes, qtbot, pareto(results_with(*HUGE)))
    metrics = metrics_of(chart)
    box, inside = chart.value_box(0, 9_700, metrics)
    assert inside
    assert chart.band(0).left() <= box.left() < box.right() <= chart.band(0).right()
    # No line runs through any number: the sums go down at the right of all of them.
    for number, (_, count) in enumerate(HUGE):
        box, inside = chart.value_box(number, count, metrics)
        assert inside == (number == 0)
        assert all(not low <= box.right() or not box.left() <= high for low, high in chart._line_in(number))


def test_numbers_of_even_bars_stay_behind_them(themes: ThemeManager, qtbot: QtBot) -> None:
    """Three alike: the line goes from a third to all, the bars end where the axis does or before."""
    even = [(reason, 90) for reason, _ in HUGE[:3]]
    chart = chart_of(themes, qtbot, pareto(results_with(*even)))
    assert [chart.value_box(number, 90, metrics_of(chart))[1] for number in (0, 1)] == [False, False]


@pytest.mark.parametrize(("theme", "least"), [("light", 1.5), ("dark", 3.0)])
def test_hatching_is_seen_on_its_ground(themes: ThemeManager, theme: str, least: float) -> None:
    themes.set_choice(theme)
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(themes.theme.window)
    painter = QPainter(image)
    paint_hatch(painter, QRect(0, 0, 40, 30), Hatch.RISING, themes.theme)
    painter.end()
    ground = luminance(themes.theme.window)
    light = [luminance(QColor(image.pixelColor(x, 15))) for x in range(40)]
    strongest = max((max(one, ground) + 0.05) / (min(one, ground) + 0.05) for one in light)
    assert strongest >= least
