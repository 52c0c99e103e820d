"""Goes to the places inside the tabs that `shots.py` takes pictures of, and names each.

Lives here: what must be clicked, chosen or opened to see a place. Not here: themes, sizes, files (shots.py), or what
the places look like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

from core.actions.delay import Delay
from core.actions.if_then import Branch, IfThen
from core.model.filter import Condition, Filter, Operator
from core.model.workflow import Card, Sticky, StickyTone, Workflow, walk
from gui.canvas.layout import TRIGGER
from gui.tabs.result_pages import PAGES as RESULT_PAGES
from gui.tabs.sequence_head import PAGES
from gui.window import MainWindow

Place: TypeAlias = tuple[str, Callable[[], object]]
"""The name of a place, and what leads there."""

_CSV = "First Name;Last Name;Email;Company;Shoe size\nŁucja;Wrona;lucja@wrona.example;Wrona;38\nTom;;tom@;Becker;\n"


def sequence_places(window: MainWindow) -> Iterator[Place]:
    """Every page of a sequence."""
    tab: Any = window.bench.tabs.open("sequences")
    for page in PAGES:
        yield f"sequence-{page}", partial(tab.head.page_chosen.emit, page)
    tab.head.page_chosen.emit(PAGES[0])


def contact_places(window: MainWindow) -> Iterator[Place]:
    """The filter, the menu of views, the timeline."""
    tab: Any = window.bench.tabs.open("contacts")
    yield "contacts-filter", tab.filter.show
    tab.filter.hide()
    yield "contacts-timeline", tab.side.show_timeline
    tab.side.show_details()
    yield "contacts-none", lambda: tab.tools.set_typed("nobody of this name")
    tab.tools.clear_search()
    yield "contacts-several", tab.deeds._table.selectAll
    tab.deeds._table.selectRow(0)


def workflow_places(window: MainWindow) -> Iterator[Place]:
    """Finding, choosing several cards, moving one."""
    tab: Any = window.bench.tabs.open("workflows")
    canvas = tab.canvas

    def find() -> None:
        tab.open_find()
        tab.find_bar.line.setText("demo")

    yield "workflow-find", find
    tab.find_bar.close_bar()
    cards = [card.id for card in walk(canvas.workflow.cards)]
    yield "workflow-several", lambda: canvas.choose_all(cards[:2])
    yield "workflow-moving", lambda: canvas.start_move(tuple(cards[1:2]))
    canvas.stop_gestures()
    canvas.choose(TRIGGER)
    yield "workflow-coloured", lambda: canvas.set_tinted(True)
    canvas.set_tinted(False)


def result_places(window: MainWindow) -> Iterator[Place]:
    """Every page of the results; the load map as it is in the middle of the rehearsal, too."""
    tab: Any = window.bench.tabs.open("results")
    # Its pages are there once the results are counted, which taking a picture waits for.
    yield "results-load", lambda: None
    for page, _ in RESULT_PAGES[1:]:
        yield f"results-{page}", tab.pages.segments.chip(page).click
    tab.pages.segments.chip("load").click()
    yield "results-midway", partial(window.bench.player.go_to_fraction, 0.5)
    window.bench.player.go_to_end()


def dialog_places(window: MainWindow, folder: Path) -> Iterator[Place]:
    """The dialogs of the tabs; whoever took the picture closes them."""
    context = window.bench.context
    people = folder / "people.csv"
    people.write_text(_CSV, encoding="utf-8")
    contacts: Any = window.bench.tabs.tab("contacts")
    senders: Any = window.bench.tabs.tab("senders")
    workflows: Any = window.bench.tabs.open("workflows")
    yield "import", lambda: contacts.files.read(people)
    yield "make-contacts", contacts.files.ask_make_up
    yield "duplicates", contacts._on_duplicates
    yield "properties", contacts._on_properties
    yield "replace-sender", lambda: senders._actions.ask_replace(context.workspace.project().senders[0])
    yield "history", workflows.tools.show_history
    yield "differences", window.compare_runs
    yield "script", window.open_script
    yield "why-not-in", window.bench.ask_why_not
    yield "compare-packs", window.compare_packs


def drawn_workflows() -> Iterator[tuple[str, Workflow]]:
    """Workflows that show how the canvas bears much: six levels of branches, sticky notes, a thousand cards."""
    sticky = Sticky(1, "Ask Ana before this is switched on.", 0, 312, 0, StickyTone.CARE)
    for name, title, cards in (("deep", "Six levels deep", _levels(count(1), 6)), ("long", "Many cards", _many(1000))):
        yield name, Workflow(0, title, cards=cards, next_card=5_000, stickies=(sticky,))


def _levels(ids: Iterator[int], levels: int) -> tuple[Card, ...]:
    """A delay, and an if/then card with the same below it, so many levels deep."""
    wait = Card(next(ids), Delay(minutes=1440 * (levels + 1)))
    if not levels:
        return (wait,)
    asked = Filter(((Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead",)),),))
    fork = next(ids)
    ways = (_levels(ids, levels - 1), _levels(ids, 0) if levels % 2 else ())
    return (wait, Card(fork, IfThen((Branch(f"Lead, level {7 - levels}", asked),)), branches=ways))


def _many(cards: int) -> tuple[Card, ...]:
    return tuple(Card(number + 1, Delay(minutes=60 * (number % 9 + 1))) for number in range(cards))
