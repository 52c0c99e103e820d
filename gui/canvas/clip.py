"""Copied cards as text: what lies on the clipboard, so that it can go to another workflow, window or editor and back.

Lives here: the text, and why a text holds no cards. Not here: putting cards in (gui/canvas/edits.py).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from core.actions.codec import Json, decode, encode
from core.model.problem import Problem
from core.model.workflow import Card, Sticky, walk

MIME = "application/x-cadenza-cards+json"
"""Format of copied cards on the clipboard; the same stands there as plain text."""
FORMAT = "cadenza-cards"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Clip:
    """What lies on the clipboard.

    Attributes:
        cards: Cards with their branches.
        notes: Sticky notes beside some of them.
    """

    cards: tuple[Card, ...]
    notes: tuple[Sticky, ...] = ()


def write_cards(cards: Sequence[Card], notes: Sequence[Sticky] = ()) -> str:
    """Give cards, with their branches, and those of some sticky notes that stand beside them, as text."""
    there = {card.id for card in walk(tuple(cards))}
    document = {"format": FORMAT, "version": VERSION, "cards": [encode(card) for card in cards]}
    beside = [encode(note) for note in notes if note.card in there]
    if beside:
        document["notes"] = beside
    return json.dumps(document, ensure_ascii=False, indent=2)


def read_cards(text: str) -> Clip:
    """Read cards and their notes from a text.

    Raises:
        Problem: ``NO_CARDS``, saying why and where, when the text does not hold cards that this version can read.
    """
    try:
        data: Json = json.loads(text)
    except ValueError as error:
        if not text.lstrip().startswith("{"):
            raise _no("The clipboard holds a text, but no cards.") from None
        at = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise _no(f"The text on the clipboard is broken{at}: it is no complete JSON.") from None
    except RecursionError:
        raise _no("The text on the clipboard is nested too deeply.") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise _no("The clipboard holds JSON, but no cards of a workflow.")
    if data.get("version") != VERSION:
        raise _no("The cards on the clipboard were copied by another version of Cadenza.")
    try:
        cards = cast("tuple[Card, ...]", decode(tuple[Card, ...], data.get("cards"), "cards"))
        notes = cast("tuple[Sticky, ...]", decode(tuple[Sticky, ...], data.get("notes", []), "notes"))
    except RecursionError:
        raise _no("The text on the clipboard is nested too deeply.") from None
    except Problem as problem:
        where = f" (at {problem.place})" if problem.place else ""
        raise _no(problem.sentence.replace("The document", "The text on the clipboard") + where) from problem
    _check(cards)
    return Clip(cards, notes)


def copy_cards(cards: Sequence[Card], notes: Sequence[Sticky] = ()) -> None:
    """Put cards on the clipboard, and those of some sticky notes that stand beside them."""
    text, data = write_cards(cards, notes), QMimeData()
    data.setData(MIME, text.encode())
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)


def has_cards() -> bool:
    """Say whether the clipboard seems to hold cards."""
    data = _data()
    return data is not None and (data.hasFormat(MIME) or FORMAT in data.text()[:400])


def copied_cards() -> Clip:
    """Read the cards on the clipboard, and their notes.

    Raises:
        Problem: ``NO_CARDS``, saying why, when there are none.
    """
    data = _data()
    if data is None or not (data.hasFormat(MIME) or data.text().strip()):
        raise _no("There is no card to paste. Copy one first.")
    if data.hasFormat(MIME):
        return read_cards(bytes(data.data(MIME).data()).decode(errors="replace"))
    return read_cards(data.text())


def _data() -> QMimeData | None:
    # The stubs deny it, but nobody may have put anything there yet.
    return cast("QMimeData | None", QGuiApplication.clipboard().mimeData())


def _check(cards: tuple[Card, ...]) -> None:
    if not cards:
        raise _no("The text on the clipboard holds no cards.")
    for card in walk(cards):
        names = card.action.branch_names()
        if len(card.branches) != len(names):
            raise _no(f"The cards on the clipboard cannot be read: card {card.id} needs {len(names)} branches.")
        for branch in card.branches:
            if any(inner.branches for inner in branch[:-1]):
                raise _no("The cards on the clipboard cannot be read: a branch is the last card of its list.")


def _no(sentence: str) -> Problem:
    return Problem("NO_CARDS", sentence)
