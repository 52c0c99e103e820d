from __future__ import annotations

from core.model.changes import Edit, Put
from core.model.sender import Sender
from core.services import edits

ANA, BO = Sender(1, "Ana"), Sender(1, "Bo")


def test_a_thing_is_added_changed_and_removed() -> None:
    assert edits.added(ANA, "Add") == Edit("Add", (Put(None, ANA),))
    assert edits.changed(ANA, BO, "Rename") == Edit("Rename", (Put(ANA, BO),))
    assert edits.removed(BO, "Remove") == Edit("Remove", (Put(BO, None),))


def test_edits_are_joined_in_their_order() -> None:
    joined = edits.joined("Both", edits.added(ANA, "Add"), edits.changed(ANA, BO, "Rename"))
    assert joined == Edit("Both", (Put(None, ANA), Put(ANA, BO)))
    assert joined.back == Edit("Both", (Put(BO, ANA), Put(ANA, None)), undone=True)
