"""Scenes of the actions that came later, one each."""

from __future__ import annotations

from core.actions.add_note import AddNote
from core.actions.add_to_list import AddToList
from core.actions.create_task import AssigneeType, CreateTask, TaskType
from core.actions.delay import Delay
from core.actions.delay_until import DelayUntil
from core.actions.delay_until_event import AwaitedEvent, DelayUntilEvent
from core.actions.go_to_workflow import GoToWorkflow
from core.actions.notification import Notification
from core.actions.random_split import RandomSplit, Share
from core.actions.remove_from_list import RemoveFromList
from core.actions.rotate_owner import RotateOwner
from core.actions.set_property import SetProperty
from core.actions.value_equals import ValueBranch, ValueEquals
from core.model.event import EventKind
from core.model.filter import list_column
from core.model.sequence import Enrollment
from core.model.workflow import Card, Trigger, TriggerKind
from tests.building import START, contact, contacts, enroll, happens, project, sender, submits, workflow
from tests.golden.scene import PARTNERS, VIP, WELCOME, Scene, with_lists

_LIST_JOINED = Trigger(TriggerKind.LIST_JOINED, list=VIP)
_TWO = (sender(1, "Ana Ruiz"), sender(2, "Bo Lind"))


def add_note() -> Scene:
    """A note, and one with nothing to say."""
    office = project(workflow(AddNote("Asked for a price."), AddNote(), name="Notes"))
    return Scene("Add note: the second one is empty", office, contacts(1))


def add_to_list() -> Scene:
    """Being put on a list is joining it; who is on it already does not join."""
    office = with_lists(
        project(
            workflow(AddToList(VIP), AddToList(9), name="Keep"),
            workflow(AddNote("Hello"), number=2, trigger=_LIST_JOINED, name="Joined VIP"),
        )
    )
    return Scene("Add to list: Ben is on it already", office, [contact(1), contact(2, **{list_column(VIP): True})])


def remove_from_list() -> Scene:
    """Taken off, put on again: that is joining."""
    cards = (RemoveFromList(VIP), Delay(60), AddToList(VIP), RemoveFromList())
    office = with_lists(
        project(
            workflow(*cards, name="Off and on"),
            workflow(AddNote("Hello"), number=2, trigger=_LIST_JOINED, name="Joined VIP"),
        )
    )
    return Scene("Remove from list: then put on it again", office, [contact(1, **{list_column(VIP): True})])


def create_task() -> Scene:
    """For the owner, for a user, for nobody; over a weekend."""
    by_owner = CreateTask(TaskType.CALL, "Ring up", 2)
    by_user = CreateTask(TaskType.TODO, "Look at it", 0, AssigneeType.SPECIFIC_USER, 2)
    office = project(workflow(by_owner, by_user, CreateTask(), name="Tasks"), senders=_TWO)
    people = [contact(1), contact(2, hubspot_owner_id=None), contact(3, hubspot_owner_id=99)]
    return Scene("Create task: Ben has no owner, Cleo an unknown one", office, people)


def delay_until() -> Scene:
    """The next Thursday at 14:00; whoever comes at that very moment goes on at once."""
    cards = (DelayUntil((3,), 14 * 60), AddNote("Thursday"), DelayUntil((3,), 14 * 60), DelayUntil((), 8 * 60 + 30))
    office = project(workflow(*cards, name="Thursdays"), zone="Europe/Warsaw")
    return Scene("Delay until a day or time: 14:00 in Warsaw", office, contacts(1))


def delay_until_event() -> Scene:
    """Ada submits the form, Ben another one, Cleo too late."""
    wait = DelayUntilEvent(AwaitedEvent.FORM_SUBMITTED, "Demo", minutes=2 * 1_440)
    card = Card(0, wait, branches=((Card(0, AddNote("It came")),), (Card(0, Delay(60)),)))
    office = project(
        workflow(card, name="Wait"),
        script=(
            submits(1, "2026-01-06 10:00", "demo", number=1),
            submits(2, "2026-01-06 10:00", "Price list", number=2),
            submits(3, "2026-01-07 09:01", "Demo", number=3),
        ),
    )
    return Scene("Delay until event: at most 2 days", office, contacts(3))


def delay_until_property_changes() -> Scene:
    """A workflow's own action counts as a change."""
    wait = DelayUntilEvent(AwaitedEvent.PROPERTY_CHANGED, property="lifecyclestage", minutes=1_440)
    card = Card(0, wait, branches=((Card(0, AddNote("Changed")),), (Card(0, Delay(60)),)))
    office = project(
        workflow(card, name="Wait"),
        workflow(Delay(30), SetProperty("lifecyclestage", "customer"), number=2, name="Set it"),
    )
    people = [contact(1, lifecyclestage="lead"), contact(2, lifecyclestage="customer")]
    return Scene("Delay until a property changes: Ben’s has the value already", office, people)


