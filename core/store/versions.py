"""Versions of workflows: what each one was after every edit, written in the edit's own transaction.

Lives here: which versions are kept, folded and forgotten, and reading them. Not here: comparing and restoring them
(``core.services.versions``).

Undoing an edit leaves a version too, since what is redone later may differ from what was undone: nothing a person ever
saw is lost. Several undos in a row are one version, as what lies between them is in the history already.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from core.model.changes import Edit, Put
from core.model.instant import Instant
from core.model.workflow import Workflow, walk
from core.store.database import Store
from core.store.things import alike_from_json, damaged

KEPT = 200
"""Versions kept of each workflow, the newest ones."""
FOLDED = 60
"""Seconds within which edits of the same title that neither add nor delete cards, as typing does, are one version."""
FIRST = "Before the first change"
"""Title of what a workflow was when its history began: files of format 1 had none."""

_UNDO = "Undo: "
_HEAD = "id, workflow, time, title"


@dataclass(frozen=True, slots=True)
class VersionHead:
    """A version in a list, without its cards.

    Attributes:
        id: Row in the workspace; later versions have higher ones.
        workflow: Whose version it is.
        time: When it came to be, by the wall clock.
        title: What the edit that made it was called.
    """

    id: int
    workflow: int
    time: Instant
    title: str


def before(connection: sqlite3.Connection, puts: Sequence[Put], now: Instant) -> None:
    """Keep what the workflows that an edit is about to change are, where nothing is kept of them yet."""
    for put in puts:
        if isinstance(put.before, Workflow) and _newest(connection, put.before.id) is None:
            _keep(connection, put.before.id, now, FIRST)


def after(connection: sqlite3.Connection, edit: Edit, puts: Sequence[Put], now: Instant) -> None:
    """Keep what an edit has made of the workflows it changed."""
    title = f"{_UNDO}{edit.title}" if edit.undone else edit.title
    for put in puts:
        if isinstance(put.after, Workflow):
            _keep(connection, put.after.id, now, title, foldable=edit.undone or _same_cards(put))


def of_workflow(store: Store, workflow: int) -> list[VersionHead]:
    """Give the versions of a workflow, the newest first."""
    with store.read() as connection:
        sql = f"SELECT {_HEAD} FROM workflow_version WHERE workflow = ? ORDER BY id DESC"
        return [VersionHead(*row) for row in connection.execute(sql, (workflow,))]


def some(store: Store, ids: Sequence[int]) -> list[tuple[VersionHead, Workflow]]:
    """Give versions and the workflow as it was then, in the order asked for; those that are not kept are left out.

    Raises:
        Problem: ``DAMAGED_FILE`` when one cannot be read.
    """
    sql = f"SELECT {_HEAD}, document FROM workflow_version WHERE id = ?"
    with store.read() as connection:
        asked = (connection.execute(sql, (version,)).fetchone() for version in ids)
        rows = [row for row in asked if row is not None]
    texts: list[tuple[str, str]] = []
    for row in rows:
        where = f"version {row[0]}"
        try:
            texts.append((zlib.decompress(row[-1]).decode(), where))
        except (zlib.error, UnicodeDecodeError) as error:
            raise damaged(str(error), where) from error
    workflows = alike_from_json(Workflow, texts)
    return [(VersionHead(*row[:-1]), workflow) for row, workflow in zip(rows, workflows, strict=True)]


def forget_deleted(store: Store) -> None:
    """Forget the versions of workflows that are gone: nothing brings those back once the file was closed."""
    gone = "FROM workflow_version WHERE workflow NOT IN (SELECT id FROM workflow)"
    with store.read() as connection:
        if connection.execute(f"SELECT 1 {gone} LIMIT 1").fetchone() is None:
            return
    with store.write() as connection:
        connection.execute(f"DELETE {gone}")


def _keep(connection: sqlite3.Connection, workflow: int, now: Instant, title: str, *, foldable: bool = False) -> None:
    """Keep what a workflow is at this point of the transaction."""
    row = connection.execute("SELECT document FROM workflow WHERE id = ?", (workflow,)).fetchone()
    if row is None:
        return
    document = zlib.compress(row[0].encode())
    newest = _newest(connection, workflow)
    if newest is not None and newest[3] == document:
        return
    if newest is not None and foldable and _folds(newest[1], newest[2], title, now):
        sql = "UPDATE workflow_version SET time = ?, title = ?, document = ? WHERE id = ?"
        connection.execute(sql, (now, title, document, newest[0]))
        return
    sql = "INSERT INTO workflow_version (workflow, time, title, document) VALUES (?, ?, ?, ?)"
    connection.execute(sql, (workflow, now, title, document))
    too_old = "SELECT id FROM workflow_version WHERE workflow = ? ORDER BY id DESC LIMIT 1 OFFSET ?"
    connection.execute(
        f"DELETE FROM workflow_version WHERE workflow = ? AND id <= ({too_old})", (workflow, workflow, KEPT)
    )


def _same_cards(put: Put) -> bool:
    before, after = put.before, put.after
    if not isinstance(before, Workflow) or not isinstance(after, Workflow):
        return False
    return {card.id for card in walk(before.cards)} == {card.id for card in walk(after.cards)}


def _newest(connection: sqlite3.Connection, workflow: int) -> tuple[int, Instant, str, bytes] | None:
    sql = "SELECT id, time, title, document FROM workflow_version WHERE workflow = ? ORDER BY id DESC LIMIT 1"
    found: tuple[int, Instant, str, bytes] | None = connection.execute(sql, (workflow,)).fetchone()
    return found


def _folds(then: Instant, before: str, title: str, now: Instant) -> bool:
    """Say whether an edit goes on with what the newest version began."""
    # A clock that was set back must not fold today's edits into yesterday's.
    soon = 0 <= now - then <= FOLDED
    return soon and (before == title or (before.startswith(_UNDO) and title.startswith(_UNDO)))
