"""Editors that pick something of the project: sequences, users, properties, lists, workflows.

Lives here: what there is to pick, and how a choice that is gone is called. Not here: the combos themselves
(gui/forms/choices.py, gui/forms/many.py) and plain fields (gui/forms/fields.py).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from core.model.contact import PropertyType
from core.model.workflow import WorkflowStatus
from core.services import senders
from gui.forms.base import FieldEditor, Surroundings
from gui.forms.choices import Choice, ChoiceCombo
from gui.forms.many import MultiChoice


class PickEditor(FieldEditor):
    """A combo; what it offers is said by a function of the surroundings.

    Arguments:
        around: The project and so on.
        offer: Gives the rows.
        placeholder: What it says while nothing is chosen.
        nothing: The value that stands for nothing chosen.
        lost: Names a chosen value that is not offered.
        search: Lets people type to find a row.
        parent: Owner.
    """

    def __init__(
        self,
        around: Surroundings,
        offer: Callable[[Surroundings], list[Choice]],
        placeholder: str,
        nothing: object,
        lost: Callable[[Surroundings, object], str] = lambda _, value: f"{value} (gone)",
        *,
        search: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(around, parent)
        self._offer, self._nothing, self._lost = offer, nothing, lost
        self.combo = ChoiceCombo(around.themes, placeholder, search=search)
        self.combo.set_choices(offer(around))
        self.combo.picked.connect(self.changed)
        self._hold(self.combo)

    @property
    def target(self) -> QWidget:
        """The combo."""
        return self.combo

    def value(self) -> object:
        """Give what is chosen."""
        value = self.combo.value()
        return self._nothing if value is None else value

    def set_value(self, value: object) -> None:
        """Choose a value; one that is not offered any more stays to be seen, in red."""
        self.combo.choose(None)
        self.combo.set_choices(self._offer(self.around), self._lost(self.around, value))
        self.combo.choose(value)

    def refresh(self, around: Surroundings) -> None:
        """Offer what there is now."""
        super().refresh(around)
        self.set_value(self.value())


# ---------------------------------------------------------------- what there is to pick


def sequence_choices(around: Surroundings) -> list[Choice]:
    """Give the sequences that are not deleted."""
    return [Choice(s.id, s.name) for s in around.project.sequences if s.deleted is None]


def lost_sequence(around: Surroundings, value: object) -> str:
    """Name a chosen sequence that is not offered."""
    found = around.project.sequence(value) if isinstance(value, int) else None
    return f"{found.name} (deleted)" if found is not None else "Unknown sequence"


def _senders(around: Surroundings) -> list[Choice]:
    found = senders.choices(around.project, automation_of=around.automation_of)
    return [Choice(c.sender.id, c.sender.name, reason_of(c), c.qualifies) for c in found]


def reason_of(choice: senders.SenderChoice) -> str:
    """Give why a user cannot send, to stand after the name: without the name and the full stop."""
    sentence = choice.sentence.rstrip(".")
    for start in (f"{choice.sender.name}’s ", f"{choice.sender.name} "):
        sentence = sentence.removeprefix(start)
    return sentence


def _lost_sender(around: Surroundings, value: object) -> str:
    for choice in senders.choices(around.project, automation_of=around.automation_of):
        if choice.sender.id == value:
            return f"{choice.sender.name} — {reason_of(choice)}"
    return "Unknown user"


def owner_properties(around: Surroundings) -> list[Choice]:
    """Give the properties that hold a user."""
    return [Choice(p.name, p.label) for p in around.project.properties if p.type is PropertyType.OWNER]


def properties(around: Surroundings) -> list[Choice]:
    """Give every property, by label."""
    found = sorted(around.project.properties, key=lambda p: p.label.casefold())
    return [Choice(p.name, p.label) for p in found]


class SenderEditor(PickEditor):
    """Picks a sender: those who qualify, the others greyed with the reason; an unfit choice stays in red."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, _senders, "Choose a sender", 0, _lost_sender, parent=parent)

    def set_value(self, value: object) -> None:
        """Choose a sender, in red when it does not qualify."""
        offered = _senders(self.around)
        self.combo.choose(None)
        rows = [
            Choice(c.value, c.text, c.detail, enabled=False, lost=True) if c.value == value and not c.enabled else c
            for c in offered
        ]
        self.combo.set_choices(rows, _lost_sender(self.around, value))
        self.combo.choose(value)

    def complaint(self) -> str:
        """Say why the chosen sender cannot send; empty when it can."""
        found = senders.choices(self.around.project, automation_of=self.around.automation_of)
        return next((c.sentence for c in found if c.sender.id == self.value()), "")


