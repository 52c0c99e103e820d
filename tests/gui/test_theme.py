"""Themes: their files, their contrast, and the manager that puts them on the application."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gui.icons import app_icon
from gui.theme import ROLES, Theme, ThemeError, ThemeManager, Tone, load_theme
from gui.theme_style import number_font, palette_of, restyle
from resources import resource_path

_GROUNDS = ("window", "surface", "raised")
_WORDS = ("text", "muted", "accent", "done", "skipped", "broken", "waiting")
_SOFT = ("accent_soft", "done_soft", "skipped_soft", "broken_soft", "waiting_soft", "muted_soft")


def _luminance(color: QColor) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [part / 255 for part in (color.red(), color.green(), color.blue())]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(first: QColor, second: QColor) -> float:
    """WCAG 2.2, contrast ratio."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=["light", "dark"])
def shipped(request: pytest.FixtureRequest) -> Theme:
    return load_theme(resource_path("themes", f"{request.param}.toml"))


@pytest.fixture
def own_themes(themes: ThemeManager, qapp: QApplication) -> Iterator[ThemeManager]:
    """A manager of the test's own; the session's one takes the application back afterwards."""
    manager = ThemeManager(qapp, "system")
    yield manager
    qapp.setStyleSheet("")
    manager.deleteLater()
    themes.set_choice("light")
    themes.apply()


def test_contrast_is_computed_as_wcag_does() -> None:
    assert _contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21.0)
    assert _contrast(QColor("#767676"), QColor("#ffffff")) == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("ground", [*_GROUNDS, "hover", "accent_soft"])
def test_words_can_be_read_on_every_ground_that_is_under_them(shipped: Theme, ground: str) -> None:
    poor = {word: _contrast(shipped.color(word), shipped.color(ground)) for word in _WORDS}
    assert {word: round(ratio, 2) for word, ratio in poor.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("tone", list(Tone))
def test_tones_can_be_read_on_their_soft_ground(shipped: Theme, tone: Tone) -> None:
    assert _contrast(shipped.tone(tone), shipped.tone_soft(tone)) >= 4.5


@pytest.mark.parametrize("word", ["text", "muted", "accent"])
@pytest.mark.parametrize("ground", _SOFT)
def test_plain_words_and_links_can_be_read_on_soft_grounds(shipped: Theme, word: str, ground: str) -> None:
    assert _contrast(shipped.color(word), shipped.color(ground)) >= 4.5


@pytest.mark.parametrize(
    ("word", "ground"),
    [
        ("on_accent", "accent"),
        ("on_accent", "accent_hover"),
        ("on_done", "done"),
        ("on_broken", "broken"),
        ("on_broken", "broken_hover"),
        ("on_skipped", "skipped"),
        ("on_waiting", "waiting"),
        ("on_muted", "muted"),
        ("text", "pressed"),
        ("text", "selection"),
    ],
)
def test_words_on_fills_can_be_read(shipped: Theme, word: str, ground: str) -> None:
    assert _contrast(shipped.color(word), shipped.color(ground)) >= 4.5


@pytest.mark.parametrize("role", ["focus", "outline"])
@pytest.mark.parametrize("ground", _GROUNDS)
def test_focus_rings_and_check_boxes_stand_out(shipped: Theme, role: str, ground: str) -> None:
    assert _contrast(shipped.color(role), shipped.color(ground)) >= 3.0


def test_roles_of_the_drawings_are_kept(shipped: Theme) -> None:
    drawn = {"light": ("#f5f6f8", "#2f5bd7", "#1f2933"), "dark": ("#15181d", "#8aa8ff", "#e6e9ee")}[shipped.name]
    assert (shipped.window.name(), shipped.accent.name(), shipped.text.name()) == drawn
    assert shipped.is_dark == (shipped.name == "dark")


def _written(folder: Path, change: str, to: str) -> Path:
    """The light theme with one piece of its text replaced."""
    text = resource_path("themes", "light.toml").read_text(encoding="utf-8")
    assert change in text
    path = folder / "mine.toml"
    path.write_text(text.replace(change, to), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "to", "says"),
    [
        ('muted = "#5b6774"', "", "these roles have no colour: muted."),
        ('muted = "#5b6774"', 'muted = "#5b6774"\nglow = "#ffffff"', "these roles are not known: glow."),
        ('muted = "#5b6774"', 'muted = "grey"', "muted is 'grey', but a colour is written #rrggbb."),
        ('muted = "#5b6774"', "muted = 5", "muted is 5, but a colour is written #rrggbb."),
        ("dark = false", 'dark = "no"', "it needs name (text), title (text) and dark (true or false)."),
        ("[roles]", "[colours]", "it has no [roles] table."),
        ("[roles]", "[roles", "the file is not valid TOML"),
    ],
)
def test_a_theme_that_cannot_be_used_says_why(tmp_path: Path, change: str, to: str, says: str) -> None:
    with pytest.raises(ThemeError, match=re.escape(f"mine.toml: {says}")):
        load_theme(_written(tmp_path, change, to))


