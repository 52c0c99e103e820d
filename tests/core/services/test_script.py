"""The script: what events need, what is wrong with them, how they read, and the edits that change them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.model.account import RunSettings
from core.model.contact_list import ContactList
from core.model.event import EventKind, ScriptedEvent
from core.model.project import Project
from core.model.sender import Sender
from core.model.workflow import Workflow, WorkflowStatus
from core.services import edits, script
from core.services.log import LogQuery
from core.services.runs import rehearse
from core.services.script import Need, Part, ScriptQuery
from core.services.workspace import Workspace

K = EventKind


def event(kind: EventKind, contact: int = 0, minute: int = 60, **fields: object) -> ScriptedEvent:
    return replace(ScriptedEvent(kind, contact, minute), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", EventKind)
def test_only_events_of_contacts_ask_for_a_contact(kind: EventKind) -> None:
    assert (Need.CONTACT in script.needs_of(kind)) is not kind.breaks


def test_events_are_listed_by_time_and_by_name(filled: Workspace) -> None:
    filled.apply(script.add(filled, [event(K.SEAT_LOST, minute=30, sender=1)]))
    assert [e.kind for e in filled.project().script] == [K.FORM_SUBMITTED, K.REPLIED, K.SEAT_LOST]
    assert script.ids(filled, ScriptQuery()) == [3, 1, 2]
    assert script.ids(filled, ScriptQuery(ascending=False)) == [2, 1, 3]
    assert script.ids(filled, ScriptQuery(sort="what")) == [2, 1, 3]
    assert script.ids(filled, ScriptQuery(part=Part.ACCOUNT)) == [3]
    assert script.ids(filled, ScriptQuery(part=Part.CONTACTS)) == [1, 2]


@pytest.mark.parametrize(
    ("text", "found"),
    [("zoë", [1]), ("DEMO form", [1]), ("ana", [3]), ("replied adam", [2]), ("nobody", []), ("  ", [3, 1, 2])],
)
def test_a_filter_looks_at_people_things_and_details(filled: Workspace, text: str, found: list[int]) -> None:
    filled.apply(script.add(filled, [event(K.SEAT_LOST, minute=30, sender=1)]))
    assert script.ids(filled, ScriptQuery(text)) == found


@pytest.mark.parametrize(
    ("made", "who", "detail"),
    [
        (event(K.FORM_SUBMITTED, 1, detail="Demo"), "Zoë Åkerlund", "Demo"),
        (event(K.MEETING_BOOKED, 1, detail="Call", sender=1), "Zoë Åkerlund", "Call with Ana Ruiz"),
        (event(K.MEETING_BOOKED, 1), "Zoë Åkerlund", ""),
        (event(K.PROPERTY_CHANGED, 1, property="lifecyclestage", value="lead"), "Zoë Åkerlund",
         "Lifecycle stage becomes Lead"),
        (event(K.PROPERTY_CHANGED, 1, property="city"), "Zoë Åkerlund", "City is cleared"),
        (event(K.PROPERTY_CHANGED, 1, property="gone"), "Zoë Åkerlund", "Unknown property “gone”"),
        (event(K.LIST_JOINED, 1, value=1), "Zoë Åkerlund", "Guests"),
        (event(K.LIST_JOINED, 1, value=8), "Zoë Åkerlund", "Unknown list 8"),
        (event(K.ENROLLED_BY_HAND, 1, workflow=1), "Zoë Åkerlund", "Demo request"),
        (event(K.SEQUENCE_DELETED, sequence=1), "Welcome", ""),
        (event(K.SEQUENCE_DELETED), "No sequence chosen", ""),
        (event(K.WORKFLOW_OFF, workflow=1), "Demo request", ""),
        (event(K.LIMIT_CHANGED, sender=1, value=20), "Ana Ruiz", "20 mails a day"),
        (event(K.LIMIT_CHANGED, sender=1), "Ana Ruiz", "Back to the default limit"),
        (event(K.SEAT_LOST, sender=7), "Unknown user 7", ""),
    ],
)  # fmt: skip
def test_events_read_as_sentences(filled: Workspace, made: ScriptedEvent, who: str, detail: str) -> None:
    filled.apply(edits.added(ContactList(1, "Guests"), "New list"))
    filled.apply(script.add(filled, [made]))
    line = script.lines(filled, [3])[0]
    assert line is not None
    assert (line.id, line.who, line.detail) == (3, who, detail)


def test_lines_say_why_nothing_will_come_of_an_event(filled: Workspace) -> None:
    late = event(K.REPLIED, 1, minute=30 * 1440)
    filled.apply(script.add(filled, [late, event(K.REPLIED, 9), replace(late, minute=30 * 1440 - 1)]))
    found = script.lines(filled, [3, 4, 5, 99])
    assert found[3] is None
    assert [line.problem for line in found if line] == [
        "The rehearsal ends before this.",
        "This contact is no longer in the workspace.",
        "",
    ]


@pytest.mark.parametrize(
    ("made", "need", "sentence"),
    [
        (event(K.REPLIED), "contact", "Choose a contact."),
        (event(K.REPLIED, 1, -1), "when", "That is before the rehearsal starts."),
        (event(K.REPLIED, 1, 10_000_001), "when", "A script reaches at most 6,944 days after the start."),
        (event(K.SEAT_LOST), "sender", "Choose a sender."),
        (event(K.SEAT_LOST, sender=9), "sender", "This sender is no longer in the workspace."),
        (event(K.MEETING_BOOKED, 1, sender=9), "booked with", "This sender is no longer in the workspace."),
        (event(K.SEQUENCE_DELETED), "sequence", "Choose a sequence."),
        (event(K.SEQUENCE_DELETED, sequence=9), "sequence", "This sequence is no longer in the workspace."),
        (event(K.WORKFLOW_OFF, workflow=9), "workflow", "This workflow is no longer in the workspace."),
        (event(K.PROPERTY_CHANGED, 1), "property", "Choose a property."),
        (event(K.PROPERTY_CHANGED, 1, property="x"), "property", "There is no property “x” any more."),
        (event(K.LIST_JOINED, 1), "list", "Choose a list."),
        (event(K.LIST_JOINED, 1, value=True), "list", "Choose a list."),
        (
            event(K.LIMIT_CHANGED, sender=1, value=-1),
            "limit",
            "A limit cannot be -1; 0 means that no mail may be sent.",
        ),
        (event(K.LIMIT_CHANGED, sender=1, value="ten"), "limit", "A limit is a whole number of mails, not “ten”."),
        (event(K.LIMIT_CHANGED, sender=1, value=10_000_001), "limit", "A limit is at most 10,000,000 mails."),
    ],
)
def test_a_bad_event_says_what_is_wrong(office: Project, made: ScriptedEvent, need: str, sentence: str) -> None:
    assert script.problems_of(made, office) == {need: sentence}


@pytest.mark.parametrize(
    "made",
    [
        event(K.REPLIED, 1, 0),
        event(K.REPLIED, 1, 10_000_000),
        event(K.MEETING_BOOKED, 1),
        event(K.SEQUENCE_DELETED, sequence=1),
        event(K.LIMIT_CHANGED, sender=1, value=0),
        event(K.LIMIT_CHANGED, sender=1),
        event(K.PROPERTY_CHANGED, 1, property="city"),
    ],
)
def test_a_sound_event_has_no_problem(office: Project, made: ScriptedEvent) -> None:
    assert script.problems_of(made, office) == {}


def test_a_deleted_sequence_cannot_be_deleted_again(office: Project) -> None:
    gone = replace(office, sequences=(replace(office.sequences[0], deleted=1),))
    assert script.problems_of(event(K.SEQUENCE_DELETED, sequence=1), gone) == {
        "sequence": "“Welcome” is deleted already."
    }


@pytest.mark.parametrize(
    ("text", "limit"), [("", None), (" 1,200 ", 1200), ("-1", -1), ("many", "many"), ("2.5", "2.5")]
)
def test_limits_are_read_as_people_write_them(text: str, limit: object) -> None:
    assert script.read_limit(text) == limit


def test_events_come_and_go_in_one_step_each(filled: Workspace) -> None:
    before = filled.project().script
    edit = script.add(filled, [event(K.REPLIED, 1), event(K.REPLIED, 2)])
    assert edit.title == "Add 2 events"
    filled.apply(edit)
    assert [(e.id, e.contact) for e in filled.project().script[2:]] == [(3, 1), (4, 2)]
    filled.apply(edit.back)
    assert filled.project().script == before
    gone = script.remove(filled, [1, 99])
    assert gone.title == "Remove event “Form submitted”"
    filled.apply(gone)
    assert [e.id for e in filled.project().script] == [2]
    assert script.remove(filled, [99]).puts == ()


def test_another_kind_drops_what_it_does_not_need(filled: Workspace) -> None:
    first = filled.project().script[0]
    changed = replace(first, kind=K.SEAT_LOST, sender=1, sequence=2, property="city", value=5)
    filled.apply(script.change(filled, changed))
    assert filled.project().script[0] == ScriptedEvent(K.SEAT_LOST, 0, 60, sender=1, id=1)
    assert script.change(filled, filled.project().script[0]).puts == ()
    assert script.change(filled, replace(first, id=99)).puts == ()


def test_events_move_together_and_stop_at_the_start(filled: Workspace) -> None:
    filled.apply(script.shift(filled, [1, 2], 30))
    assert [e.minute for e in filled.project().script] == [90, 120]
    edit = script.shift(filled, [1, 2], -1440)
    assert edit.title == "Move 2 events"
    filled.apply(edit)
    assert [e.minute for e in filled.project().script] == [0, 30]
    assert script.shift(filled, [1], -5).puts == ()
    assert script.shift(filled, [], 5).puts == ()


def test_forms_that_are_known_are_offered_again(office: Project) -> None:
    assert script.known_details(office) == ["Demo"]


def test_what_happens_to_the_account_is_told_of_the_account_not_of_a_contact(tmp_path: Path) -> None:
    lost = ScriptedEvent(EventKind.SEAT_LOST, 0, 60, sender=1, id=1)
    odd = ScriptedEvent(EventKind.LIMIT_CHANGED, 0, 61, sender=1, value="many", id=2)
    made = Project(
        senders=(Sender(1, "Ana Ruiz"),),
        script=(lost, odd),
        workflows=(Workflow(1, "Demo", WorkflowStatus.ON),),
    )
    ws = Workspace.create(tmp_path / "account.cadenza", made)
    run = rehearse(ws, RunSettings(days=1))
    lines = ws.log.lines(ws.log.ids(LogQuery(run.id)))
    ws.close()
    assert [(line.contact, line.detail) for line in lines] == [
        ("The account", "Seat lost: Ana Ruiz."),
        ("The account", "Daily limit changed: Ana Ruiz, the default."),
    ]
