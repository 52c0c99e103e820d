"""Names for the things an action points to, so that its summary reads like a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from core.model.contact import PropertyDefinition, PropertyType
from core.model.day_names import MONTHS
from core.model.fields import Value
from core.model.instant import from_instant, is_moment
from core.model.project import Project


class Names:
    """Looks names up in one project.

    Arguments:
        project: The project the action belongs to.
    """

    def __init__(self, project: Project) -> None:
        self.properties: Mapping[str, PropertyDefinition] = {p.name: p for p in project.properties}
        self._sequences = {s.id: s for s in project.sequences}
        self._senders = {s.id: s.name for s in project.senders}
        self._workflows = {w.id: w.name for w in project.workflows}
        self._lists = {x.id: x.name for x in project.lists}

    def sequence(self, sequence_id: int) -> str:
        """Name a sequence; says so when it was deleted or none is chosen."""
        found = self._sequences.get(sequence_id)
        if found is None:
            return "no sequence chosen"
        return f"{found.name} (deleted)" if found.deleted is not None else found.name

    def sender(self, sender_id: int) -> str:
        """Name a sender."""
        if sender_id == 0:
            return "no sender chosen"
        return self._senders.get(sender_id, f"unknown user {sender_id}")

    def list(self, list_id: int) -> str:
        """Name a contact list; says so when it is gone or none is chosen."""
        if list_id == 0:
            return "no list chosen"
        return self._lists.get(list_id, f"unknown list {list_id}")

    def workflow(self, workflow_id: int) -> str:
        """Name a workflow; says so when it is gone or none is chosen."""
        if workflow_id == 0:
            return "no workflow chosen"
        return self._workflows.get(workflow_id, f"unknown workflow {workflow_id}")

    def property(self, name: str) -> str:
        """Give a property's label."""
        found = self.properties.get(name)
        return found.label if found else (name or "no property chosen")

    def value(self, name: str, value: Value) -> str:
        """Give a property's value in words."""
        kind = self.properties.get(name)
        if value is None or value == "":
            return "nothing"
        if kind is None:
            return str(value)
        if kind.type is PropertyType.OWNER and isinstance(value, int):
            return self.sender(value)
        if kind.type is PropertyType.BOOL:
            return "yes" if value else "no"
        if kind.type in (PropertyType.DATE, PropertyType.DATETIME) and is_moment(value):
            # Month names of our own: strftime's follow the locale, which a desktop toolkit may switch.
            day = from_instant(value)
            return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
        return dict(kind.options).get(str(value), str(value))
