"""Why a contact is in no row of a workflow: the causes of the official list one by one, and what else there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from core.actions.add_note import AddNote
from core.actions.delay import Delay
from core.actions.set_property import SetProperty
from core.model.account import RunSettings
from core.model.contact import Contact
from core.model.contact_list import ContactList, ListMember
from core.model.event import EventKind, ScriptedEvent
from core.model.filter import Condition, Filter, Operator
from core.model.problem import Problem
from core.model.project import Project
from core.model.sequence import Behaviour
from core.model.workflow import (
    Repeat,
    Schedule,
    Trigger,
    TriggerKind,
    Workflow,
    WorkflowSettings,
    WorkflowStatus,
)
from core.services import contacts as contact_edits
from core.services.runs import rehearse
from core.services.why import CheckState, entering, why_not_entered
from core.services.workflows import delete
from core.services.workspace import Workspace
from tests.building import (
    LEADS,
    contact,
    enroll,
    happens,
    is_any,
    mail,
    minutes_to,
    on_filter,
    on_form,
    on_meeting,
    project,
    sequence,
    submits,
    workflow,
)

Ask = Callable[..., str]
LEAD, CUSTOMER = contact(1, lifecyclestage="lead"), contact(1, lifecyclestage="customer")


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Ask]:
    """Gives a way to play a workspace and ask why contact 1 is not in workflow 1."""
    opened: list[Workspace] = []

    def asked(
        made: Project,
        person: Contact = LEAD,
        members: Sequence[ListMember] = (),
        *,
        days: int = 30,
        workflows: tuple[int, ...] = (),
        since: Callable[[Workspace], object] = lambda _: None,
    ) -> str:
        ws = Workspace.create(tmp_path / f"{len(opened)}.cadenza", made, [person], members)
        opened.append(ws)
        run = rehearse(ws, RunSettings(days=days, workflows=workflows))
        since(ws)
        return why_not_entered(ws, run.id, 1, 1)

    yield asked
    for workspace in opened:
        workspace.close()


def flow(trigger: Trigger, **settings: object) -> Workflow:
    """Give workflow 1, which only waits."""
    made = workflow(Delay(5), trigger=trigger)
    return replace(made, settings=replace(WorkflowSettings(), **settings))  # type: ignore[arg-type]


def switched_off(moment: str, number: int = 9, kind: EventKind = EventKind.WORKFLOW_OFF) -> ScriptedEvent:
    return replace(happens(kind, 0, moment, number=number), workflow=1)


# ---------------------------------------------------------------- the official list


def test_a_workflow_that_was_off_was_not_played(ask: Ask) -> None:
    other = workflow(Delay(5), number=2)
    idle = workflow(Delay(5), status=WorkflowStatus.OFF)
    assert ask(project(idle, other)) == "“Demo request” was not switched on when this rehearsal was played."
    assert ask(project(workflow(Delay(5)), other), workflows=(2,)) == (
        "“Demo request” was not among the workflows chosen for this rehearsal."
    )
    gone = ask(project(idle, other), since=lambda ws: ws.apply(delete(ws, 1)))
    assert gone == "This workflow was not switched on when this rehearsal was played."


def test_a_trigger_that_was_not_met_names_the_condition_and_the_value(ask: Ask) -> None:
    assert ask(project(flow(on_filter())), CUSTOMER) == (
        "The trigger was not met: it asks that Lifecycle stage is any of Lead, and Ada has Customer."
    )


def test_of_several_groups_the_nearest_one_is_named(ask: Ask) -> None:
    far = (Condition("city", Operator.IS_KNOWN), Condition("country", Operator.IS_KNOWN))
    near = (Condition("email", Operator.IS_KNOWN), Condition("city", Operator.IS, ("Gdańsk",)))
    assert ask(project(flow(on_filter(Filter((far, (), near)))))) == (
        "The trigger was not met: it asks that City is Gdańsk, and Ada has nothing."
    )


def test_a_list_the_contact_is_not_on_is_named(ask: Ask) -> None:
    wanted = Filter(((Condition("list", Operator.IN_LIST, (1,)),),))
    made = replace(project(flow(on_filter(wanted))), lists=(ContactList(1, "VIPs"),))
    assert ask(made) == "The trigger was not met: it asks that Ada is a member of VIPs."
    unwanted = Filter(((Condition("list", Operator.NOT_IN_LIST, (1,)),),))
    made = replace(project(flow(on_filter(unwanted))), lists=(ContactList(1, "VIPs"),))
    assert ask(made, LEAD, [ListMember(1, 1)]) == ("The trigger was not met: it asks that Ada is not a member of VIPs.")


def test_contacts_that_matched_when_it_was_switched_on_may_be_left_out(ask: Ask) -> None:
    assert ask(project(flow(on_filter(LEADS, existing=False)))) == (
        "Ada met the criteria already when the workflow was switched on, and “Enroll contacts that already match” is "
        "off."
    )


def test_a_contact_that_would_leave_at_once_does_not_enter(ask: Ask) -> None:
    made = replace(project(flow(on_filter(), suppression=(1,))), lists=(ContactList(1, "Partners"),))
    assert ask(made, LEAD, [ListMember(1, 1)]) == (
        "Mon 5 Jan 09:00: The contact is on a suppression list of the workflow, so it does not enter."
    )
    assert ask(project(flow(on_filter(), goal=LEADS))) == (
        "Mon 5 Jan 09:00: The contact meets the workflow’s goal already, so it does not enter."
    )


def test_a_contact_that_does_not_match_any_more_when_it_would_enter_is_kept_out(ask: Ask) -> None:
    by_hand = replace(happens(EventKind.ENROLLED_BY_HAND, 1, "2026-01-06 09:00"), workflow=1)
    made = project(flow(on_filter(), unenroll_unmatched=True), script=[by_hand])
    assert ask(made, CUSTOMER) == (
        "Tue 6 Jan 09:00: The contact does not meet the workflow’s criteria, so it does not enter."
    )


def test_a_contact_that_was_in_it_may_not_enter_again(ask: Ask) -> None:
    assert ask(project(flow(on_filter()))) == (
        "Ada entered “Demo request” on Mon 5 Jan 09:00. It cannot enter again: re-enrollment is off."
    )
    assert ask(project(flow(on_filter(reenroll=True)))) == "Ada entered “Demo request” on Mon 5 Jan 09:00."


# ---------------------------------------------------------------- events


@pytest.mark.parametrize(
    ("trigger", "said"),
    [
        (on_form("Demo"), "Ada never submits “Demo” in this rehearsal."),
        (on_form(), "Ada never submits a form in this rehearsal."),
        (on_meeting(), "Ada never books a meeting in this rehearsal."),
        (Trigger(TriggerKind.EMAIL_REPLIED), "Ada never replies to a mail in this rehearsal."),
        (
            Trigger(TriggerKind.PROPERTY_CHANGED, property="city", value="Gdańsk"),
            "City of Ada never changes to Gdańsk in this rehearsal.",
        ),
        (Trigger(TriggerKind.PROPERTY_CHANGED, property="city"), "City of Ada never changes in this rehearsal."),
        (Trigger(TriggerKind.LIST_JOINED), "Ada never joins any list in this rehearsal."),
        (Trigger(TriggerKind.LIST_JOINED, list=1), "Ada never joins “VIPs” in this rehearsal."),
    ],
    ids=lambda value: "" if isinstance(value, Trigger) else value,
)
def test_what_never_happens_is_said(ask: Ask, trigger: Trigger, said: str) -> None:
    made = replace(project(flow(trigger)), lists=(ContactList(1, "VIPs"),))
    assert ask(made) == f"The trigger was not met: {said}"


def test_another_form_is_not_the_form(ask: Ask) -> None:
    made = project(flow(on_form("Demo")), script=[submits(1, "2026-01-06 09:00", "Webinar", 1)])
    assert ask(made) == "The trigger was not met: Ada never submits “Demo” in this rehearsal."


def test_an_event_whose_other_criteria_did_not_hold_says_which(ask: Ask) -> None:
    made = project(
        flow(on_form("Demo", is_any("lifecyclestage", "lead"))), script=[submits(1, "2026-01-06 09:00", "demo", 1)]
    )
    assert ask(made, CUSTOMER) == (
        "Ada submitted “Demo” on Tue 6 Jan 09:00, but the other criteria were not met: "
        "it asks that Lifecycle stage is any of Lead, and Ada has Customer."
    )


def test_an_event_while_the_workflow_was_off_says_so(ask: Ask) -> None:
    script = [
        switched_off("2026-01-05 12:00", 1),
        submits(1, "2026-01-06 09:00", "Demo", 2),
        switched_off("2026-01-07 09:00", 3, EventKind.WORKFLOW_ON),
    ]
    assert ask(project(flow(on_form("Demo")), script=script)) == (
        "Ada submitted “Demo” on Tue 6 Jan 09:00, when “Demo request” was switched off."
    )


def test_a_drawn_reply_while_the_workflow_was_off_says_so(ask: Ask) -> None:
    answers = sequence(mail(), behaviour=Behaviour(reply=100))
    flows = (flow(Trigger(TriggerKind.EMAIL_REPLIED)), workflow(enroll(), number=2, name="Other"))
    said = ask(project(*flows, sequences=(answers,), script=[switched_off("2026-01-05 09:01")]))
    assert said.startswith("Ada replied to a mail on ")
    assert said.endswith(", when “Demo request” was switched off.")


def test_contacts_from_before_are_not_created_during_the_rehearsal(ask: Ask) -> None:
    assert ask(project(flow(Trigger(TriggerKind.CONTACT_CREATED)))) == (
        "Ada was on the list before the rehearsal began; only contacts created during it enter."
    )


def test_a_contact_created_while_the_workflow_was_off_does_not_enter(ask: Ask) -> None:
    created = happens(EventKind.CONTACT_CREATED, 1, "2026-01-06 09:00", number=1)
    off = switched_off("2026-01-05 12:00")
    said = "Ada was created on Tue 6 Jan 09:00, when “Demo request” was switched off."
    assert ask(project(flow(on_filter()), script=[created, off])) == said
    assert ask(project(flow(Trigger(TriggerKind.CONTACT_CREATED)), script=[created, off])) == said


def test_a_property_set_to_what_it_was_does_not_change(ask: Ask) -> None:
    same = ScriptedEvent(
        EventKind.PROPERTY_CHANGED, 1, minutes_to("2026-01-06 09:00"), property="city", value="Rom", id=1
    )
    trigger = Trigger(TriggerKind.PROPERTY_CHANGED, property="city", value="Gdańsk")
    assert ask(project(flow(trigger), script=[same]), contact(1, city="Rom")) == (
        "City of Ada was set, but not from another value to Gdańsk."
    )
    setting = workflow(SetProperty("city", "Rom"), number=2, name="Other")
    assert ask(project(flow(replace(trigger, filter=LEADS)), setting), contact(1)) == (
        "City of Ada was set on Mon 5 Jan 09:00, but the other criteria were not met: "
        "it asks that Lifecycle stage is any of Lead, and Ada has nothing."
    )


def test_joining_a_list_the_contact_is_on_is_no_joining(ask: Ask) -> None:
    again = ScriptedEvent(EventKind.LIST_JOINED, 1, 60, value=1, id=1)
    trigger = Trigger(TriggerKind.LIST_JOINED, list=1)
    made = replace(project(flow(trigger), script=[again]), lists=(ContactList(1, "VIPs"),))
    assert ask(made, LEAD, [ListMember(1, 1)]) == "Ada was put on “VIPs”, but was on it already."


# ---------------------------------------------------------------- schedules and people


def test_a_schedule_says_when_it_comes_round(ask: Ask) -> None:
    monthly = Trigger(TriggerKind.SCHEDULE, filter=LEADS, schedule=Schedule(Repeat.MONTHLY, day=1))
    made = project(flow(monthly))
    assert ask(made, days=5) == "The schedule of “Demo request” does not come round in this rehearsal."
    assert ask(made, CUSTOMER) == (
        "The schedule came round on Sun 1 Feb 09:00, but the other criteria were not met: "
        "it asks that Lifecycle stage is any of Lead, and Ada has Customer."
    )


def test_a_schedule_looks_only_at_contacts_that_are_there(ask: Ask) -> None:
    """The schedule comes round on 1 February; the contact is created on 2 February."""
    created = happens(EventKind.CONTACT_CREATED, 1, "2026-02-02 09:00", number=1)
    monthly = Trigger(TriggerKind.SCHEDULE, schedule=Schedule(Repeat.MONTHLY, day=1))
    assert ask(project(flow(monthly), script=[created]), days=40) == (
        "The schedule of “Demo request” does not come round after Ada was created in this rehearsal."
    )


def test_only_people_put_contacts_into_a_manual_workflow(ask: Ask) -> None:
    assert ask(project(flow(Trigger(TriggerKind.MANUAL)))) == (
        "Only people put contacts into “Demo request”, and nobody put Ada in."
    )


# ---------------------------------------------------------------- contacts that changed since


def test_what_a_contact_was_made_since_is_said(ask: Ask) -> None:
    def promote(ws: Workspace) -> None:
        ws.apply(contact_edits.change(ws, 1, {"lifecyclestage": "lead"}, lambda: 4_000_000_000))

    assert ask(project(flow(on_filter())), CUSTOMER, since=promote) == (
        "Ada meets the criteria as it is today, but did not then."
    )
    city = is_any("city", "Rom")
    assert ask(project(flow(on_filter(city))), CUSTOMER, since=promote) == (
        "The trigger was not met: it asks that City is any of Rom, and Ada has nothing. "
        "The contact has changed since this rehearsal."
    )
    wanted = project(flow(on_form("Demo", LEADS)), script=[submits(1, "2026-01-06 09:00", number=1)])
    assert ask(wanted, CUSTOMER, since=promote) == ("Ada meets the criteria as it is today, but did not then.")


def test_a_contact_that_was_added_since_is_said_to_be(ask: Ask) -> None:
    def moved(ws: Workspace) -> None:
        ws.apply(contact_edits.change(ws, 1, {"lifecyclestage": "lead", "createdate": 4_000_000_000}))

    assert ask(project(flow(on_filter())), CUSTOMER, since=moved) == "Ada was added after this rehearsal was played."


def test_nothing_can_be_said_of_a_contact_that_is_gone(ask: Ask) -> None:
    def gone(ws: Workspace) -> None:
        ws.apply(contact_edits.delete(ws, [1]))

    assert ask(project(flow(on_filter())), CUSTOMER, since=gone) == (
        "Contact 1 is no longer on the list, so nothing can be said of its values."
    )
    entered = "Ada entered “Demo request” on Mon 5 Jan 09:00. It cannot enter again: re-enrollment is off."
    assert ask(project(flow(on_filter())), LEAD, since=gone) == entered


def test_a_deleted_run_is_a_problem(ask: Ask) -> None:
    with pytest.raises(Problem) as caught:
        ask(project(flow(on_filter())), since=lambda ws: ws.runs.delete(1))
    assert caught.value.code == "RUN_MISSING"


# ---------------------------------------------------------------- check by check


def checks(tmp_path: Path, made: Project, person: Contact = LEAD) -> list[tuple[str, str]]:
    """Gives what was asked about contact 1 and workflow 1: the state and the sentence or, not reached, the question."""
    ws = Workspace.create(tmp_path / "checks.cadenza", made, [person])
    run = rehearse(ws, RunSettings())
    found = entering(ws, run.id, 1, 1)
    ws.close()
    assert found.entered == all(check.state is CheckState.PASSED for check in found.checks)
    return [(check.state.value, check.sentence or check.title) for check in found.checks]


def test_the_checks_of_a_filter_stand_in_their_order_with_the_values_used(tmp_path: Path) -> None:
    made = project(flow(on_filter(), goal=is_any("city", "Rom")))
    assert checks(tmp_path, made, CUSTOMER) == [
        ("passed", "“Demo request” was on when this rehearsal was played."),
        ("passed", "Ada was on the list from the start."),
        ("failed", "The trigger was not met: it asks that Lifecycle stage is any of Lead, and Ada has Customer."),
        ("not reached", "Contacts that match already are let in"),
        ("not reached", "The workflow was on at that moment"),
        ("not reached", "The goal was not met yet"),
    ]


def test_the_checks_of_an_event_say_when_it_happened_and_what_else_was_asked(tmp_path: Path) -> None:
    made = project(
        flow(on_form("Demo", is_any("lifecyclestage", "lead"))), script=[submits(1, "2026-01-06 09:00", "Demo", 1)]
    )
    assert [said for _, said in checks(tmp_path, made, CUSTOMER)][2:] == [
        "Ada submitted “Demo” on Tue 6 Jan 09:00.",
        "The workflow was on at that moment.",
        "Ada submitted “Demo” on Tue 6 Jan 09:00, but the other criteria were not met: "
        "it asks that Lifecycle stage is any of Lead, and Ada has Customer.",
    ]


def test_the_checks_of_a_goal_met_at_the_door_were_passed_up_to_it(tmp_path: Path) -> None:
    states = [state for state, _ in checks(tmp_path, project(flow(on_filter(), goal=LEADS)))]
    assert states == ["passed"] * 5 + ["failed"]


def test_who_entered_passed_them_all(tmp_path: Path) -> None:
    made = project(flow(on_form("Demo")), script=[submits(1, "2026-01-06 09:00", "Demo", 1)])
    assert checks(tmp_path, made)[2:] == [
        ("passed", "What the trigger waits for happened on Tue 6 Jan 09:00."),
        ("passed", "“Demo request” was on then."),
    ]


def test_a_loop_is_a_check_of_its_own(tmp_path: Path) -> None:
    """Nobody is kept out by a loop without having been in; the rows say so, and the first of them is the entry."""
    first = workflow(AddNote("x"), SetProperty("lifecyclestage", "customer"), trigger=on_filter(reenroll=True))
    changed = Trigger(TriggerKind.PROPERTY_CHANGED, property="lifecyclestage", value="customer", reenroll=True)
    second = workflow(SetProperty("lifecyclestage", "lead"), number=2, trigger=changed)
    assert {state for state, _ in checks(tmp_path, project(first, second))} == {"passed"}
