"""The strip over the log's rows: what is wrong with the typed filter, saved filters as buttons, colour rules.

Lives here: the widgets and the edits behind them. Not here: the rows (``gui.run.log_pane``), finding those of a colour
rule (``gui.run.log_colours``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from core.model.changes import Edit
from core.model.problem import Problem
from core.model.reason import Reason
from core.model.saved_view import SavedView
from core.services import log_views, views
from core.services.log_views import COLOURS, FILTERS, LogView
from gui.context import Context
from gui.run.log_filter import ALL, LogFilter
from gui.text import elide
from gui.theme import Tone
from gui.theme_style import restyle
from gui.widgets.labels import button, label
from gui.widgets.state_dot import StateDot

_LETTERS = 28
_MOST = 8
#: Tones that rows can be given, as the menu calls them.
TONES = {Tone.ACCENT: "Blue", Tone.DONE: "Green", Tone.SKIPPED: "Amber", Tone.BROKEN: "Red", Tone.WAITING: "Violet"}


class LogShelf(QWidget):
    """Shows nothing, and takes no room, until there is something to show.

    Args:
        context: The window's shared services.
        current: Gives the filter of the bar.
        parent: Owner.

    Signals:
        filter_wanted: a ``LogFilter`` shall be applied.
        mend_clicked: what was probably meant shall be put into the filter.
    """

    filter_wanted = Signal(object)
    mend_clicked = Signal()

    def __init__(self, context: Context, current: Callable[[], LogFilter], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("log_shelf")
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._current = current
        self._chips: dict[int, QPushButton] = {}
        self.verdict = label("", "small")
        self.verdict.setObjectName("log_verdict")
        self.mend = button("", "link")
        self.mend.setObjectName("log_mend")
        self.mend.clicked.connect(self.mend_clicked)
        self._said = QWidget()
        said = QHBoxLayout(self._said)
        said.setContentsMargins(0, 4, 0, 0)
        said.setSpacing(8)
        said.addWidget(self.verdict)
        said.addWidget(self.mend)
        said.addStretch(1)
        self._line = QWidget()
        self._row = QHBoxLayout(self._line)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 6)
        column.setSpacing(4)
        column.addWidget(self._said)
        column.addWidget(self._line)
        self._said.hide()
        self.refresh()

    # ---------------------------------------------------------------- what the pane tells

    def show_problem(self, problem: Problem | None, doubt: Problem | None = None, instead: str = "") -> None:
        """Say what is wrong with the typed filter, or doubtful in it, and offer what was probably meant."""
        said, tone = problem or doubt, Tone.BROKEN if problem else Tone.SKIPPED
        # The offer is a button; the hint would say it a second time.
        hint = said.hint if said and not instead else ""
        self.verdict.setText(f"{'✕' if problem else '!'} {said.sentence} {hint}".strip() if said else "")
        if self.verdict.property("ink") != tone.value:
            self.verdict.setProperty("ink", tone.value)
            restyle(self.verdict)
        self.mend.setText(f"Did you mean {elide(instead, _LETTERS)}?".replace("&", "&&"))
        self.mend.setVisible(bool(instead))
        self._said.setVisible(said is not None)
        self._show()

    @Slot()
    def refresh(self) -> None:
        """Make the buttons anew: views were added, renamed or taken away."""
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        project = self._context.workspace.project()
        filters, colours = log_views.all_of(project, FILTERS), log_views.all_of(project, COLOURS)
        self._chips = {view.id: self._chip(view) for view in filters[:_MOST]}
        for view in filters[:_MOST]:
            self._row.addWidget(self._chips[view.id])
        if len(filters) > _MOST:
            self._row.addWidget(self._more(filters[_MOST:]))
        for view in colours[:_MOST]:
            self._row.addWidget(self._rule(view))
        self._row.addStretch(1)
        self._line.setVisible(bool(filters or colours))
        self._show()
        self.show_filter(self._current())

    @Slot(object)
    def show_filter(self, shown: LogFilter) -> None:
        """Press the buttons whose filter is the one shown."""
        wanted = view_of(shown)
        for view in log_views.all_of(self._context.workspace.project(), FILTERS):
            chip = self._chips.get(view.id)
            if chip is not None:
                chip.setChecked(replace(log_views.of_saved(view), order=0) == wanted)

    # ---------------------------------------------------------------- edits

    @Slot()
    def save_filter(self) -> None:
        """Ask for a name and keep the filter shown as a button."""
        shown = self._current()
        if not shown.narrows:
            self._context.bus.message.emit("Filter the log first; then the filter can be saved as a button.")
            return
        name = self._context.dialogs.ask_text("Save filter", "Name", elide(shown.text, _LETTERS))
        if name:
            self._context.undo.do(log_views.save(self._context.workspace, name, view_of(shown)))

    def colour(self, text: str, tone: Tone) -> None:
        """Colour the rows of a filter from now on."""
        view = LogView(text=text, tone=tone.value)
        self._context.undo.do(log_views.save(self._context.workspace, elide(text, 60), view))

    def fill_colours(self, menu: QMenu, text: str) -> None:
        """Put the tones into a menu, each colouring the rows of a filter."""
        self._fill_tones(menu, lambda tone: self.colour(text, tone))

    def _fill_tones(self, menu: QMenu, use: Callable[[Tone], None]) -> None:
        for tone, title in TONES.items():
            action = menu.addAction(f"{tone.sign} {title}".strip())
            action.triggered.connect(lambda *_, tone=tone: use(tone))
            action.setObjectName(f"log_colour_{tone.value}")

    def chip_menu(self, view: SavedView) -> QMenu:
        """Make the menu of a saved filter or a colour rule."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        can = not self._context.undo.locked
        is_rule = view.place == COLOURS
        can_save = can and self._current().narrows and not is_rule
        among = [other.id for other in log_views.all_of(self._context.workspace.project(), view.place)]
        at = among.index(view.id) if view.id in among else 0
        rows: list[tuple[str, Callable[[], object], bool]] = [
            ("Show its rows", lambda: self._apply(view), True),
            ("Rename…", lambda: self._rename(view), can),
            ("Save the filter shown under this name", lambda: self._change(view), can_save),
            ("Move left: it wins over those after it" if is_rule else "Move left", lambda: self._move(view, -1),
             can and at > 0),
            ("Move right", lambda: self._move(view, 1), can and at + 1 < len(among)),
            ("Delete", lambda: self._try(lambda: views.delete(self._context.workspace, view.id)), can),
        ]  # fmt: skip
        for title, handler, enabled in rows:
            if title == rows[2][0] and is_rule:
                tones = menu.addMenu("Colour")
                tones.setEnabled(can)
                self._fill_tones(tones, lambda tone: self._paint(view, tone))
                continue
            menu.addAction(title, handler).setEnabled(enabled)
        return menu

    # ---------------------------------------------------------------- inside

    def _show(self) -> None:
        self.setVisible(not self._line.isHidden() or bool(self.verdict.text()))

    def _chip(self, view: SavedView) -> QPushButton:
        chip = button(elide(view.name, _LETTERS), tip=self._tip(view))
        chip.setObjectName(f"log_saved_{view.id}")
        chip.setAccessibleName(f"Saved filter {view.name}")
        chip.setProperty("chip", True)
        chip.setCheckable(True)
        chip.clicked.connect(lambda on: self._apply(view) if on else self.filter_wanted.emit(LogFilter()))
        self._give_menu(chip, view)
        return chip

    def _rule(self, view: SavedView) -> QWidget:
        rule = log_views.of_saved(view)
        holder = QWidget()
        holder.setObjectName(f"log_rule_{view.id}")
        row = QHBoxLayout(holder)
        row.setContentsMargins(6, 0, 0, 0)
        row.setSpacing(4)
        tone = Tone(rule.tone) if rule.tone in list(Tone) else Tone.MUTED
        row.addWidget(StateDot(self._context.themes, tone, f"Rows of this filter are {TONES.get(tone, '').lower()}"))
        link = button(
            elide(view.name, _LETTERS),
            "link",
            tip=f"Colour rule: {rule.text}\nRight click: rename, colour, move, delete",
        )
        link.setAccessibleName(f"Colour rule {view.name}")
        link.clicked.connect(lambda: self.chip_menu(view).popup(link.mapToGlobal(link.rect().bottomLeft())))
        row.addWidget(link)
        self._give_menu(link, view)
        return holder

    def _more(self, rest: list[SavedView]) -> QPushButton:
        more = button(f"{len(rest)} more", "quiet")
        menu = QMenu(more)
        for view in rest:
            menu.addAction(view.name).triggered.connect(lambda *_, view=view: self._apply(view))
        more.setMenu(menu)
        return more

    def _tip(self, view: SavedView) -> str:
        kept = log_views.of_saved(view)
        parts = [view.name, kept.text, *kept.reasons, *([kept.segment] if kept.segment else ())]
        return "\n".join(dict.fromkeys(part for part in parts if part)) + "\nRight click: rename, move, delete"

    def _give_menu(self, widget: QPushButton, view: SavedView) -> None:
        def show(at: QPoint) -> None:
            self.chip_menu(view).popup(widget.mapToGlobal(at))

        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        widget.customContextMenuRequested.connect(show)

    def _apply(self, view: SavedView) -> None:
        self.filter_wanted.emit(filter_of(log_views.of_saved(view)))

    def _rename(self, view: SavedView) -> None:
        name = self._context.dialogs.ask_text("Rename filter", "Name", view.name)
        if name:
            self._try(lambda: views.rename(self._context.workspace, view.id, name))

    def _paint(self, view: SavedView, tone: Tone) -> None:
        kept = replace(log_views.of_saved(view), tone=tone.value)
        self._try(lambda: log_views.change(self._context.workspace, view.id, kept))

    def _move(self, view: SavedView, by: int) -> None:
        edit = log_views.move(self._context.workspace, view.id, by)
        if edit is not None:
            self._context.undo.do(edit)

    def _change(self, view: SavedView) -> None:
        self._try(lambda: log_views.change(self._context.workspace, view.id, view_of(self._current())))

    def _try(self, make: Callable[[], Edit]) -> None:
        try:
            edit = make()
        except Problem as problem:
            self._context.dialogs.problem(problem)
            return
        self._context.undo.do(edit)


def view_of(shown: LogFilter) -> LogView:
    """Return what is kept of a filter: not the card or the contact it was narrowed to, which another run may lack."""
    segment = "" if shown.segment == ALL else shown.segment
    return LogView(shown.text, segment, tuple(sorted(reason.name for reason in shown.reasons)))


def filter_of(view: LogView) -> LogFilter:
    """Return the filter that was kept; reasons of a newer program are passed over."""
    reasons = frozenset(Reason[name] for name in view.reasons if name in Reason.__members__)
    return LogFilter(segment=view.segment or ALL, reasons=reasons, text=view.text)