# ---------------------------------------------------------------- several users


class SendersEditor(FieldEditor):
    """Ticks users: all that are active, and chosen ones that no longer are."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._many = MultiChoice(around.themes, "Choose users", joint="and")
        self._many.picked.connect(self.changed)
        self._hold(self._many)
        self._offer(())

    @property
    def target(self) -> QWidget:
        """The combo."""
        return self._many

    def value(self) -> tuple[int, ...]:
        """Give the ids of the users: as they were given, then as they were ticked."""
        return tuple(value for value in self._many.values() if isinstance(value, int))

    def set_value(self, value: object) -> None:
        """Tick users."""
        ids = tuple(v for v in value if isinstance(v, int)) if isinstance(value, tuple) else ()
        self._offer(ids)
        self._many.set_values(ids)

    def refresh(self, around: Surroundings) -> None:
        """Offer the users there are now."""
        super().refresh(around)
        self.set_value(self.value())

    def _offer(self, chosen: tuple[int, ...]) -> None:
        people = sorted(self.around.project.senders, key=lambda s: s.name.casefold())
        rows = [Choice(s.id, s.name) for s in people if s.active]
        rows += [Choice(s.id, s.name, "deactivated") for s in people if not s.active and s.id in chosen]
        known = {s.id for s in people}
        rows += [Choice(user, f"Unknown user {user}") for user in dict.fromkeys(chosen) if user not in known]
        self._many.set_values(())
        self._many.set_choices(rows)


# ---------------------------------------------------------------- lists and workflows

_NEW_LIST = "new list"


ACTIVE_NOTE = "active, as at the start of a rehearsal"
"""What stands beside an active list wherever a workflow may ask for it."""


def list_choices(around: Surroundings, chosen: tuple[int, ...] = ()) -> list[Choice]:
    """Give the contact lists by name, and the chosen ones that are gone."""
    ordered = sorted(around.project.lists, key=lambda x: x.name.casefold())
    rows = [Choice(x.id, x.name, ACTIVE_NOTE if x.is_active else "") for x in ordered]
    known = {x.id for x in around.project.lists}
    return rows + [Choice(gone, f"Unknown list {gone}") for gone in dict.fromkeys(chosen) if gone not in known]


class ListEditor(PickEditor):
    """Picks a contact list; the last row makes a new one.

    Arguments:
        around: The project and so on.
        any_list: What no list means, as a row of its own; empty where a list must be chosen.
        parent: Owner.
    """

    def __init__(self, around: Surroundings, any_list: str = "", parent: QWidget | None = None) -> None:
        self._any_list = any_list
        self._chosen: object = 0
        super().__init__(around, self._rows, "Choose a list", 0, lambda _, v: f"Unknown list {v}", parent=parent)
        self.combo.picked.disconnect(self.changed)
        self.combo.picked.connect(self._on_picked)

    def set_value(self, value: object) -> None:
        """Choose a list."""
        super().set_value(value)
        self._chosen = value

    def _rows(self, around: Surroundings) -> list[Choice]:
        first = [Choice(0, self._any_list)] if self._any_list else []
        last = [Choice(_NEW_LIST, "New list…")] if around.new_list is not None else []
        return [*first, *list_choices(around), *last]

    @Slot()
    def _on_picked(self) -> None:
        if self.value() != _NEW_LIST:
            self._chosen = self.value()
            self.changed.emit()
            return
        # The row only asks for a list: what was chosen before stands until there is one.
        self.set_value(self._chosen)
        made = self.around.new_list() if self.around.new_list is not None else 0
        if made:
            self.set_value(made)
            self.changed.emit()


def workflow_choices(around: Surroundings) -> list[Choice]:
    """Give the other workflows; those that nobody can enter now say so."""
    said = {WorkflowStatus.ON: "", WorkflowStatus.OFF: "off", WorkflowStatus.DRAFT: "draft"}
    found = sorted(around.project.workflows, key=lambda w: w.name.casefold())
    return [Choice(w.id, w.name, said[w.status]) for w in found if w.id != around.workflow]


def lost_workflow(around: Surroundings, value: object) -> str:
    """Name a chosen workflow that is not offered."""
    found = around.project.workflow(value) if isinstance(value, int) else None
    return f"{found.name} (this workflow)" if found is not None else "Unknown workflow"
