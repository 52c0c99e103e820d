"""What tabs say of one instant of a rehearsal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.model.run import Run
from core.services.instants import MailboxAt, contact_words, mailboxes
from gui.bus import GoTo
from gui.tab_host import standard_tabs
from gui.tabs.contacts import ContactsTab
from gui.tabs.instant import load_tone
from gui.tabs.senders import SendersTab
from gui.tabs.sequences import SequencesTab
from gui.tabs.workflows import WorkflowsTab
from gui.theme import Tone
from gui.workbench import Workbench

Play = Callable[[Workbench], Run]


@pytest.fixture
def played(make_bench: Callable[..., Workbench], play: Play, qtbot: QtBot) -> Workbench:
    bench = make_bench(tabs=standard_tabs())
    play(bench)
    qtbot.waitUntil(lambda: bench.player.replay is not None, timeout=10_000)
    return bench


def test_a_load_says_when_it_is_near_its_limit() -> None:
    assert MailboxAt(5, 10).words == "5 of 10"
    assert MailboxAt(9, 10).words == "9 of 10 · at 90 %"
    assert MailboxAt(3, None).words == "3"
    assert [load_tone(MailboxAt(n, 10)) for n in (5, 9, 10)] == [Tone.ACCENT, Tone.SKIPPED, Tone.BROKEN]


def test_senders_follow_the_instant(played: Workbench) -> None:
    tab = played.tabs.open("senders")
    assert isinstance(tab, SendersTab)
    assert tab.line.text.startswith("At the rehearsal’s end")
    played.player.go_to_start()
    assert tab.line.text == "In the rehearsal, as on Mon 5 Jan 2026 · 09:00"
    replay = played.player.replay
    assert replay is not None
    busiest = max(range(0, replay.rows, 5), key=lambda n: sum(replay.sent_by(replay.after_rows(n)).values()))
    played.player.step(busiest)
    loads = mailboxes(replay, played.player.moment)
    assert any(load.mails for load in loads.values())
    chosen = tab.panel.shown
    assert chosen is not None
    assert loads[chosen.id].words in tab.panel.load.now.text


def test_log_chips_list_and_panel_count_what_has_happened(played: Workbench, qtbot: QtBot) -> None:
    """Mia is enrolled at 9:10, Tom skipped at 9:20 and Jan at 9:30: at 9:25 one of the two skips has happened."""
    tab = played.tabs.open("workflows")
    assert isinstance(tab, WorkflowsTab)
    tab.canvas.choose(1)
    qtbot.waitUntil(lambda: not played.jobs.busy, timeout=10_000)
    played.player.go_to_start()
    played.player.go_by(25 * 60)
    skipped = played.log.bar.segments.chip("skipped")
    assert skipped.text() == "Skipped 1"
    assert played.log.bar.segments.chip("mails").text() == "Mails 1"
    row = tab.list.rows
    assert row.row_at(row.index(0)).second == "2 in · 1 skip to mend"
    said = find_label(tab, "card_result")
    assert said == "1 of 2 contacts skips this action"
    assert find_label(tab, "card_result_reasons") == "1 · No contact owner"
    tab.go_to(GoTo("workflow", 2))
    tab.go_to(GoTo("workflow", 1, 1))
    assert find_label(tab, "card_result") == said
    played.player.go_to_end()
    assert skipped.text() == "Skipped 2"
    assert row.row_at(row.index(0)).second == "3 in · 2 skips to mend"
    assert find_label(tab, "card_result") == "2 of 3 contacts skip this action"
    assert find_label(tab, "card_result_reasons") == "1 · No contact owner\n1 · Inbox not connected"


def find_label(tab: WorkflowsTab, name: str) -> str:
    label = tab.findChild(QLabel, name)
    assert label is not None
    return label.text()


def test_nothing_is_said_without_a_run(played: Workbench) -> None:
    tab = played.tabs.open("senders")
    assert isinstance(tab, SendersTab)
    played.runs.reset()
    assert tab.line.text == ""
    assert tab.line.isHidden()


def test_a_contact_says_where_it_is(played: Workbench) -> None:
    replay = played.player.replay
    assert replay is not None
    tab = played.tabs.open("contacts")
    assert isinstance(tab, ContactsTab)
    contact = int(replay.contacts[0])
    tab.panel.show_contact(played.workspace.contacts.get(contact))
    assert contact_words(replay, played.player.moment, contact) in tab.panel.instant.text
    played.player.go_to_start()
    assert contact_words(replay, played.player.moment, contact) in tab.panel.instant.text


def test_sequences_count_who_is_inside(played: Workbench) -> None:
    replay = played.player.replay
    assert replay is not None
    tab = played.tabs.open("sequences")
    assert isinstance(tab, SequencesTab)
    fullest = max(range(replay.rows), key=lambda n: sum(replay.active(replay.after_rows(n)).values()))
    played.player.go_to_start()
    played.player.step(fullest)
    sequence, count = max(replay.active(played.player.moment).items(), key=lambda pair: pair[1])
    model = tab.list._model
    index = model.index(model.row_of(sequence))
    assert index.data(model_role()).startswith(f"{count} inside · ")


def model_role() -> int:
    from gui.tabs.sequence_rows import SECOND_ROLE

    return SECOND_ROLE


def test_a_tab_that_was_not_shown_catches_up(played: Workbench) -> None:
    tab = played.tabs.open("senders")
    assert isinstance(tab, SendersTab)
    played.tabs.open("workflows")
    before = tab.line.text
    played.player.go_to_fraction(0.5)
    assert tab.line.text == before
    played.tabs.open("senders")
    assert tab.line.text != before


def test_the_table_says_where_each_contact_is(played: Workbench, qtbot: QtBot) -> None:
    tab = played.tabs.open("contacts")
    assert isinstance(tab, ContactsTab)
    table, model = tab._table, tab.rows.model
    column = next(n for n, c in enumerate(model.columns) if c.key == "instant")
    assert "instant" not in table.shown_columns()
    table.set_column_shown("instant", True)

    def said() -> dict[str, str]:
        return {str(model.index(n, 0).data()): str(model.index(n, column).data()) for n in range(model.rowCount())}

    said()  # only a column that is seen is worth reading the run once more
    qtbot.waitUntil(lambda: not played.jobs.busy, timeout=5_000)

    assert said() == {
        "Jan Kowal": "Skipped: inbox not connected",
        "Mia Laine": "Finished Demo follow-up",
        "Tom Becker": "Skipped: no contact owner",
    }
    played.player.go_to_start()
    assert set(said().values()) == {""}
    played.player.step(3)
    assert said()["Mia Laine"] == "In Demo follow-up (Ana Ruiz)"
    played.player.step(1)
    assert said()["Mia Laine"] == "In Demo follow-up (Ana Ruiz) · step 1"
    played.runs.reset()
    assert set(said().values()) == {""}
