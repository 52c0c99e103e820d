"""Contrast of everything the style sheet writes and draws, computed from the theme files and the sheet itself.

Lives here: reading the rules and pairing each colour with what is under it. Not here: roles that painters pair by hand
(tests/gui/test_theme.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from PySide6.QtGui import QColor

from gui.theme import ROLES, Theme, load_theme
from resources import resource_path

WORDS, SIGNS = 4.5, 3.0
"""Least contrast of words, and of signs and focus rings (WCAG 2.2, 1.4.3 and 1.4.11)."""
GROUNDS = ("window", "surface", "raised")
"""What may be under something that has no ground of its own."""
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_ROLE = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True)
class Rule:
    """One selector with what it says."""

    selector: str
    says: dict[str, str]

    def roles(self, name: str) -> list[str]:
        """Gives the theme's roles in a property, e.g. the colour of a border."""
        return [role for role in _ROLE.findall(self.says.get(name, "")) if role in ROLES]

    @property
    def is_off(self) -> bool:
        """Whether it is about controls that cannot be used; those need no contrast."""
        return ":disabled" in self.selector or ":off" in self.selector


def rules() -> list[Rule]:
    """Reads the style sheet; each selector of a list is a rule of its own."""
    sheet = resource_path("themes", "style.qss").read_text(encoding="utf-8")
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    found: list[Rule] = []
    for selectors, body in _RULE.findall(sheet):
        says = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in body.split(";"))}
        found += [Rule(selector.strip(), says) for selector in selectors.split(",")]
    return found


def base_of(rule: Rule, everything: list[Rule]) -> list[str]:
    """Gives the grounds under a rule's words: its own, else that of the control without its state, else any."""
    plain = re.sub(r":(?!:)[a-z-]+", "", rule.selector)
    for other in (rule, *(r for r in reversed(everything) if r.selector == plain)):
        if ground := other.roles("background") or other.roles("background-color"):
            return ground
    return list(GROUNDS)


def luminance(color: QColor) -> float:
    parts = [part / 255 for part in (color.red(), color.green(), color.blue())]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme: Theme, first: str, second: str) -> float:
    low, high = sorted((luminance(theme.color(first)), luminance(theme.color(second))))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme(resource_path("themes", f"{request.param}.toml"))


def poor(theme: Theme, pairs: set[tuple[str, str, str]], least: float) -> dict[str, float]:
    found = {f"{where}: {ink} on {ground}": contrast(theme, ink, ground) for where, ink, ground in pairs}
    return {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < least}


def test_all_words_of_the_sheet_can_be_read(theme: Theme) -> None:
    everything = rules()
    pairs = {
        (rule.selector, ink, ground)
        for rule in everything
        if not rule.is_off
        for ink in rule.roles("color")
        for ground in base_of(rule, everything)
    }
    # Chosen text has a ground of its own.
    pairs |= {
        (rule.selector, ink, ground)
        for rule in everything
        for ink in rule.roles("selection-color")
        for ground in rule.roles("selection-background-color")
    }
    assert len(pairs) > 60
    assert poor(theme, pairs, WORDS) == {}


def test_every_kind_of_control_shows_the_focus_and_its_ring_stands_out(theme: Theme) -> None:
    focused = [rule for rule in rules() if ":focus" in rule.selector]
    kinds = {re.split(r"[:\[ ]", rule.selector)[0] for rule in focused}
    fields = "QPushButton QToolButton QLineEdit QAbstractSpinBox QComboBox QPlainTextEdit QTextEdit QCheckBox"
    others = "QRadioButton QSlider QTabBar QListView QTreeView QTableView QScrollArea"
    assert set(f"{fields} {others}".split()) <= kinds
    pairs = {
        (rule.selector, ring, ground)
        for rule in focused
        for ring in {*rule.roles("border"), *rule.roles("border-color")}
        for ground in GROUNDS
    }
    assert poor(theme, pairs, SIGNS) == {}


def test_signs_in_the_sheet_stand_out(theme: Theme) -> None:
    signs = {
        (rule.selector, ink, ground)
        for rule in rules()
        if not rule.is_off
        for ink in re.findall(r"\$image_[a-z_]+?__([a-z_]+)", rule.says.get("image", ""))
        if ink in ROLES and ink != "disabled"
        for ground in ([*rule.roles("background")] or (GROUNDS if not ink.startswith("on_") else (ink[3:],)))
    }
    assert len(signs) > 20
    assert poor(theme, signs, SIGNS) == {}


@pytest.mark.parametrize("sign", ["accent", "done", "skipped", "broken", "waiting", "muted", "outline", "focus"])
def test_signs_that_painters_draw_stand_out(theme: Theme, sign: str) -> None:
    """Icons, state dots, the rims of switches and check boxes, the ring of the card that has the keyboard."""
    soft = [f"{sign}_soft"] if f"{sign}_soft" in ROLES else []
    assert poor(theme, {("sign", sign, ground) for ground in (*GROUNDS, *soft)}, SIGNS) == {}


@pytest.mark.parametrize(("sign", "ground"), [("muted", "track"), ("knob", "done")])
def test_the_knob_of_a_switch_stands_out_on_its_track(theme: Theme, sign: str, ground: str) -> None:
    assert poor(theme, {("knob", sign, ground)}, SIGNS) == {}


def test_a_faint_colour_would_be_found(theme: Theme) -> None:
    assert poor(theme, {("placeholder", "disabled", "surface")}, WORDS)