def test_a_theme_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match=r"gone\.toml: the file cannot be read \(No such file"):
        load_theme(tmp_path / "gone.toml")


def test_color_refuses_what_is_no_role(theme: Theme) -> None:
    assert theme.color("accent") == QColor("#2f5bd7")
    for name in ("name", "glow", "tone"):
        with pytest.raises(KeyError):
            theme.color(name)


def test_every_tone_has_its_colours_and_outcomes_have_signs(theme: Theme) -> None:
    assert theme.tone(Tone.SKIPPED).name() == "#9a5b00"
    assert theme.tone_soft(Tone.SKIPPED).name() == "#fdf0db"
    assert [tone.sign for tone in (Tone.DONE, Tone.SKIPPED, Tone.BROKEN, Tone.WAITING)] == ["✓", "↷", "✕", "…"]


def test_choice_switches_the_whole_application(own_themes: ThemeManager, qapp: QApplication, qtbot: QtBot) -> None:
    own_themes.set_choice("light")
    with qtbot.waitSignal(own_themes.changed) as told:
        own_themes.set_choice("dark")
    assert told.args is not None
    assert told.args[0] is own_themes.theme
    assert own_themes.theme.name == "dark"
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == "#15181d"
    assert "#15181d" in qapp.styleSheet()
    assert "#f5f6f8" not in qapp.styleSheet()


def test_the_same_choice_again_tells_nothing(own_themes: ThemeManager, qtbot: QtBot) -> None:
    own_themes.set_choice("dark")
    with qtbot.assertNotEmitted(own_themes.changed):
        own_themes.set_choice("dark")


def test_system_choice_is_light_where_the_system_says_nothing(own_themes: ThemeManager) -> None:
    assert own_themes.choice == "system"
    assert own_themes.theme.name == "light"


def test_system_choice_follows_the_system(
    own_themes: ThemeManager, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Hints:
        def colorScheme(self) -> Qt.ColorScheme:
            return Qt.ColorScheme.Dark

    # Without a screen Qt has no system scheme to change, so the application answers for it.
    monkeypatch.setattr(own_themes, "_app", _Speaking(qapp, Hints()))
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert own_themes.theme.name == "dark"


class _Speaking:
    """The application, but with style hints of the test's own."""

    def __init__(self, app: QApplication, hints: object) -> None:
        self._app = app
        self._hints = hints

    def styleHints(self) -> object:
        return self._hints

    def __getattr__(self, name: str) -> object:
        return getattr(self._app, name)


def test_a_fixed_choice_does_not_follow_the_system(own_themes: ThemeManager, qapp: QApplication) -> None:
    own_themes.set_choice("dark")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert own_themes.theme.name == "dark"


def test_an_unknown_choice_is_refused(own_themes: ThemeManager) -> None:
    with pytest.raises(ValueError, match="'blue' is no theme choice; it is one of system, light, dark"):
        own_themes.set_choice("blue")


def test_the_style_sheet_leaves_no_name_open_and_every_image_is_there(themes: ThemeManager, qapp: QApplication) -> None:
    for choice in ("light", "dark"):
        themes.set_choice(choice)
        sheet = qapp.styleSheet()
        assert "$" not in sheet
        images = re.findall(r'url\("([^"]+)"\)', sheet)
        assert len(images) > 10
        assert [image for image in images if not Path(image).is_file()] == []


def test_the_style_template_has_no_colour_of_its_own() -> None:
    template = resource_path("themes", "style.qss").read_text(encoding="utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", template) == []


def test_the_palette_greys_what_is_disabled(theme: Theme) -> None:
    palette = palette_of(theme)
    assert palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text) == theme.text
    assert palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == theme.disabled


