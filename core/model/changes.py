"""Edits and what they changed. An edit is plain values, so that it can be done, undone and named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from core.model.account import Account
from core.model.contact import Contact, PropertyDefinition
from core.model.contact_list import ContactList, ListMember
from core.model.event import ScriptedEvent
from core.model.saved_view import SavedView
from core.model.sender import Sender
from core.model.sequence import Enrollment, Sequence
from core.model.workflow import Workflow


class Noun(Enum):
    """The kinds of things a workspace holds."""

    ACCOUNT = "account"
    PROPERTY = "property"
    CONTACT = "contact"
    SENDER = "sender"
    SEQUENCE = "sequence"
    WORKFLOW = "workflow"
    EVENT = "event"
    ENROLLMENT = "enrollment"
    RUN = "run"
    LIST = "list"
    MEMBER = "member"
    VIEW = "view"


Thing: TypeAlias = (
    Account
    | PropertyDefinition
    | Contact
    | Sender
    | Sequence
    | Workflow
    | ScriptedEvent
    | Enrollment
    | ContactList
    | ListMember
    | SavedView
)


@dataclass(frozen=True, slots=True)
class Put:
    """One thing made (``before`` is ``None``), changed, or deleted (``after`` is ``None``)."""

    before: Thing | None
    after: Thing | None

    @property
    def back(self) -> Put:
        """The same change the other way round."""
        return Put(self.after, self.before)


@dataclass(frozen=True, slots=True)
class Edit:
    """A named change of the workspace; all of it happens or nothing does.

    Attributes:
        title: What an undo menu calls it, e.g. ``Move “Enroll in Welcome”``.
        puts: What changes, in order.
        undone: Whether it takes an edit of this title back.
    """

    title: str
    puts: tuple[Put, ...]
    undone: bool = False

    @property
    def back(self) -> Edit:
        """The edit that takes this one back."""
        return Edit(self.title, tuple(put.back for put in reversed(self.puts)), not self.undone)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a mutating call changed, for the window to decide what to draw again.

    Attributes:
        ids: Noun to the ids that were made, changed or deleted.
    """

    ids: dict[Noun, frozenset[int]] = field(default_factory=dict)

    def touches(self, *nouns: Noun) -> bool:
        """Say whether anything of these kinds changed."""
        return any(noun in self.ids for noun in nouns)

    @classmethod
    def of(cls, pairs: Iterable[tuple[Noun, int]]) -> Changes:
        """Gather changes from (noun, id) pairs."""
        gathered: dict[Noun, set[int]] = {}
        for noun, thing_id in pairs:
            gathered.setdefault(noun, set()).add(thing_id)
        return cls({noun: frozenset(ids) for noun, ids in gathered.items()})
