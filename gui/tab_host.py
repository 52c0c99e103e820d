"""The tab bar: makes each tab when it is first shown, and passes news on to those that are there.

Lives here: which tabs there are, and the talk with them (``gui.context.Tab``). Not here: what is on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QTabBar, QTabWidget, QVBoxLayout, QWidget

from core.model.changes import Changes
from core.model.moment import Break, Moment
from core.model.project import Project
from core.model.run import CardCounts, Run
from core.services.expectations import Verdict
from core.services.forecast import Forecast
from core.services.review import Finding
from gui.bus import GoTo
from gui.commands import Command
from gui.context import Context, Tab
from gui.theme import Tone
from gui.widgets.pill import PillButton
from gui.widgets.steady_tabs import SteadyTabBar
from gui.window_focus import focus_field

if TYPE_CHECKING:
    from core.services.flow import Flow
    from core.services.replay import Replay


@dataclass(frozen=True)
class TabSpec:
    """One tab.

    Attributes:
        key: Its name in settings and commands.
        title: What stands on it.
        kinds: Kinds of ``GoTo`` that it can show.
        make: Makes it.
        promises: Commands that it registers once it is made, and that menus and the palette offer before: each one's
            id, title, category, icon and keys.
    """

    key: str
    title: str
    kinds: frozenset[str]
    make: Callable[[Context], QWidget]
    promises: tuple[tuple[str, str, str, str, str], ...] = ()


#: Their keys work on the tab alone, and so not before it is made.
_IN_TAB = Qt.ShortcutContext.WidgetWithChildrenShortcut
_OF_SEQUENCES = (("sequences.new", "New sequence", "Sequences", "plus", "Ctrl+N"),)
_OF_CONTACTS = (
    ("contacts.new", "New contact", "Contacts", "plus", "Ctrl+N"),
    ("contacts.make_up", "Make up contacts…", "Tools", "contacts", ""),
    ("contacts.duplicates", "Find duplicates…", "Contacts", "copy", ""),
    ("contacts.properties", "Properties…", "Contacts", "settings", ""),
)
_OF_SENDERS = (("senders.new", "New sender", "Senders", "plus", "Ctrl+N"),)


def standard_tabs() -> tuple[TabSpec, ...]:
    """Return the tabs of the window, left to right; each is imported only when it is made."""
    return (
        TabSpec("workflows", "Workflows", frozenset({"workflow"}), _workflows),
        TabSpec("sequences", "Sequences", frozenset({"sequence"}), _sequences, _OF_SEQUENCES),
        TabSpec("contacts", "Contacts", frozenset({"contact"}), _contacts, _OF_CONTACTS),
        TabSpec("senders", "Senders", frozenset({"sender"}), _senders, _OF_SENDERS),
        TabSpec("results", "Results", frozenset(), _results),
    )


def _workflows(context: Context) -> QWidget:
    from gui.tabs.workflows import WorkflowsTab

    return WorkflowsTab(context)


def _sequences(context: Context) -> QWidget:
    from gui.tabs.sequences import SequencesTab

    return SequencesTab(context)


def _contacts(context: Context) -> QWidget:
    from gui.tabs.contacts import ContactsTab

    return ContactsTab(context)


def _senders(context: Context) -> QWidget:
    from gui.tabs.senders import SendersTab

    return SendersTab(context)


def _results(context: Context) -> QWidget:
    from gui.tabs.results import ResultsTab

    return ResultsTab(context)


class TabHost(QTabWidget):
    """The tabs of one workspace. A tab that was never shown is not there yet, and so costs nothing at the start.

    Args:
        context: Handed to every tab.
        specs: Which tabs.
        parent: Owner.

    Signals:
        tab_made: a tab was made; it may have registered commands.
    """

    tab_made = Signal()

    def __init__(self, context: Context, specs: Sequence[TabSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tabs")
        self.setTabBar(SteadyTabBar())
        self._context = context
        self._specs = tuple(specs)
        self._made: dict[str, QWidget] = {}
        self._holders: list[QVBoxLayout] = []
        self._run: Run | None = None
        self._locked = False
        self._news: dict[str, object] = {}
        self._instant: tuple[Replay, Moment] | None = None
        for spec in self._specs:
            holder = QWidget()
            layout = QVBoxLayout(holder)
            layout.setContentsMargins(0, 0, 0, 0)
            self._holders.append(layout)
            self.addTab(holder, spec.title)
            for name, title, category, icon, keys in spec.promises:
                run = partial(self._run_promised, spec.key, name)
                shortcuts = (keys,) if keys else ()
                context.commands.promise(Command(name, title, run, category, icon, shortcuts, context=_IN_TAB))
        self.currentChanged.connect(self._on_current_changed)

    def tab_keys(self) -> tuple[str, ...]:
        """Return the tabs' keys, left to right."""
        return tuple(spec.key for spec in self._specs)

    def current_key(self) -> str:
        """Return the key of the tab that is shown."""
        return self._specs[self.currentIndex()].key

    def open(self, key: str) -> QWidget:
        """Show a tab and return it; an unknown key shows the first one."""
        index = next((n for n, spec in enumerate(self._specs) if spec.key == key), 0)
        self.setCurrentIndex(index)
        return self.tab(self._specs[index].key)

    def tab(self, key: str) -> QWidget:
        """Return a tab, making it if need be; raises KeyError for an unknown key."""
        if key not in self._made:
            number, spec = next((pair for pair in enumerate(self._specs) if pair[1].key == key), (-1, self._specs[0]))
            if number < 0:
                raise KeyError(key)
            made = spec.make(self._context)
            made.setAccessibleName(spec.title)
            self._made[key] = made
            self._holders[number].addWidget(made)
            talk = _talk(made)
            if self._run is not None:
                talk.show_run(self._run)
            if self._locked:
                talk.set_locked(True)
            for method, news in self._news.items():
                _tell(made, method, news)
            self.tab_made.emit()
        return self._made[key]

    def _run_promised(self, key: str, command: str) -> None:
        """Make the tab that can do a command, and let it do that."""
        self.open(key)
        self._context.commands.run(command)

    def current_tab(self) -> QWidget:
        """Return the tab that is shown."""
        return self.tab(self.current_key())

    def go_to(self, target: GoTo) -> bool:
        """Show what is asked for on its tab; false when no tab has such a thing."""
        for spec in self._specs:
            if target.kind in spec.kinds:
                # Shown first: a tab can bring into view only what is laid out.
                tab = self.open(spec.key)
                shown = _talk(tab).go_to(target)
                if shown and target.field:
                    # A tab that was just made is laid out in the next turn of the event loop.
                    QTimer.singleShot(0, tab, partial(focus_field, tab, target.field))
                return shown
        return False

    def show_changes(self, changes: Changes) -> None:
        """Tell the tabs what an edit changed."""
        for tab in self._tabs():
            tab.show_changes(changes)

    def show_run(self, run: Run | None) -> None:
        """Tell the tabs which run's results to show."""
        self._run = run
        self._instant = None
        for tab in self._tabs():
            tab.show_run(run)

    def show_progress(self, project: Project, places: Mapping[int, CardCounts]) -> None:
        """Let the tabs that can do so show how far a rehearsal is.

        Args:
            project: The project that is played.
            places: Place number to its counts so far.
        """
        for tab in self._made.values():
            show = getattr(tab, "show_progress", None)
            if show is not None:
                show(project, places)

    def show_moment(self, replay: Replay, moment: Moment) -> None:
        """Let the tab that is shown, if it can, show one instant of a finished rehearsal; others do so later."""
        self._instant = (replay, moment)
        self._show_instant(self.current_key())

    def show_flow(self, flow: Flow, before: Moment, after: Moment) -> None:
        """Let the tab that is shown, if it can, show who moved between two moments of a rehearsal that plays."""
        show = getattr(self._made.get(self.current_key()), "show_flow", None)
        if show is not None:
            show(flow, before, after)

    def show_place(self, workflow: int) -> None:
        """Let the tab that is shown, if it can, show a workflow in which something is about to happen."""
        show = getattr(self._made.get(self.current_key()), "show_place", None)
        if show is not None:
            show(workflow)

    def end_flow(self) -> None:
        """Let the tab that is shown stop all that moves on it: another instant is shown."""
        end = getattr(self._made.get(self.current_key()), "end_flow", None)
        if end is not None:
            end()

    def _show_instant(self, key: str) -> None:
        show = getattr(self._made.get(key), "show_moment", None)
        if show is not None and self._instant is not None:
            show(*self._instant)

    @Slot(object)
    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Let the tabs that can do so show what the review found; tabs made later are told too."""
        self._tell_all("show_findings", findings)

    def show_verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """Let the tabs that can do so show which expectations are kept; tabs made later are told too."""
        self._tell_all("show_verdicts", verdicts)

    def set_badge(self, key: str, text: str, tone: Tone, tip: str, clicked: Callable[[], object]) -> None:
        """Put a small sign on a tab that can be pressed; an empty tip takes it away."""
        index = self.tab_keys().index(key) if key in self.tab_keys() else -1
        if index < 0:
            return
        bar, side = self.tabBar(), QTabBar.ButtonPosition.RightSide
        # A new one each time: a tab that is handed the sign it has hides it, and makes no room for a wider one.
        before = bar.tabButton(index, side)
        badge = None
        if tip:
            badge = PillButton(self._context.themes, text, tone)
            badge.setObjectName(f"tab_badge_{key}")
            badge.setToolTip(tip)
            badge.setAccessibleName(tip)
            badge.clicked.connect(clicked)
            badge.resize(badge.sizeHint())
        bar.setTabButton(index, side, badge)
        if before is not None:
            before.deleteLater()

    @Slot(object)
    def show_forecast(self, forecast: Forecast | None) -> None:
        """Let the tabs that can do so show what the next rehearsal would come to; tabs made later are told too."""
        self._tell_all("show_forecast", forecast)

    def show_breaks(self, breaks: Sequence[Break]) -> None:
        """Let the tabs that can do so show where playing stops; tabs made later are told too."""
        self._tell_all("show_breaks", breaks)

    def set_locked(self, locked: bool) -> None:
        """Lock or unlock editing on all tabs."""
        self._locked = locked
        for tab in self._tabs():
            tab.set_locked(locked)

    def commit_pending(self) -> None:
        """Let the tabs store what is still being typed."""
        for tab in self._made.values():
            commit = getattr(tab, "commit_pending", None)
            if commit is not None:
                commit()

    def _tell_all(self, method: str, news: object) -> None:
        self._news[method] = news
        for tab in self._made.values():
            _tell(tab, method, news)

    def _tabs(self) -> Iterator[Tab]:
        return (_talk(tab) for tab in tuple(self._made.values()))

    @Slot(int)
    def _on_current_changed(self, index: int) -> None:
        if 0 <= index < len(self._specs):
            made = self.tab(self._specs[index].key)
            # Qt gave the focus to the page while it was empty; the tab's own keys work only with the focus inside.
            page = self.widget(index)
            if page is not None and page.hasFocus():
                made.setFocus()
            self._show_instant(self._specs[index].key)


def _tell(tab: QWidget, method: str, news: object) -> None:
    """Tell a tab what only some tabs want to know."""
    show = getattr(tab, method, None)
    if show is not None:
        show(news)


def _talk(tab: QWidget) -> Tab:
    """Return a tab as what the window talks to."""
    return cast(Tab, cast(Any, tab))
