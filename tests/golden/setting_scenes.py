"""Scenes of a workflow's settings: when its actions may run, and who must not be in it."""

from __future__ import annotations

from core.actions.add_note import AddNote
from core.actions.delay import Delay
from core.actions.delay_until import DelayUntil
from core.model.filter import list_column
from core.model.workflow import RunWindow, WorkflowSettings
from tests.building import LEADS, at, contact, contacts, fork, is_any, on_filter, on_form, project, submits, workflow
from tests.golden.scene import VIP, Scene, under, with_lists
from tests.golden.trigger_scenes import changes, joins

_MON_TO_THU = tuple(RunWindow(day) for day in range(4))
_CUSTOMERS = is_any("lifecyclestage", "customer")


def run_windows() -> Scene:
    """The official example: the delay ends on Saturday, the branch is evaluated then, the action runs on Monday."""
    thursday = at("2026-01-08 10:00")
    cards = (Delay(2 * 1_440), fork(LEADS, [AddNote("Hello")], [AddNote("Good day")]))
    office = project(
        under(workflow(*cards, name="Mon to Thu"), WorkflowSettings(windows=_MON_TO_THU)),
        script=(
            changes(2, "2026-01-10 09:59", "lifecyclestage", "lead", 1, thursday),
            changes(3, "2026-01-10 10:01", "lifecyclestage", "lead", 2, thursday),
        ),
    )
    title = "Run windows Mon–Thu 9–17: a delay from Thursday to Saturday, the action on Monday"
    return Scene(title, office, contacts(3), start=thursday)


def run_windows_first_action() -> Scene:
    """An action that is due at night waits; one at the opening does not; one at the closing does."""
    cards = (AddNote("Hello"), DelayUntil((), 9 * 60), AddNote("Opening"), DelayUntil((), 17 * 60), AddNote("Closing"))
    office = project(
        under(workflow(*cards, trigger=on_form("Demo"), name="Office hours"), WorkflowSettings(windows=_MON_TO_THU)),
        script=(submits(1, "2026-01-05 20:00", number=1),),
    )
    return Scene("Run windows: at night, at the opening, at the closing", office, contacts(1))


def blocked_date() -> Scene:
    """Inside hours: the same time on the next allowed day; outside hours: the next opening."""
    settings = WorkflowSettings(windows=_MON_TO_THU, blocked=("2026-01-07", "2026-01-08"))
    office = project(
        under(workflow(AddNote("Hello"), trigger=on_form("Demo"), name="Closed"), settings),
        script=(submits(1, "2026-01-07 11:20", number=1), submits(2, "2026-01-07 20:00", number=2)),
    )
    return Scene("Blocked Wed 7 and Thu 8, open Mon–Thu: same time on Monday", office, contacts(2))


def blocked_date_without_windows() -> Scene:
    """Any time is inside hours then."""
    settings = WorkflowSettings(blocked=("2026-01-07",))
    office = project(
        under(workflow(AddNote("Hello"), trigger=on_form("Demo"), name="Closed"), settings),
        script=(submits(1, "2026-01-07 23:30", number=1), submits(2, "2026-01-07 11:00", number=2)),
        zone="Europe/Warsaw",
    )
    return Scene("Blocked Wed 7 in Warsaw: 23:30 UTC is Thursday there", office, contacts(2))


def suppression_list() -> Scene:
    """Members do not enter, and leave when they become members."""
    settings = WorkflowSettings(suppression=(VIP,))
    office = with_lists(
        project(
            under(workflow(Delay(2 * 1_440), AddNote("Hello"), name="Not for VIPs"), settings),
            script=(joins(2, "2026-01-06 10:00", VIP, 1),),
        )
    )
    people = [contact(1), contact(2), contact(3, **{list_column(VIP): True})]
    return Scene("Suppression list: Cleo is on it, Ben joins it", office, people)


def goal() -> Scene:
    """Who meets it does not enter; who meets it meanwhile leaves before the next action."""
    cards = (Delay(1_440), Delay(1_440), AddNote("Hello"))
    office = project(
        under(workflow(*cards, name="Until customer"), WorkflowSettings(goal=_CUSTOMERS)),
        script=(changes(2, "2026-01-05 12:00", "lifecyclestage", "customer", 1),),
    )
    people = [contact(1), contact(2), contact(3, lifecyclestage="customer")]
    return Scene("Goal: Ben becomes a customer while he waits, Cleo is one", office, people)


def unenroll_when_unmatched() -> Scene:
    """Out at the moment the criteria are lost; back when they hold again and re-enrollment is on."""
    trigger = on_filter(LEADS, reenroll=True)
    settings = WorkflowSettings(unenroll_unmatched=True)
    office = project(
        under(workflow(Delay(2 * 1_440), AddNote("Hello"), trigger=trigger, name="Leads"), settings),
        script=(
            changes(2, "2026-01-06 10:00", "lifecyclestage", "customer", 1),
            changes(2, "2026-01-06 12:00", "lifecyclestage", "lead", 2),
        ),
    )
    return Scene("Unenroll when no longer meeting the criteria", office, contacts(2, lifecyclestage="lead"))


def suppressed_while_an_action_waits() -> Scene:
    """Ada joins the list while her action waits for Tuesday; it never runs."""
    settings = WorkflowSettings(windows=(RunWindow(1),), suppression=(VIP,))
    office = with_lists(
        project(
            under(workflow(AddNote("Hello"), name="Tuesdays"), settings), script=(joins(1, "2026-01-06 08:00", VIP, 1),)
        )
    )
    return Scene("Suppressed while an action waits for its time", office, contacts(2))


SCENES = (
    run_windows,
    run_windows_first_action,
    blocked_date,
    blocked_date_without_windows,
    suppression_list,
    goal,
    unenroll_when_unmatched,
    suppressed_while_an_action_waits,
)
