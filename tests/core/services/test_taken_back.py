"""Edits of the services taken back: the tables of the file hold what they held before, keys for searching too."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.model.account import RunSettings
from core.model.changes import Edit
from core.model.contact import PropertyType
from core.model.expectation import Expectation
from core.model.filter import Filter
from core.model.problem import Problem
from core.model.workflow import WorkflowStatus
from core.rules import rulepack
from core.services import (
    contacts,
    duplicates,
    expectations,
    lists,
    made_up,
    properties,
    scenarios,
    script,
    sender_uses,
    senders,
    sequences,
    workflows,
)
from core.services.runs import rehearse
from core.services.workspace import Workspace
from tests.oracle.workspaces import workspace

NOT_COMPARED = frozenset({"meta", "workflow_version", "contact_tombstone", "event", "run", "sqlite_sequence"})
"""What is meant to stay: ids that were given out, versions, names of deleted contacts, rehearsals."""
Maker = Callable[[Workspace, Random], Edit | None]


def one_of(dice: Random, things: Sequence[Any]) -> int:
    """Give the id of one of some things; one that is not there when there are none."""
    return dice.choice(things).id if things else 10_000


def some_contacts(ws: Workspace, dice: Random) -> list[int]:
    ids = list(ws.contacts.columns(frozenset()).ids)
    return dice.sample(ids, min(len(ids), dice.randint(1, 3)))


def some_values(dice: Random) -> dict[str, Any]:
    choices: dict[str, Sequence[Any]] = {
        "firstname": ("Ada", "", " Ada  Ann ", None), "email": ("A@B.example ", "", None),
        "seats": (1, 1.0, True, "1", 0),
        "vip": (True, False, None), "second_owner": (1, 1.0, None), "lifecyclestage": ("lead", "Lead"),
        "hs_email_optout": (True, False, None),
    }  # fmt: skip
    return {name: dice.choice(choices[name]) for name in dice.sample(list(choices), 3)}


def merged(ws: Workspace, dice: Random) -> Edit:
    who = some_contacts(ws, dice)
    return duplicates.merge(ws, [(who[0], who[1:])])


def brought_back(ws: Workspace, _: Random) -> Edit | None:
    run = rehearse(ws, RunSettings(days=1))
    ws.apply(sequences.new_sequence(ws, "After the rehearsal"))
    return scenarios.bring_back(ws, run)


MAKERS: tuple[Maker, ...] = (
    lambda ws, dice: contacts.add(ws, some_values(dice)),
    lambda ws, dice: contacts.change(ws, some_contacts(ws, dice)[0], some_values(dice)),
    lambda ws, dice: contacts.delete(ws, some_contacts(ws, dice)),
    merged,
    lambda ws, dice: lists.new_list_of(ws, f"List {dice.random()}", some_contacts(ws, dice)),
    lambda ws, dice: lists.new_active(ws, f"Active {dice.random()}", Filter()),
    lambda ws, dice: lists.add(ws, one_of(dice, ws.project().lists), some_contacts(ws, dice)),
    lambda ws, dice: lists.remove(ws, one_of(dice, ws.project().lists), some_contacts(ws, dice)),
    lambda ws, dice: lists.delete(ws, one_of(dice, ws.project().lists)),
    lambda ws, dice: made_up.make_up(ws, made_up.Wishes(count=dice.randint(1, 3))),
    lambda ws, dice: properties.new(ws, f"Property {dice.random()}", dice.choice(list(PropertyType)), ("a", "b")),
    lambda ws, dice: properties.delete(ws, dice.choice(["seats", "vip", "demo", "second_owner"])),
    lambda ws, dice: script.shift(ws, [e.id for e in ws.project().script if dice.random() < 0.5], dice.randint(0, 500)),
    lambda ws, dice: script.remove(ws, [e.id for e in ws.project().script if dice.random() < 0.3]),
    lambda ws, dice: senders.new_sender(ws, f"Sender {dice.random()}"),
    lambda ws, dice: sender_uses.replace_everywhere(ws, dice.randint(1, 3), dice.randint(1, 3)),
    lambda ws, dice: sequences.duplicate(ws, one_of(dice, ws.project().sequences)),
    lambda ws, dice: sequences.delete(ws, one_of(dice, ws.project().sequences)),
    lambda ws, dice: sequences.restore(ws, one_of(dice, ws.project().sequences)),
    lambda ws, dice: sequences.move_to_folder(ws, one_of(dice, ws.project().sequences), dice.choice(["", "A"])),
    lambda ws, dice: sequences.rename_folder(ws, "A", "B"),
    lambda ws, dice: workflows.new_workflow(ws),
    lambda ws, dice: workflows.duplicate(ws, one_of(dice, ws.project().workflows)),
    lambda ws, dice: workflows.delete(ws, one_of(dice, ws.project().workflows)),
    lambda ws, dice: workflows.set_status(ws, one_of(dice, ws.project().workflows), dice.choice(list(WorkflowStatus))),
    lambda ws, dice: expectations.expect(dice.choice(ws.project().workflows), Expectation(filter=str(dice.random()))),
    brought_back,
)  # fmt: skip


def held(ws: Workspace) -> dict[str, list[str]]:
    """Give all rows of every table that is compared, types of values too."""
    with ws.store.read() as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"'))) for name in names
            if name not in NOT_COMPARED
        }  # fmt: skip


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_what_is_taken_back_is_as_it_was_in_every_table(seed: int) -> None:
    case, dice = workspace(seed), Random(seed)
    assume(all(step.delay_days >= 0 for sequence in case.project.sequences for step in sequence.steps))
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(rulepack, "load", lambda _name: case.rules)
        ws = Workspace.create(Path(folder, "w.cadenza"), replace(case.project), case.people)
        done: list[tuple[Edit, dict[str, list[str]]]] = []
        for make in dice.choices(MAKERS, k=8):
            try:
                edit = make(ws, dice)
            except (Problem, IndexError):
                # Nothing of the kind is there any more.
                continue
            if edit is not None:
                before = held(ws)
                ws.apply(edit)
                done.append((edit, before))
        for edit, before in reversed(done):
            after = held(ws)
            ws.apply(edit.back)
            assert held(ws) == before, edit.title
            ws.apply(edit.back.back)
            assert held(ws) == after, f"{edit.title}, done again"
            ws.apply(edit.back)
            if edit.title.startswith("Bring back"):
                # The sequence that was made between is not part of the edit.
                break
        ws.close()
