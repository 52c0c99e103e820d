"""Building the plainest edits: one thing made, changed or removed. Doing them is ``Workspace.apply``."""

from __future__ import annotations

from core.model.changes import Edit, Put, Thing


def added(thing: Thing, title: str) -> Edit:
    """Give the edit that makes a thing; its id comes from ``Workspace.new_id``."""
    return Edit(title, (Put(None, thing),))


def changed(before: Thing, after: Thing, title: str) -> Edit:
    """Give the edit that changes a thing from what it is to what it shall be."""
    return Edit(title, (Put(before, after),))


def removed(thing: Thing, title: str) -> Edit:
    """Give the edit that removes a thing and nothing else."""
    return Edit(title, (Put(thing, None),))


def joined(title: str, *edits: Edit) -> Edit:
    """Give one edit that does several, in their order."""
    return Edit(title, tuple(put for edit in edits for put in edit.puts))
