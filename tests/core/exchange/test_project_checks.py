"""What a project document must keep to besides the types of its fields."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.actions.delay import Delay
from core.actions.if_then import IfThen
from core.exchange.project_checks import check
from core.model.account import Account, RunSettings
from core.model.contact import PropertyDefinition, PropertyType
from core.model.contact_list import ContactList
from core.model.event import EventKind, ScriptedEvent
from core.model.problem import Problem
from core.model.project import Project
from core.model.sender import Sender
from core.model.sequence import Behaviour, Enrollment, Sequence, SequenceSettings, Step
from core.model.workflow import Card, RunWindow, Schedule, Sticky, Trigger, TriggerKind, Workflow, WorkflowSettings

BRANCHING = Card(2, IfThen(), branches=((Card(3, Delay()),), ()))
GOOD = Project(
    custom_properties=(PropertyDefinition("seats", "Seats", id=1),),
    senders=(Sender(1), Sender(0), Sender(0)),
    sequences=(Sequence(1, steps=(Step(), Step(delay_days=3))), Sequence(2)),
    enrollments=(Enrollment(1, 1, 1, since=0),),
    script=(ScriptedEvent(EventKind.REPLIED, 1, 5),),
    workflows=(
        Workflow(
            1,
            cards=(Card(1, Delay()), BRANCHING),
            next_card=4,
            settings=WorkflowSettings((RunWindow(6, 0, 1440),), ("2026-12-25",), (1,)),
        ),
    ),
    lists=(ContactList(1, "VIPs"), ContactList(0, "New"), ContactList(0, "New too")),
)


def with_workflow(**fields: object) -> Project:
    return replace(GOOD, workflows=(replace(GOOD.workflows[0], **fields),))  # type: ignore[arg-type]


def test_a_good_project_passes() -> None:
    check(GOOD)
    check(Project())


@pytest.mark.parametrize(
    ("project", "place", "sentence"),
    [
        (replace(GOOD, senders=(Sender(1), Sender(1))), "project.senders[1].id", "the id 1 is there twice"),
        (replace(GOOD, senders=(Sender(-1),)), "project.senders[0].id", "-1 is no id; ids begin with 1"),
        (
            replace(GOOD, custom_properties=(PropertyDefinition("", "x"),)),
            "project.custom_properties[0].name",
            "“” cannot name a property",
        ),
        (
            replace(GOOD, custom_properties=(PropertyDefinition("hs_object_id", "x"),)),
            "project.custom_properties[0].name",
            "“hs_object_id” cannot name a property",
        ),
        (
            replace(GOOD, custom_properties=(PropertyDefinition("list:3", "x"),)),
            "project.custom_properties[0].name",
            "“list:3” cannot name a property",
        ),
        (
            replace(GOOD, custom_properties=(PropertyDefinition("mine", "x", PropertyType.LIST),)),
            "project.custom_properties[0].type",
            "a property cannot hold the membership of lists",
        ),
        (replace(GOOD, lists=(ContactList(2), ContactList(2))), "project.lists[1].id", "the id 2 is there twice"),
        (
            replace(GOOD, custom_properties=(PropertyDefinition("email", "x"),)),
            "project.custom_properties[0].name",
            "the property “email” is there twice",
        ),
        (replace(GOOD, account=Account(time_zone="Mars")), "project.account.time_zone", "“Mars” is not a time zone"),
        (replace(GOOD, account=Account(rule_pack="x")), "project.account.rule_pack", "There is no rule pack “x”"),
        (
            replace(GOOD, account=Account(settings=RunSettings(days=0))),
            "project.account.settings.days",
            "0 is not between 1 and 3650",
        ),
        (
            replace(GOOD, account=Account(settings=RunSettings(start=-5))),
            "project.account.settings.start",
            "-5 is not between 0 and 32503679999",
        ),
        (replace(GOOD, senders=(Sender(1, limit=-1),)), "project.senders[0].limit", "-1 is not between 0 and 10000000"),
        (
            replace(GOOD, sequences=(Sequence(1, steps=(Step(), Step(delay_days=9_999))),)),
            "project.sequences[0].steps[1].delay_days",
            "9999 is not between 0 and 3650",
        ),
        (
            replace(GOOD, sequences=(Sequence(1, settings=SequenceSettings(behaviour=Behaviour(reply=101))),)),
            "project.sequences[0].settings.behaviour.reply",
            "101 is not between 0 and 100",
        ),
        (
            replace(GOOD, sequences=(Sequence(1, settings=SequenceSettings(behaviour=Behaviour(click=-1))),)),
            "project.sequences[0].settings.behaviour.click",
            "-1 is not between 0 and 100",
        ),
        (
            with_workflow(trigger=Trigger(TriggerKind.SCHEDULE, schedule=Schedule(weekday=7))),
            "project.workflows[0].trigger.schedule.weekday",
            "7 is not between 0 and 6",
        ),
        (
            with_workflow(trigger=Trigger(TriggerKind.SCHEDULE, schedule=Schedule(minute=1440))),
            "project.workflows[0].trigger.schedule.minute",
            "1440 is not between 0 and 1439",
        ),
        (
            with_workflow(trigger=Trigger(TriggerKind.SCHEDULE, schedule=Schedule(day=0))),
            "project.workflows[0].trigger.schedule.day",
            "0 is not between 1 and 31",
        ),
        (
            with_workflow(settings=WorkflowSettings(windows=(RunWindow(0), RunWindow(7)))),
            "project.workflows[0].settings.windows[1].day",
            "7 is not between 0 and 6",
        ),
        (
            with_workflow(settings=WorkflowSettings(windows=(RunWindow(0, start=-1),))),
            "project.workflows[0].settings.windows[0].start",
            "-1 is not between 0 and 1439",
        ),
        (
            with_workflow(settings=WorkflowSettings(windows=(RunWindow(0, end=1441),))),
            "project.workflows[0].settings.windows[0].end",
            "1441 is not between 1 and 1440",
        ),
        (
            with_workflow(settings=WorkflowSettings(blocked=("2026-12-25", "25.12.2026"))),
            "project.workflows[0].settings.blocked[1]",
            "“25.12.2026” is not a date like 2026-12-25",
        ),
        (
            with_workflow(stickies=(Sticky(1, "a"), Sticky(1, "b"))),
            "project.workflows[0].stickies[1].id",
            "the id 1 is there twice",
        ),
        (
            with_workflow(stickies=(Sticky(1, "a", x=10**30),)),
            "project.workflows[0].stickies[0].x",
            "is not between -1000000 and 1000000",
        ),
        (
            with_workflow(settings=WorkflowSettings(blocked=("20261225",))),
            "project.workflows[0].settings.blocked[0]",
            "“20261225” is not a date like 2026-12-25",
        ),
        (
            replace(GOOD, enrollments=(Enrollment(1, 1, 1, since=10**12),)),
            "project.enrollments[0].since",
            "1000000000000 is not between 0 and 32503679999",
        ),
        (
            replace(GOOD, script=(ScriptedEvent(EventKind.REPLIED, 1, -5),)),
            "project.script[0].minute",
            "-5 is not between 0 and 10000000",
        ),
        (
            with_workflow(cards=(Card(1, Delay()), Card(1, Delay()))),
            "project.workflows[0].cards",
            "the card id 1 is not there once, or below 1",
        ),
        (with_workflow(next_card=3), "project.workflows[0].next_card", "3 is not above every card id"),
        (
            with_workflow(cards=(Card(2, IfThen(), branches=((),)),)),
            "project.workflows[0].cards[0].branches",
            "1 branches are there, 2 are needed",
        ),
        (
            with_workflow(cards=(BRANCHING, Card(1, Delay()))),
            "project.workflows[0].cards[0]",
            "a branch is the last card of its list",
        ),
        (
            with_workflow(cards=(replace(BRANCHING, branches=((), (Card(3, Delay(), branches=((),)),))),)),
            "project.workflows[0].cards[0].branches[1][0].branches",
            "1 branches are there, 0 are needed",
        ),
    ],
)
def test_what_does_not_hang_together_is_refused_with_its_place(project: Project, place: str, sentence: str) -> None:
    with pytest.raises(Problem) as refused:
        check(project)
    assert (refused.value.code, refused.value.place) == ("BAD_DOCUMENT", place)
    assert sentence in refused.value.sentence
