"""State dots, empty states, split views, lists, labels and stores."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, QSettings, QStringListModel, Qt
from PySide6.QtGui import QEnterEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDateTimeEdit, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.bus import Bus, GoTo
from gui.theme import ThemeManager, Tone
from gui.widgets.dates import calm_calendar
from gui.widgets.empty import EmptyState
from gui.widgets.labels import button, hairline, label, surface, tool_button
from gui.widgets.lists import ListView
from gui.widgets.split import SplitView
from gui.widgets.state_dot import StateDot, paint_dot
from gui.widgets.store import MemorySettings, SettingsStore, int_list, text_list

# ---- state dots


def _shape(themes: ThemeManager, tone: Tone) -> frozenset[tuple[int, int]]:
    """The pixels that a mark covers."""
    image = QImage(20, 20, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_dot(painter, QRectF(0, 0, 20, 20), tone, themes.theme)
    painter.end()
    return frozenset((x, y) for x in range(20) for y in range(20) if image.pixelColor(x, y).alpha() > 127)


def test_no_two_states_have_the_same_shape(themes: ThemeManager) -> None:
    shapes = {tone: _shape(themes, tone) for tone in Tone}
    assert len(set(shapes.values())) == len(Tone)
    assert all(shapes.values())


def test_a_state_dot_tells_its_state_in_words(themes: ThemeManager, qtbot: QtBot) -> None:
    dot = StateDot(themes, Tone.DONE, "On")
    qtbot.addWidget(dot)
    dot.resize(10, 10)
    assert (dot.toolTip(), dot.accessibleName(), dot.tone()) == ("On", "On", Tone.DONE)
    assert dot.grab().toImage().pixelColor(5, 5) == themes.theme.done
    dot.set_state(Tone.BROKEN, "The sequence was deleted")
    assert dot.accessibleName() == "The sequence was deleted"
    themes.set_choice("dark")
    assert dot.grab().toImage().pixelColor(5, 5) == themes.theme.broken


# ---- empty states


def test_an_empty_state_says_what_to_do_and_offers_it(themes: ThemeManager, qtbot: QtBot) -> None:
    windows = len([widget for widget in QApplication.topLevelWidgets() if widget.isVisible()])
    empty = EmptyState(
        themes,
        icon="contacts",
        title="No contacts yet",
        sentence="Import a CSV file.",
        primary="Import",
        secondary="Add",
    )
    qtbot.addWidget(empty)
    assert len([widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]) == windows
    assert (empty.accessibleName(), empty.accessibleDescription()) == ("No contacts yet", "Import a CSV file.")
    empty.show()
    with qtbot.waitSignal(empty.primary_clicked):
        QTest.mouseClick(empty.primary_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(empty.secondary_clicked):
        QTest.mouseClick(empty.secondary_button, Qt.MouseButton.LeftButton)


def test_buttons_without_a_text_are_not_there(themes: ThemeManager, qtbot: QtBot) -> None:
    empty = EmptyState(themes, icon="log", title="No rehearsal yet", sentence="Press Rehearse.")
    qtbot.addWidget(empty)
    empty.show()
    assert not empty.primary_button.isVisible()
    assert not empty.secondary_button.isVisible()
    empty.set_texts("Nothing fits", "Clear the filter.")
    assert {"Nothing fits", "Clear the filter."} <= {text.text() for text in empty.findChildren(QLabel)}


def test_the_words_of_an_empty_state_stand_in_the_middle(themes: ThemeManager, qtbot: QtBot) -> None:
    empty = EmptyState(themes, icon="log", title="A title", sentence="A sentence.", primary="Go")
    qtbot.addWidget(empty)
    empty.resize(900, 400)
    empty.show()
    go = empty.primary_button
    assert go.mapTo(empty, go.rect().center()).x() == pytest.approx(450, abs=1)
    title = next(text for text in empty.findChildren(QLabel) if text.text() == "A title")
    assert title.mapTo(empty, title.rect().center()).x() == pytest.approx(450, abs=1)


# ---- split views


def _split(themes: ThemeManager, store: SettingsStore, qtbot: QtBot) -> SplitView:
    split = SplitView(themes, "test", store)
    qtbot.addWidget(split)
    split.add(QWidget(), 200)
    split.add(QWidget(), 600, stretch=1)
    split.resize(805, 100)
    return split


def test_a_split_view_begins_with_the_sizes_asked_for(
    themes: ThemeManager, settings: MemorySettings, qtbot: QtBot
) -> None:
    split = _split(themes, settings, qtbot)
    split.show()
    assert split.sizes() == [200, 600]


def test_a_split_view_remembers_where_it_was_dragged(
    themes: ThemeManager, settings: MemorySettings, qtbot: QtBot
) -> None:
    first = _split(themes, settings, qtbot)
    first.show()
    first.moveSplitter(300, 1)
    qtbot.waitUntil(lambda: settings.value("split/test") is not None)
    assert settings.value("split/test") == [300, 500]
    second = _split(themes, settings, qtbot)
    second.show()
    assert second.sizes() == [300, 500]


@pytest.mark.parametrize("kept", [[1, 2, 3], "nonsense", [0, 0], None, 7])
def test_sizes_that_do_not_fit_are_not_used(
    themes: ThemeManager, settings: MemorySettings, qtbot: QtBot, kept: object
) -> None:
    settings.setValue("split/test", kept)
    split = _split(themes, settings, qtbot)
    split.show()
    assert split.sizes() == [200, 600]


@pytest.mark.parametrize("orientation", list(Qt.Orientation))
def test_the_handle_is_a_hairline_that_can_be_grabbed(
    themes: ThemeManager, settings: MemorySettings, qtbot: QtBot, orientation: Qt.Orientation
) -> None:
    split = SplitView(themes, "test", settings, orientation)
    qtbot.addWidget(split)
    split.add(QWidget(), 100)
    split.add(QWidget(), 100)
    split.resize(205, 205)
    split.show()
    handle = split.handle(1)
    across = Qt.Orientation.Horizontal
    assert (handle.width() if orientation == across else handle.height()) == 5

    def colors() -> list[str]:
        image = handle.grab().toImage()
        return [image.pixelColor(*((n, 9) if orientation == across else (9, n))).name() for n in range(5)]

    theme = themes.theme
    assert colors() == [theme.surface.name()] * 2 + [theme.line.name()] + [theme.surface.name()] * 2
    here = QPointF(1, 1)
    QApplication.sendEvent(handle, QEnterEvent(here, here, here))
    assert colors()[2] == theme.focus.name()
    QApplication.sendEvent(handle, QEvent(QEvent.Type.Leave))
    assert colors()[2] == theme.line.name()


# ---- lists


def test_rows_of_a_list_do_not_lie_on_each_other(themes: ThemeManager, host: QWidget, qtbot: QtBot) -> None:
    model = QStringListModel(["Demo request", "After the meeting", "Webinar"])
    view = ListView("Workflows")
    view.setModel(model)
    page = QWidget(host)
    QVBoxLayout(page).addWidget(view)
    page.resize(300, 300)
    page.show()
    qtbot.waitUntil(lambda: view.visualRect(model.index(1, 0)).top() == 30)
    assert view.accessibleName() == "Workflows"


# ---- labels and buttons


def test_names_are_never_read_as_markup(qtbot: QtBot) -> None:
    made = label("<b>Ben</b> & Co")
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText
    go = button("Fix Ben & Co's inbox")
    qtbot.addWidget(go)
    assert go.text() == "Fix Ben && Co's inbox"


def test_kinds_reach_the_style_sheet(themes: ThemeManager, qtbot: QtBot) -> None:
    go = button("Rehearse", "primary", icon="play", themes=themes, tip="Play")
    qtbot.addWidget(go)
    go.resize(120, 32)
    assert go.grab().toImage().pixelColor(6, 16) == themes.theme.accent
    assert not go.icon().isNull()
    with pytest.raises(ValueError, match="an icon needs themes"):
        button("Rehearse", icon="play")


def test_icon_buttons_have_a_name(themes: ThemeManager, qtbot: QtBot) -> None:
    made = tool_button(themes, "pause", "Pause", kind="outlined")
    qtbot.addWidget(made)
    assert made.toolTip() == made.accessibleName() == "Pause"
    assert made.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_buttons_and_fields_are_32_high(themes: ThemeManager, qtbot: QtBot) -> None:
    for made in (
        button("Go"),
        button("Go", "primary"),
        tool_button(themes, "play", "Go", kind="outlined"),
        QLineEdit(),
    ):
        qtbot.addWidget(made)
        made.ensurePolished()
        assert made.sizeHint().height() == 32


def test_hairlines_are_one_pixel_of_line(themes: ThemeManager, qtbot: QtBot) -> None:
    flat, tall = hairline(), hairline(Qt.Orientation.Vertical)
    for made in (flat, tall):
        qtbot.addWidget(made)
    assert (flat.height(), tall.width()) == (1, 1)
    flat.resize(10, 1)
    assert flat.grab().toImage().pixelColor(5, 0) == themes.theme.line


def test_surfaces_have_their_ground(themes: ThemeManager, qtbot: QtBot) -> None:
    themes.set_choice("dark")
    for kind, color in (("window", "#15181d"), ("surface", "#1c2026"), ("raised", "#232830"), ("card", "#232830")):
        made = surface(kind)
        qtbot.addWidget(made)
        made.resize(40, 40)
        assert made.grab().toImage().pixelColor(20, 20).name() == color


def test_a_calendar_has_no_colours_of_its_own(themes: ThemeManager, qtbot: QtBot) -> None:
    field = QDateTimeEdit()
    qtbot.addWidget(field)
    calm_calendar(field)
    calendar = field.calendarWidget()
    assert field.calendarPopup()
    assert calendar.firstDayOfWeek() == Qt.DayOfWeek.Monday
    assert calendar.weekdayTextFormat(Qt.DayOfWeek.Sunday).foreground().style() == Qt.BrushStyle.NoBrush


# ---- stores


def test_real_settings_fit_where_widgets_want_a_store(tmp_path: Path) -> None:
    path = str(tmp_path / "settings.ini")
    store: SettingsStore = QSettings(path, QSettings.Format.IniFormat)
    store.setValue("sizes", [300, 500])
    store.setValue("one", ["name=120"])
    fresh: SettingsStore = QSettings(path, QSettings.Format.IniFormat)
    assert int_list(fresh.value("sizes", None)) == [300, 500]
    assert text_list(fresh.value("one", None)) == ["name=120"]
    assert fresh.value("missing", 7) == 7


@pytest.mark.parametrize(
    ("kept", "numbers", "texts"),
    [
        (["1", "2"], [1, 2], ["1", "2"]),
        ("5", [5], ["5"]),
        ("", [], []),
        (None, [], []),
        (["x"], [], ["x"]),
        (3, [3], []),
    ],
)
def test_lists_come_back_whatever_the_store_made_of_them(kept: object, numbers: list[int], texts: list[str]) -> None:
    assert int_list(kept) == numbers
    assert text_list(kept) == texts


# ---- the bus


def test_the_bus_carries_what_it_is_given(qtbot: QtBot) -> None:
    bus = Bus()
    goal = GoTo("workflow", 3, 12)
    with qtbot.waitSignal(bus.navigate) as told:
        bus.navigate.emit(goal)
    assert told.args == [goal]
    assert goal == GoTo(kind="workflow", id=3, sub=12)
    assert GoTo("contact", 5).sub is None


def test_a_low_empty_state_does_without_its_picture(themes: ThemeManager, qtbot: QtBot) -> None:
    empty = EmptyState(themes, icon="log", title="No rehearsal yet", sentence="Press Rehearse.", primary="Rehearse")
    qtbot.addWidget(empty)
    empty.show()
    picture = empty.findChildren(QLabel)[0]
    for height, seen in ((400, True), (150, False), (400, True)):
        empty.resize(500, height)
        assert picture.isVisible() is seen
        assert empty.rect().contains(empty.primary_button.geometry())
