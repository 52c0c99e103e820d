"""What a project document must keep to besides the types of its fields: ids, names, trees, and settings a run needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from core.model.account import Account
from core.model.changes import Thing
from core.model.contact import PropertyType
from core.model.filter import list_column
from core.model.problem import Problem
from core.model.project import Project
from core.model.workflow import Card, Workflow, walk
from core.rules import rulepack
from core.rules.bounds import out_of_bounds
from core.rules.calendar import zone_of

RECORD_ID = "hs_object_id"
"""HubSpot's name for a contact's number; no property may be called so."""

_PARTS = ("custom_properties", "senders", "sequences", "workflows", "script", "enrollments", "lists", "views")
_LIST_COLUMN = list_column(0).removesuffix("0")


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
    _check_numbers(project.account, "project.account")
    for part in _PARTS:
        for i, thing in enumerate(getattr(project, part)):
            _check_numbers(thing, f"project.{part}[{i}]")


def _check_numbers(thing: Thing, where: str) -> None:
    for wrong in out_of_bounds(thing):
        raise bad(f"{where}.{wrong.field}", f"{wrong.number} is not between {wrong.least} and {wrong.most}")


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


def _check_account(account: Account) -> None:
    where = "project.account"
    _passes(zone_of, account.time_zone, f"{where}.time_zone")
    _passes(rulepack.load, account.rule_pack, f"{where}.rule_pack")


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
    check_ids([sticky.id for sticky in workflow.stickies], f"{where}.stickies", "id")
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