def go_to_workflow() -> Scene:
    """Contacts go on here too; who has been there does not enter again."""
    office = project(
        workflow(GoToWorkflow(2), Delay(60), GoToWorkflow(2), GoToWorkflow(9), name="First"),
        workflow(AddNote("Here"), number=2, trigger=Trigger(TriggerKind.MANUAL), name="Second"),
    )
    return Scene("Enroll in another workflow: once, again, and into one that is not there", office, contacts(1))


def workflow_loop() -> Scene:
    """Two workflows that enroll into each other are stopped at the same moment."""
    again = Trigger(TriggerKind.MANUAL, reenroll=True)
    office = project(
        workflow(GoToWorkflow(2), name="Ping"),
        workflow(GoToWorkflow(3), number=2, trigger=again, name="Pong"),
        workflow(GoToWorkflow(2), number=3, trigger=again, name="Pang"),
    )
    return Scene("A loop of workflows is stopped", office, contacts(1))


def notification() -> Scene:
    """To the owner and a user; to the owner alone; to nobody."""
    cards = (Notification("Look", "", (2,)), Notification("Look"), Notification("Look", "", (), False))
    people = [contact(1), contact(2, hubspot_owner_id=None)]
    return Scene("Send internal notification", project(workflow(*cards, name="Tell"), senders=_TWO), people)


def random_split() -> Scene:
    """Ten contacts, 50 to 50, drawn with seed 7; then everybody goes the one way that takes all."""
    half = RandomSplit((Share("A", 50), Share("B", 50)))
    whole = RandomSplit((Share("None", 0), Share("All", 100)))
    card = Card(0, half, branches=((Card(0, whole, branches=((), ())),), (Card(0, AddNote("B")),)))
    return Scene("Random percentage split, drawn with seed 7", project(workflow(card, name="Split")), contacts(10))


def rotate_owner() -> Scene:
    """In turn, and only those without an owner unless it overwrites."""
    office = project(
        workflow(RotateOwner((1, 2)), RotateOwner((2,), overwrite=True), RotateOwner(), name="Rotate"), senders=_TWO
    )
    people = [*contacts(3, hubspot_owner_id=None), contact(4, hubspot_owner_id=2)]
    return Scene("Rotate record to owner: Dan has one", office, people)


def value_equals() -> Scene:
    """The very value; case does not matter."""
    branches = (ValueBranch("", ("Oslo",)), ValueBranch("Poland", ("Warsaw", "Gdansk")))
    card = Card(0, ValueEquals("city", branches), branches=((Card(0, AddNote("NO")),), (Card(0, AddNote("PL")),), ()))
    people = [contact(1, city="oslo"), contact(2, city="Gdansk"), contact(3, city="Bergen"), contact(4)]
    return Scene("Value equals branch", project(workflow(card, name="By city")), people)


def delay_until_meeting_ends_a_sequence() -> Scene:
    """A meeting ends the enrollment and lets the workflow go on at the same moment."""
    wait = DelayUntilEvent(AwaitedEvent.MEETING_BOOKED, minutes=5 * 1_440)
    card = Card(0, wait, branches=((Card(0, AddNote("Booked")),), (Card(0, enroll()),)))
    office = project(
        workflow(card, name="Wait for a meeting"),
        sequences=(WELCOME,),
        enrollments=(Enrollment(1, 1, 1, START - 3_600, 1),),
        script=(happens(EventKind.MEETING_BOOKED, 1, "2026-01-06 11:00", "Demo", number=1),),
    )
    return Scene("Delay until meeting booked: Ada books, Ben does not", office, contacts(2))


def lists_in_turn() -> Scene:
    """Only the list a workflow waits for counts."""
    office = with_lists(
        project(
            workflow(AddToList(PARTNERS), Delay(60), AddToList(VIP), name="Two lists"),
            workflow(AddNote("Hello"), number=2, trigger=_LIST_JOINED, name="Joined VIP"),
        )
    )
    return Scene("List joined: Partners does not count, VIP does", office, contacts(1))


SCENES = (
    add_note,
    add_to_list,
    remove_from_list,
    create_task,
    delay_until,
    delay_until_event,
    delay_until_property_changes,
    go_to_workflow,
    workflow_loop,
    notification,
    random_split,
    rotate_owner,
    value_equals,
    delay_until_meeting_ends_a_sequence,
    lists_in_turn,
)
