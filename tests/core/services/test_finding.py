"""Finding words in workflows: which card, what of it, whatever the case and the accents."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.actions.create_task import CreateTask
from core.actions.delay import Delay
from core.model import tree
from core.model.filter import Operator
from core.model.project import Project
from core.model.workflow import Sticky
from core.services.finding import Match, find, fold
from tests.building import enroll, fork, is_any, off, on_form, project, sender, sequence, where, workflow

LEADS = is_any("lifecyclestage", "lead")


@pytest.fixture
def office() -> Project:
    """Workflow 1: form “Demo” → branch (Lead: enroll by Zoë | None matched: task); workflow 2: a noted delay."""
    first = workflow(
        fork(LEADS, (enroll(1, 1),), (CreateTask(subject="Ring Łódź office"),)), trigger=on_form("Demo form")
    )
    second = workflow(Delay(120), off(Delay(60)), number=2, name="Later", trigger=on_form("Webinar"))
    second = tree.change(second, 1, note="Ask Bo about the demo")
    return project(first, second, senders=(sender(1, "Zoë Müller"),), sequences=(sequence(name="Welcome"),))


def hits(office: Project, text: str, *workflows: int) -> list[tuple[int, int, str]]:
    return [(m.workflow, m.card, m.where) for m in find(office, text, workflows or None)]


def test_a_trigger_and_a_note_are_found_in_the_order_of_workflows_and_cards(office: Project) -> None:
    assert find(office, "demo") == [
        Match(1, 0, "Trigger", "Form submitted: Demo form"),
        Match(2, 1, "Note", "Ask Bo about the demo"),
    ]


def test_only_the_workflows_asked_for_are_looked_through(office: Project) -> None:
    assert hits(office, "demo", 2) == [(2, 1, "Note")]
    assert hits(office, "demo", 7) == []


@pytest.mark.parametrize("text", ["zoe muller", "ZOË", "Muller"])
def test_accents_and_case_do_not_matter(office: Project, text: str) -> None:
    assert hits(office, text) == [(1, 2, "Summary")]


def test_titles_branches_and_fields_are_looked_through(office: Project) -> None:
    assert hits(office, "lead") == [(1, 1, "Title")]
    assert hits(office, "none matched") == [(1, 1, "Branch")]
    assert hits(office, "lodz") == [(1, 3, "Summary")]
    assert hits(office, "welcome") == [(1, 2, "Summary")]
    assert hits(office, "2 hours") == [(2, 1, "Title")]


def test_a_card_that_is_off_is_found_too(office: Project) -> None:
    assert hits(office, "1 hour", 2) == [(2, 2, "Title")]


def test_conditions_inside_branches_are_found(office: Project) -> None:
    two = workflow(fork(where("country", Operator.IS, "Poland"), (), ()))
    renamed = tree.change(two, 1, action=replace(two.cards[0].action, none_met="Others"))  # type: ignore[type-var]
    assert hits(replace(office, workflows=(renamed,)), "poland") == [(1, 1, "Title")]


@pytest.mark.parametrize("text", ["", "   ", "no such words"])
def test_nothing_is_found_for_nothing(office: Project, text: str) -> None:
    assert find(office, text) == []


def test_folding() -> None:
    assert fold("Łódź") == fold("lodz") == "lodz"
    assert fold("Straße Ærø") == "strasse aero"
    assert fold("İstanbul") == "istanbul"
    assert fold("ﬁne") == "fine"


def test_a_sticky_note_is_found_at_the_card_it_goes_along_with(office: Project) -> None:
    noted = replace(office.workflows[0], stickies=(Sticky(1, "Über Ostern aus", card=3), Sticky(2, "Ask legal")))
    there = replace(office, workflows=(noted,))
    assert hits(there, "uber ostern") == [(1, 3, "Sticky note")]
    assert hits(there, "legal") == [(1, 0, "Sticky note")]