def test_text_is_13_pixels_and_figures_have_one_width(themes: ThemeManager, qapp: QApplication) -> None:
    font = qapp.font()
    assert font.pixelSize() == 13
    assert QFont.Tag("tnum") in number_font(font).featureTags()


def test_restyle_makes_a_changed_property_count(themes: ThemeManager, qtbot: QtBot) -> None:
    button = QPushButton("Delete")
    qtbot.addWidget(button)
    button.resize(100, 32)
    button.show()
    before = button.grab().toImage().pixelColor(6, 16)
    button.setProperty("kind", "danger")
    restyle(button)
    after = button.grab().toImage().pixelColor(6, 16)
    assert before == themes.theme.raised
    assert after == themes.theme.broken


# ---- icons


def _is_ink(themes: ThemeManager, name: str, role: str, size: int = 24, dpr: float = 1.0) -> bool:
    """Whether something is drawn and all that is drawn fully has the role's colour; blending may round by one."""
    image = themes.icons.pixmap(name, role, size, dpr).toImage()
    wanted = themes.theme.color(role)
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    drawn = [pixel for pixel in pixels if pixel.alpha() == 255]
    off = (
        max(abs(p.red() - wanted.red()), abs(p.green() - wanted.green()), abs(p.blue() - wanted.blue())) for p in drawn
    )
    return bool(drawn) and max(off) <= 1


def test_every_icon_is_drawn_in_its_role(themes: ThemeManager) -> None:
    names = [name for name in themes.icons.names() if name != "cadenza"]
    assert len(names) > 60
    assert [name for name in names if not _is_ink(themes, name, "broken")] == []


def test_icons_are_drawn_anew_for_dense_screens(themes: ThemeManager) -> None:
    pixmap = themes.icons.pixmap("enroll", "text", 16, 2.0)
    assert pixmap.size() == QSize(32, 32)
    assert pixmap.devicePixelRatio() == 2.0
    assert _is_ink(themes, "enroll", "text", 16, 2.0)


def test_icons_are_kept(themes: ThemeManager) -> None:
    assert themes.icons.icon("play") is themes.icons.icon("play")
    assert themes.icons.icon("play") is not themes.icons.icon("play", "accent")


@pytest.mark.parametrize(("name", "role"), [("nonsense", "text"), ("play", "nonsense")])
def test_unknown_icons_and_roles_are_refused(themes: ThemeManager, name: str, role: str) -> None:
    with pytest.raises(KeyError, match="nonsense"):
        themes.icons.icon(name, role)


def test_the_programs_icon_can_be_drawn(qapp: QApplication) -> None:
    image = app_icon().pixmap(QSize(64, 64)).toImage()
    assert image.pixelColor(32, 4).name() == "#2f5bd7"
    assert image.pixelColor(36, 32).name() == "#ffffff"


def _icon_ink(action: QAction) -> str:
    image = action.icon().pixmap(QSize(24, 24)).toImage()
    return image.pixelColor(12, 12).name()


def test_a_bound_icon_follows_the_theme_and_can_be_changed(themes: ThemeManager) -> None:
    action = QAction()
    themes.bind_icon(action, "stop", "accent")
    assert _icon_ink(action) == "#2f5bd7"
    themes.set_choice("dark")
    assert _icon_ink(action) == "#8aa8ff"
    themes.bind_icon(action, "stop", "broken")
    assert _icon_ink(action) == "#ff8a80"
    themes.set_choice("light")
    assert _icon_ink(action) == "#b3261e"


def test_roles_are_those_of_the_files(theme: Theme) -> None:
    assert len(ROLES) == len(set(ROLES)) > 25
    assert replace(theme, accent=QColor("#123456")).color("accent").name() == "#123456"
