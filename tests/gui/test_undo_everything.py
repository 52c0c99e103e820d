"""Undo and redo over everything in a workspace: random edits through the services, compared with remembered copies.

A copy is the whole workspace as a project document, so "the same" means that a file written of it is the same. The
machine works on a real file. Every example ends by taking back all it did, so that the next one begins where it began,
and that is one more comparison.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from PySide6.QtCore import QObject

from core.actions import ACTIONS
from core.actions.delay import Delay
from core.exchange import project_json
from core.model.account import Subscription
from core.model.changes import Edit, Noun
from core.model.contact import PropertyDefinition, PropertyType
from core.model.contact_list import ListMember
from core.model.event import EventKind, ScriptedEvent
from core.model.filter import Condition, Filter, Operator
from core.model.problem import Problem
from core.model.tree import Spot
from core.model.workflow import Sticky, Trigger, TriggerKind, Workflow, WorkflowStatus, walk
from core.services import contacts, importing, lists, senders, sequences, workflows
from core.services.contacts import ContactQuery
from core.services.edits import added, changed, joined, removed
from core.store import lists as member_rows
from gui.bus import Bus
from gui.canvas import edits as card_edits
from gui.dialogs.ask import Dialogs
from gui.jobs import JobRunner
from gui.theme import ThemeManager
from gui.undo import UndoDoor
from tests.gui.small_workspace import small_workspace

T = TypeVar("T")

EXAMPLES = 500
STEPS = 7
PICK = st.integers(0, 30)
CARD_EDITS = ["move", "remove", "switch", "duplicate", "sticky", "change"]
NAMES = st.sampled_from(["Ana", "Żółw", "A “quoted” name", "x" * 60])
NOW = 1_767_603_600


class Loud(Dialogs):
    """Fails the test where the window would say that an edit was refused."""

    def problem(self, problem: Exception) -> None:
        raise problem


class Bench(QObject):
    """A workspace with its door for edits, made once for all examples."""

    def __init__(self, folder: Path, dialogs: Dialogs) -> None:
        super().__init__()
        self.folder = folder
        self.workspace = small_workspace(folder)
        self.jobs = JobRunner((Problem,), self)
        self.door = UndoDoor(self.workspace, Bus(self), self.jobs, dialogs, self)

    def content(self) -> str:
        """Gives all there is in the workspace, as text."""
        ws = self.workspace
        people = ws.contacts.many(sorted(ws.contacts.ids(ContactQuery())))
        members = [m for found in ws.project().lists for m in self.members(found.id)]
        paper = io.StringIO()
        project_json.write(paper, ws.project(), people, sorted(members, key=lambda m: m.id))
        return paper.getvalue()

    def members(self, list_id: int) -> Sequence[ListMember]:
        """Gives who is on a list."""
        return member_rows.members(self.workspace.store, list_id)


class UndoMachine(RuleBasedStateMachine):
    """Edits, undoes and redoes; `memory` holds the content after each step that stands on the stack."""

    bench: Bench

    def __init__(self) -> None:
        super().__init__()
        self.ws, self.door = self.bench.workspace, self.bench.door
        self.door.stack.clear()
        self.memory = [self.bench.content()]
        self.is_new = True

    def do(self, edit: Edit | None) -> None:
        """Does an edit as the window would, and remembers what came of it."""
        if edit is None or not edit.puts:
            return
        assert edit.title
        self.door.do(edit)
        # Edits of one thing that follow each other closely become one step: then its content is another now.
        index = self.door.stack.index()
        del self.memory[index:]
        self.memory.append(self.bench.content())
        assert len(self.memory) == index + 1
        self.is_new = True

    def workflow(self, pick: int) -> Workflow | None:
        return one(self.ws.project().workflows, pick)

    # ------------------------------------------------------------ workflows and cards

    @rule(pick=PICK, what=st.sampled_from(["new", "copy", "rename", "on", "off", "delete"]), name=NAMES)
    def whole_workflows(self, pick: int, what: str, name: str) -> None:
        workflow = self.workflow(pick)
        if what == "new" or workflow is None:
            self.do(workflows.new_workflow(self.ws, name, kind="enroll"))
            return
        match what:
            case "copy":
                self.do(workflows.duplicate(self.ws, workflow.id))
            case "rename":
                self.do(workflows.rename(self.ws, workflow.id, name))
            case "delete":
                self.do(workflows.delete(self.ws, workflow.id))
            case _:
                self.do(workflows.set_status(self.ws, workflow.id, WorkflowStatus(what)))

    @rule(pick=PICK, kind=st.sampled_from(sorted(k for k, a in ACTIONS.items() if a.group)), at=PICK)
    def add_card(self, pick: int, kind: str, at: int) -> None:
        workflow = self.workflow(pick)
        if workflow is not None:
            cards = [0, *(card.id for card in walk(workflow.cards))]
            spot = card_edits.place_below(workflow, cards[at % len(cards)])
            self._cards(card_edits.add(workflow, spot, ACTIONS[kind]()))

    @rule(pick=PICK, at=PICK, what=st.sampled_from(CARD_EDITS), number=st.integers(1, 9))
    def change_card(self, pick: int, at: int, what: str, number: int) -> None:
        workflow, project = self.workflow(pick), self.ws.project()
        card = one(tuple(walk(workflow.cards)), at) if workflow is not None else None
        if workflow is None or card is None:
            return
        other = one(tuple(walk(workflow.cards)), at + number)
        chosen = tuple(dict.fromkeys((card.id, other.id if other is not None else card.id)))
        match what:
            case "move":
                self._cards(card_edits.move(project, workflow, chosen, Spot((), number % (len(workflow.cards) + 1))))
            case "remove":
                self._cards(card_edits.remove(project, workflow, chosen))
            case "switch":
                self._cards(card_edits.switch(project, workflow, chosen))
            case "duplicate":
                self._cards(card_edits.duplicate(project, workflow, chosen))
            case "sticky":
                self._cards(card_edits.add_sticky(workflow, Sticky(0, f"Ask {number}", card.id, number)))
            case _ if isinstance(card.action, Delay):
                after = card_edits.noted(card_edits.remade(workflow, card.id, Delay(number)), card.id, f"note {number}")
                self.do(workflows.edit(self.ws, after, "Change “Delay”"))

    def _cards(self, edit: card_edits.CardEdit | None) -> None:
        if edit is not None:
            self.do(workflows.edit(self.ws, edit.after, edit.title))

    @rule(pick=PICK, kind=st.sampled_from(TriggerKind), value=NAMES)
    def change_trigger(self, pick: int, kind: TriggerKind, value: str) -> None:
        workflow = self.workflow(pick)
        if workflow is not None:
            asked = Filter(((Condition("country", Operator.IS, (value,)),),))
            trigger = Trigger(kind, "Demo request", asked)
            self.do(workflows.edit(self.ws, replace(workflow, trigger=trigger), f"Change trigger of “{workflow.name}”"))

    # ------------------------------------------------------------ contacts

    @rule(name=NAMES, pick=PICK)
    def add_or_change_contact(self, name: str, pick: int) -> None:
        found = one(self.ws.contacts.ids(ContactQuery()), pick)
        if found is None or pick % 2:
            self.do(contacts.add(self.ws, {"firstname": name, "email": f"new{pick}@acme.example"}, lambda: NOW))
        else:
            self.do(contacts.change(self.ws, found, {"lastname": name}, lambda: NOW + pick))

    @rule(picks=st.lists(PICK, min_size=1, max_size=4), city=NAMES, deleting=st.booleans())
    def many_contacts_at_once(self, picks: list[int], city: str, deleting: bool) -> None:
        everybody = self.ws.contacts.ids(ContactQuery())
        chosen = sorted({found for pick in picks if (found := one(everybody, pick)) is not None})
        if deleting:
            self.do(contacts.delete(self.ws, chosen) if chosen else None)
        else:
            each = [contacts.change(self.ws, who, {"city": city}, lambda: NOW) for who in chosen]
            self.do(joined(f"Set City of {len(each)} contacts", *each))

    @rule(count=st.integers(1, 40), first=PICK, city=NAMES)
    def import_contacts(self, count: int, first: int, city: str) -> None:
        path = self.bench.folder / "people.csv"
        rows = [f"p{n}@acme.example,{city.replace(',', '')}" for n in range(first, first + count)]
        path.write_text("email,city\n" + "\n".join(["mia@acme.example,Oslo", *rows]) + "\n", encoding="utf-8")
        plan = importing.read_contacts(self.ws, path, now=NOW)
        before = self.door.stack.index()
        self.do(plan.edit)
        # However many contacts: one step.
        assert self.door.stack.index() == before + bool(plan.edit.puts)

    # ------------------------------------------------------------ the others

    @rule(pick=PICK, name=NAMES, limit=st.integers(0, 900), gone=st.booleans())
    def users(self, pick: int, name: str, limit: int, gone: bool) -> None:
        sender = one(self.ws.project().senders, pick)
        if sender is None or pick % 3 == 0:
            self.do(senders.new_sender(self.ws, name))
        elif gone:
            self.do(removed(sender, f"Delete {sender.name}"))
        else:
            self.do(changed(sender, replace(sender, limit=limit, name=name), f"Change {sender.name}"))

    @rule(pick=PICK, name=NAMES, what=st.sampled_from(["new", "copy", "delete", "folder", "rename"]))
    def whole_sequences(self, pick: int, name: str, what: str) -> None:
        ws, sequence = self.ws, one(self.ws.project().sequences, pick)
        if what == "new" or sequence is None:
            self.do(sequences.new_sequence(ws, name))
        elif sequence.deleted is not None:
            self.do(sequences.restore(ws, sequence.id))
        elif what == "copy":
            self.do(sequences.duplicate(ws, sequence.id))
        elif what == "folder":
            self.do(sequences.move_to_folder(ws, sequence.id, name))
        elif what == "rename":
            self.do(sequences.rename_folder(ws, sequence.folder, name) if sequence.folder else None)
        elif what == "delete":
            self.do(sequences.delete(ws, sequence.id, lambda: NOW))

    @rule(pick=PICK, name=NAMES, who=st.sets(PICK, max_size=4), what=st.sampled_from(["new", "put", "take", "delete"]))
    def contact_lists(self, pick: int, name: str, who: set[int], what: str) -> None:
        everybody = self.ws.contacts.ids(ContactQuery())
        chosen = {contact for number in who if (contact := one(everybody, number)) is not None}
        asked = one(self.ws.project().lists, pick)
        if what == "new" or asked is None:
            self.do(lists.new_list_of(self.ws, name, chosen))
        elif what == "put":
            self.do(lists.add(self.ws, asked.id, chosen))
        elif what == "take":
            self.do(lists.remove(self.ws, asked.id, chosen))
        else:
            self.do(lists.delete(self.ws, asked.id))

    @rule(pick=PICK, minute=st.integers(0, 5000), gone=st.booleans())
    def script(self, pick: int, minute: int, gone: bool) -> None:
        event = one(self.ws.project().script, pick)
        if event is None or pick % 3 == 0:
            made = ScriptedEvent(EventKind.FORM_SUBMITTED, 1, minute, "Demo request", id=self.ws.new_id(Noun.EVENT))
            self.do(added(made, "Add event"))
        else:
            self.do(
                removed(event, "Delete event") if gone else changed(event, replace(event, minute=minute), "Move event")
            )

    @rule(name=NAMES, days=st.integers(1, 90), subscription=st.sampled_from(Subscription), pick=PICK)
    def account_and_properties(self, name: str, days: int, subscription: Subscription, pick: int) -> None:
        project = self.ws.project()
        account = project.account
        if pick % 2:
            after = replace(
                account, name=name, subscription=subscription, settings=replace(account.settings, days=days)
            )
            self.do(changed(account, after, "Change account") if after != account else None)
            return
        own = one(project.custom_properties, pick)
        if own is not None:
            self.do(removed(own, f"Delete property {own.label}"))
        else:
            made = PropertyDefinition(
                f"own_{pick}", name, PropertyType.TEXT, custom=True, id=self.ws.new_id(Noun.PROPERTY)
            )
            self.do(added(made, f"Add property {name}"))

    # ------------------------------------------------------------ back and forth

    @precondition(lambda self: self.door.can_undo)
    @rule()
    def undo(self) -> None:
        self.door.undo()

    @precondition(lambda self: self.door.can_redo)
    @rule()
    def redo(self) -> None:
        self.door.redo()

    @precondition(lambda self: self.door.stack.count() > 1)
    @rule(pick=PICK)
    def go_to(self, pick: int) -> None:
        index = pick % (self.door.stack.count() + 1)
        self.door.go_to(index)
        assert self.door.stack.index() == index

    @invariant()
    def content_is_as_remembered(self) -> None:
        assert len(self.memory) == self.door.stack.count() + 1
        if self.is_new:
            # It has only just been read.
            self.is_new = False
            return
        assert self.bench.content() == self.memory[self.door.stack.index()]

    def teardown(self) -> None:
        self.door.go_to(self.door.stack.count())
        assert self.bench.content() == self.memory[-1]
        while self.door.can_undo:
            self.door.undo()
            assert self.bench.content() == self.memory[self.door.stack.index()]


def one(things: Sequence[T], pick: int) -> T | None:
    """Picks one of some things, none when there are none."""
    return things[pick % len(things)] if len(things) else None


@pytest.fixture
def bench(qapp: QObject, tmp_path: Path, themes: ThemeManager) -> Iterator[Bench]:
    made = Bench(tmp_path, Loud(themes))
    yield made
    made.jobs.shut_down()
    made.workspace.close()
    made.deleteLater()


def test_whatever_is_done_can_be_taken_back_and_done_again(bench: Bench) -> None:
    class Machine(UndoMachine):
        pass

    Machine.bench = bench
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None,
            suppress_health_check=list(HealthCheck), print_blob=True,
        ),
    )  # fmt: skip
