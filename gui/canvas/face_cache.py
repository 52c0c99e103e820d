"""Faces kept between two drawings, so that an edit of one card of a thousand makes one face anew.

Lives here: when a face may be kept. Not here: what stands on a face (gui/canvas/faces.py).
"""

from __future__ import annotations

from dataclasses import fields

from core.actions.names import Names
from core.model.project import Project
from core.model.run import CardCounts
from core.model.workflow import Card, Workflow, walk
from gui.canvas.faces import NONE, CardFace, Counts, Findings, card_face, entered_of, reviewed, trigger_face
from gui.canvas.layout import TRIGGER

_OTHERS = tuple(f.name for f in fields(Project) if f.name != "workflows")


class FaceCache:
    """Makes the faces of a workflow and keeps those whose card, counts and surroundings have stayed the same."""

    def __init__(self) -> None:
        self._around: tuple[object, ...] = ()
        self._workflows: tuple[object, ...] = ()
        self._known: dict[int, tuple[Card, tuple[CardCounts | None, int], CardFace]] = {}
        self._reviewed: dict[int, tuple[CardFace, tuple[object, ...], CardFace]] = {}

    def faces(
        self, project: Project, workflow: Workflow, counts: Counts, findings: Findings = NONE
    ) -> dict[int, CardFace]:
        """Give what ``faces_of`` gives; a face that is the same as before is the same object."""
        if not self._is_same_around(project, workflow):
            self._known.clear()
        names = Names(project)
        faces = {TRIGGER: trigger_face(project, workflow.trigger, names, counts.get(TRIGGER), workflow.settings)}
        known: dict[int, tuple[Card, tuple[CardCounts | None, int], CardFace]] = {}
        entered = entered_of(counts)
        for card in walk(workflow.cards):
            count = (counts.get(card.id), entered)
            before = self._known.get(card.id)
            if before is None or before[1] != count or not _is_same(before[0], card):
                before = (card, count, card_face(project, card, names, *count))
            known[card.id] = before
            faces[card.id] = before[2]
        self._known = known
        for card_id, found in findings.items():
            if card_id in faces and faces[card_id].on:
                faces[card_id] = self._with_review(faces[card_id], tuple(found))
        return faces

    def _with_review(self, face: CardFace, found: tuple[object, ...]) -> CardFace:
        before = self._reviewed.get(face.id)
        if before is None or before[0] is not face or before[1] != found:
            before = (face, found, reviewed(face, found))  # type: ignore[arg-type]
            self._reviewed[face.id] = before
        return before[2]

    def _is_same_around(self, project: Project, workflow: Workflow) -> bool:
        """Say whether all that a face may look at beside its own card is as it was."""
        around = tuple(getattr(project, name) for name in _OTHERS)
        mine = (workflow.id, workflow.name, workflow.status, workflow.trigger, workflow.sequence, workflow.settings)
        others = (*mine, *(other for other in project.workflows if other.id != workflow.id))
        is_same = (
            len(around) == len(self._around)
            and all(now is before for now, before in zip(around, self._around, strict=True))
            and others == self._workflows
        )
        self._around, self._workflows = around, others
        return is_same


def _is_same(before: Card, now: Card) -> bool:
    if before is now:
        return True
    # Not the branches: what stands in them does not show on the card.
    return before.action == now.action and before.on is now.on and before.note == now.note
