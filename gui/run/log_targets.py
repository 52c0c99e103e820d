"""What leads to the log from elsewhere: a card, a contact, a filter; and following the card a person goes to.

Not here: asking for the rows (``gui.run.log_pane``), and where a row leads to (``gui.run.log_menu``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from core.model.problem import Problem
from core.model.reason import Severity
from core.model.run import Cast
from core.services.place_words import place_title
from gui.bus import GoTo
from gui.context import Context
from gui.run.log_bar import LogBar
from gui.run.log_filter import LogFilter

_FOLLOW = "log/follow"
_NOT_PLAYED = "The rehearsal shown did not play this card. Rehearse again to see it."


class LogTargets(QObject):
    """Sets the filter of the log for whoever wants to see some of its rows.

    Following: a click on a card, or walking to it with the arrows, shows its rows; Esc or a click on the empty canvas
    shows all again. What was typed and the segment stay. Nothing is followed while the log is hidden.

    Args:
        context: The window's shared services.
        bar: Has the filter, and the button that follows.
        run: Gives the run that is shown, also while it plays; 0 for none.
        seen: Says whether the log is in sight.
        parent: Owner.
    """

    def __init__(
        self, context: Context, bar: LogBar, run: Callable[[], int], seen: Callable[[], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._bar = bar
        self._run = run
        self._seen = seen
        #: Whether the card that the filter names was followed, so that leaving it takes it away.
        self._followed = False
        bar.follow.setChecked(str(context.settings.value(_FOLLOW, "true")) == "true")
        bar.follow.toggled.connect(self._on_toggled)
        bar.filter_changed.connect(self._on_filter_changed)
        context.bus.card_visited.connect(self._on_card_visited)
        context.bus.card_left.connect(self._on_card_left)

    def go_to(self, target: GoTo) -> bool:
        """Show only the rows of a card (``log``, its ids), a contact (``log_contact``) or a text (``log_filter``)."""
        if target.kind == "log_filter":
            self._bar.set_filter(LogFilter(text=str(target.sub or "")))
            return True
        if target.kind == "log":
            return self._show_card(target.id, int(target.sub or 0))
        if target.kind == "log_contact":
            contact = self._context.workspace.contacts.get(target.id)
            name = contact.name if contact else f"Contact {target.id}"
            self._bar.set_filter(LogFilter(contact=target.id, contact_name=name))
            return True
        return False

    @Slot(object)
    def show_severity(self, severity: Severity) -> None:
        """Show only the rows whose reason has a severity; bring the pane to sight."""
        self._context.bus.navigate.emit(GoTo("log_filter", 0, f'severity="{severity.value}"'))

    @Slot(int, str)
    def show_contact(self, contact: int, name: str) -> None:
        """Show only the rows of a contact among those shown."""
        self._bar.set_filter(replace(self._bar.filter, contact=contact, contact_name=name))

    def _show_card(self, workflow_id: int, card_id: int) -> bool:
        cast = self._cast()
        workflow = cast.project.workflow(workflow_id) if cast is not None else None
        if cast is None or workflow is None or (card_id and not cast.number(workflow_id, card_id)):
            self._context.bus.message.emit(_NOT_PLAYED)
            return False
        if card_id:
            self._bar.set_filter(_at(LogFilter(), cast, cast.number(workflow_id, card_id)))
        else:
            places = frozenset(place.number for place in cast.places if place.workflow == workflow_id)
            self._bar.set_filter(LogFilter(places=places, place_title=workflow.name))
        return True

    def _cast(self) -> Cast | None:
        """Give what the rows of the run shown point to; ``None`` without a run."""
        try:
            return self._context.workspace.log.cast(self._run()) if self._run() else None
        except Problem:
            # The rehearsal was deleted meanwhile.
            return None

    # ------------------------------------------------------------ following

    @Slot(bool)
    def _on_toggled(self, wanted: bool) -> None:
        self._context.settings.setValue(_FOLLOW, "true" if wanted else "false")
        if not wanted:
            self._on_card_left()

    @Slot(int, int)
    def _on_card_visited(self, workflow_id: int, card_id: int) -> None:
        if not (self._bar.follow.isChecked() and self._run() and self._seen()):
            return
        cast = self._cast()
        place = cast.number(workflow_id, card_id) if cast is not None else 0
        if cast is None or not place:
            # A card that was not played has no rows; whoever is building a workflow need not be told at every click.
            self._on_card_left()
            return
        self._bar.set_filter(_at(self._bar.filter, cast, place))
        self._followed = True

    @Slot()
    def _on_card_left(self) -> None:
        if self._followed:
            self._followed = False
            self._bar.set_filter(replace(self._bar.filter, places=frozenset(), place_title=""))

    @Slot(object)
    def _on_filter_changed(self, shown: LogFilter) -> None:
        if not shown.places:
            self._followed = False


def _at(shown: LogFilter, cast: Cast, place: int) -> LogFilter:
    """Narrow a filter down to one place."""
    return replace(shown, places=frozenset({place}), place_title=place_title(cast, place))
