"""What a project document must keep to besides the types of its fields: ids, names, trees, and settings a run needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from core.model.account import Account
from core.model.contact import PropertyType
from core.model.filter import list_column
from core.model.problem import Problem
from core.model.project import Project
from core.model.workflow import Card, Workflow, walk
from core.rules import rulepack
from core.rules.calendar import zone_of

RECORD_ID = "hs_object_id"
"""HubSpot's name for a contact's number; no property may be called so."""

_PARTS = ("custom_properties", "senders", "sequences", "workflows", "script", "enrollments", "lists", "views")
_LIST_COLUMN = list_column(0).removesuffix("0")
_DAYS_PLAYED = (1, 3_650)
_DAYS = (0, 3_650)
_DAY = (0, 24 * 60 - 1)
_WEEK = (0, 6)
_MONTH = (1, 31)
_PERCENT = (0, 100)
_COUNT = (0, 10_000_000)
_MOMENTS = (0, 32_503_679_999)
"""The years 1970 to 2999, in seconds."""


def bad(where: str, sentence: str) -> Problem:
    """Give the problem of a place in a document."""
    return Problem("BAD_DOCUMENT", f"The document cannot be read: {sentence}.", place=where)


def check(project: Project) -> None:
    """Make sure a project that was read hangs together.

    Raises:
        Problem: ``BAD_DOCUMENT`` with the path of the field.
    """
    for part in _PARTS:
        check_ids([thing.id for thing in getattr(project, part)], f"project.{part}", "id")
    _check_properties(project)
    _check_account(project.account)
    for i, workflow in enumerate(project.workflows):
        _check_workflow(workflow, f"project.workflows[{i}]")
    for where, number, (least, most) in _numbers(project):
        if number is not None and not least <= number <= most:
            raise bad(where, f"{number} is not between {least} and {most}")


def check_ids(ids: Sequence[int], where: str, field: str) -> None:
    """Make sure ids are positive and there once; 0 stands for one that is still to be given."""
    seen: set[int] = set()
    for i, thing_id in enumerate(ids):
        if thing_id < 0:
            raise bad(f"{where}[{i}].{field}", f"{thing_id} is no id; ids begin with 1")
        if thing_id and thing_id in seen:
            raise bad(f"{where}[{i}].{field}", f"the id {thing_id} is there twice")
        seen.add(thing_id)


def _check_properties(project: Project) -> None:
    names = [p.name for p in project.properties]
    for i, definition in enumerate(project.custom_properties):
        where = f"project.custom_properties[{i}].name"
        # Membership of lists is asked for beside the properties, under names like these.
        if not definition.name or definition.name == RECORD_ID or definition.name.startswith(_LIST_COLUMN):
            raise bad(where, f"“{definition.name}” cannot name a property")
        if definition.type is PropertyType.LIST:
            raise bad(f"project.custom_properties[{i}].type", "a property cannot hold the membership of lists")
        if names.count(definition.name) > 1:
            raise bad(where, f"the property “{definition.name}” is there twice")


def _numbers(project: Project) -> Iterator[tuple[str, int | None, tuple[int, int]]]:
    """Give the numbers that a calendar or a mailbox counts with, their places and bounds."""
    for i, sender in enumerate(project.senders):
        yield f"project.senders[{i}].limit", sender.limit, _COUNT
        yield f"project.senders[{i}].inbox_changed", sender.inbox_changed, _MOMENTS
    for i, sequence in enumerate(project.sequences):
        where, settings = f"project.sequences[{i}]", sequence.settings
        yield f"{where}.deleted", sequence.deleted, _MOMENTS
        yield f"{where}.settings.window_start", settings.window_start, _DAY
        yield f"{where}.settings.window_end", settings.window_end, _DAY
        for name in ("reply", "meeting", "unsubscribe", "bounce", "open", "click"):
            yield f"{where}.settings.behaviour.{name}", getattr(settings.behaviour, name), _PERCENT
        yield f"{where}.settings.behaviour.task_hours", settings.behaviour.task_hours, _COUNT
        for k, step in enumerate(sequence.steps):
            yield f"{where}.steps[{k}].delay_days", step.delay_days, _DAYS
    for i, workflow in enumerate(project.workflows):
        yield from _times(workflow, f"project.workflows[{i}]")
    for i, enrollment in enumerate(project.enrollments):
        yield f"project.enrollments[{i}].since", enrollment.since, _MOMENTS
        yield f"project.enrollments[{i}].next_step", enrollment.next_step, _COUNT
    for i, event in enumerate(project.script):
        yield f"project.script[{i}].minute", event.minute, _COUNT


def _times(workflow: Workflow, where: str) -> Iterator[tuple[str, int, tuple[int, int]]]:
    schedule = workflow.trigger.schedule
    yield f"{where}.trigger.schedule.minute", schedule.minute, _DAY
    yield f"{where}.trigger.schedule.weekday", schedule.weekday, _WEEK
    yield f"{where}.trigger.schedule.day", schedule.day, _MONTH
    for k, window in enumerate(workflow.settings.windows):
        yield f"{where}.settings.windows[{k}].day", window.day, _WEEK
        yield f"{where}.settings.windows[{k}].start", window.start, _DAY
        yield f"{where}.settings.windows[{k}].end", window.end, (1, _DAY[1] + 1)


def _check_account(account: Account) -> None:
    where = "project.account"
    settings = account.settings
    _passes(zone_of, account.time_zone, f"{where}.time_zone")
    _passes(rulepack.load, account.rule_pack, f"{where}.rule_pack")
    for name, (least, most) in (("days", _DAYS_PLAYED), ("start", _MOMENTS)):
        number = getattr(settings, name)
        if not least <= number <= most:
            raise bad(f"{where}.settings.{name}", f"{number} is not between {least} and {most}")


def _passes(ask: Callable[[str], object], text: str, where: str) -> None:
    try:
        ask(text)
    except Problem as problem:
        raise Problem("BAD_DOCUMENT", problem.sentence, place=where, hint=problem.hint) from problem


def _check_workflow(workflow: Workflow, where: str) -> None:
    ids = [card.id for card in walk(workflow.cards)]
    for card_id in ids:
        if card_id < 1 or ids.count(card_id) > 1:
            raise bad(f"{where}.cards", f"the card id {card_id} is not there once, or below 1")
    if ids and workflow.next_card <= max(ids):
        raise bad(f"{where}.next_card", f"{workflow.next_card} is not above every card id")
    _check_cards(workflow.cards, f"{where}.cards")
    for i, day in enumerate(workflow.settings.blocked):
        if not _is_day(day):
            raise bad(f"{where}.settings.blocked[{i}]", f"“{day[:60]}” is not a date like 2026-12-25")


def _is_day(text: str) -> bool:
    # Other ways to write a date are none here: blocked dates are compared as texts.
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _check_cards(cards: tuple[Card, ...], where: str) -> None:
    for i, card in enumerate(cards):
        here = f"{where}[{i}]"
        wanted = len(card.action.branch_names())
        if len(card.branches) != wanted:
            raise bad(f"{here}.branches", f"{len(card.branches)} branches are there, {wanted} are needed")
        if wanted and card is not cards[-1]:
            raise bad(here, "a branch is the last card of its list")
        for k, branch in enumerate(card.branches):
            _check_cards(branch, f"{here}.branches[{k}]")
