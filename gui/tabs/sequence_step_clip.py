"""A copied step on the clipboard: as a step for other sequences, as plain text for everything else."""

from __future__ import annotations

import json
from typing import cast

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from core.actions.codec import decode, encode
from core.model.problem import Problem
from core.model.sequence import Step

FORMAT = "application/x-cadenza-step"
"""Format of a copied step on the clipboard."""


def copy_step(step: Step) -> None:
    """Put a step on the clipboard."""
    data = QMimeData()
    data.setData(FORMAT, json.dumps(encode(step)).encode())
    data.setText("\n\n".join(part for part in (step.subject, step.body) if part))
    QGuiApplication.clipboard().setMimeData(data)


def holds_step() -> bool:
    """Say whether a step can be pasted."""
    return _data().hasFormat(FORMAT)


def copied_step() -> Step | None:
    """Give the step on the clipboard, ``None`` when there is none."""
    data = _data()
    if not data.hasFormat(FORMAT):
        return None
    try:
        return cast("Step", decode(Step, json.loads(bytes(data.data(FORMAT).data())), "clipboard"))
    except (ValueError, Problem):
        return None


def _data() -> QMimeData:
    # Some systems give no data at all while another program writes the clipboard.
    return cast("QMimeData | None", QGuiApplication.clipboard().mimeData()) or QMimeData()
