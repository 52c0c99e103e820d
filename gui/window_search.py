"""What the command palette finds besides commands: workflows, sequences, senders and contacts."""

from __future__ import annotations

from collections.abc import Callable

from core.services.workspace import Workspace
from gui.bus import Bus, GoTo
from gui.palette import PaletteEntry

_MAX_EACH = 8
_MAX_CONTACTS = 8
#: In longer lists a search takes longer than a key stroke may; the Contacts tab searches them in a job.
_LONG_LIST = 100_000


def palette_providers(workspace: Workspace, bus: Bus) -> list[Callable[[str], list[PaletteEntry]]]:
    """Return the providers of a workspace, for ``CommandPalette.add_provider``.

    Args:
        workspace: What is searched.
        bus: Told where to go.
    """

    def entry(kind: str, thing_id: int, title: str, subtitle: str) -> PaletteEntry:
        return PaletteEntry(title, lambda: bus.navigate.emit(GoTo(kind, thing_id)), subtitle, kind)

    def named(text: str) -> list[PaletteEntry]:
        project = workspace.project()
        wanted = text.casefold()
        things = [
            *(("workflow", w.id, w.name, "Workflow") for w in project.workflows),
            *(("sequence", s.id, s.name, "Sequence") for s in project.sequences if s.deleted is None),
            *(("sender", s.id, s.name, "Sender") for s in project.senders),
        ]
        fits = [thing for thing in things if wanted in thing[2].casefold()]
        return [entry(*thing) for thing in fits[: 3 * _MAX_EACH]]

    def contacts(text: str) -> list[PaletteEntry]:
        if len(text) < 2 or workspace.contacts.count() > _LONG_LIST:
            return []
        found = workspace.contacts.find(text, limit=_MAX_CONTACTS)
        return [entry("contact", contact.id, contact.name, contact.email or "Contact") for contact in found]

    return [named, contacts]
