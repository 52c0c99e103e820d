"""The project: everything a person designs, apart from the contact list. A run keeps a frozen copy of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from core.model.account import Account
from core.model.contact import STANDARD_PROPERTIES, PropertyDefinition
from core.model.contact_list import ContactList
from core.model.event import ScriptedEvent
from core.model.saved_view import SavedView
from core.model.sender import Sender
from core.model.sequence import Enrollment, Sequence
from core.model.workflow import Workflow


@dataclass(frozen=True)
class Project:
    """Account, properties, senders, sequences, workflows, the script and the standing enrollments.

    Attributes:
        account: The account.
        custom_properties: Properties the person added.
        senders: All users, deactivated ones too.
        sequences: All sequences, deleted ones too.
        workflows: All workflows.
        script: Events laid out on the time line.
        enrollments: Who is in a sequence before a rehearsal begins.
        lists: The contact lists, by name; who is on them is stored beside the contacts.
        views: Saved views of tables and of the log.
    """

    account: Account = field(default_factory=Account)
    custom_properties: tuple[PropertyDefinition, ...] = ()
    senders: tuple[Sender, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    workflows: tuple[Workflow, ...] = ()
    script: tuple[ScriptedEvent, ...] = ()
    enrollments: tuple[Enrollment, ...] = ()
    lists: tuple[ContactList, ...] = ()
    views: tuple[SavedView, ...] = ()

    @property
    def properties(self) -> tuple[PropertyDefinition, ...]:
        """Standard properties, then custom ones."""
        return STANDARD_PROPERTIES + self.custom_properties

    def property(self, name: str) -> PropertyDefinition | None:
        """Give a property by its internal name."""
        return self._properties_by_name.get(name)

    def sender(self, sender_id: int) -> Sender | None:
        """Give a sender by id."""
        return self._senders_by_id.get(sender_id)

    def sequence(self, sequence_id: int) -> Sequence | None:
        """Give a sequence by id, deleted ones too."""
        return next((s for s in self.sequences if s.id == sequence_id), None)

    def contact_list(self, list_id: int) -> ContactList | None:
        """Give a contact list by id."""
        return next((x for x in self.lists if x.id == list_id), None)

    def workflow(self, workflow_id: int) -> Workflow | None:
        """Give a workflow by id."""
        return next((w for w in self.workflows if w.id == workflow_id), None)

    # Tables ask for properties and senders for every cell they paint, imports for every cell they read. Of two with one
    # name, the first counts.

    @cached_property
    def _properties_by_name(self) -> dict[str, PropertyDefinition]:
        return {p.name: p for p in reversed(self.properties)}

    @cached_property
    def _senders_by_id(self) -> dict[int, Sender]:
        return {s.id: s for s in reversed(self.senders)}
