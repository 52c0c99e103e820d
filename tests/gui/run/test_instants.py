"""What tabs say of one instant of a rehearsal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from core.model.run import Run
from core.services.instants import MailboxAt, contact_words, mailboxes
from gui.tab_host import standard_tabs
from gui.tabs.contacts import ContactsTab
from gui.tabs.instant import load_tone
from gui.tabs.senders import SendersTab
from gui.tabs.sequences import SequencesTab
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
