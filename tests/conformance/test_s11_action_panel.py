"""S11: putting the action into a workflow, and its fields."""

from __future__ import annotations

from dataclasses import replace

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.model import tree
from core.model.contact import PropertyDefinition, PropertyType
from core.model.fields import is_shown, specs_of
from core.model.tree import Spot
from core.services.workflows import edit
from tests.building import project, workflow
from tests.conformance.conftest import Opener


def test_s11_the_action_has_the_fields_of_the_article_in_its_order(opened: Opener) -> None:
    """S11: the + icon adds an action; *Enroll in sequence* has the fields of the article.

    Sequence, Sender type (Specific user / Contact owner), then Sender or Contact owner property; Save keeps them.
    """
    specs = specs_of(EnrollInSequence)
    assert EnrollInSequence.title == "Enroll in sequence"
    assert [spec.label for spec in specs.values()] == ["Sequence", "Sender type", "Sender", "Contact owner property"]
    assert [kind.label for kind in SenderType] == ["Specific user", "Contact owner"]

    def shown(sender_type: SenderType) -> list[str]:
        action = EnrollInSequence(sender_type=sender_type)
        return [spec.label for spec in specs.values() if is_shown(action, spec)]

    assert shown(SenderType.SPECIFIC_USER) == ["Sequence", "Sender type", "Sender"]
    assert shown(SenderType.CONTACT_OWNER) == ["Sequence", "Sender type", "Contact owner property"]

    ws = opened(project(workflow()), [])
    grown = tree.insert(ws.project().workflows[0], Spot(), EnrollInSequence())
    chosen = EnrollInSequence(1, SenderType.SPECIFIC_USER, 1)
    ws.apply(edit(ws, grown, "Add Enroll in sequence"))
    ws.apply(edit(ws, tree.change(grown, 1, action=chosen), "Choose sequence and sender"))
    assert [card.action for card in ws.project().workflows[0].cards] == [chosen]
    assert chosen.problems(ws.project()) == []


def test_s11_any_property_that_holds_a_user_can_be_the_contact_owner_property() -> None:
    """S11: Contact owner property lists every owner-type property."""
    second = PropertyDefinition("csm", "Customer success manager", PropertyType.OWNER, custom=True, id=1)
    office = project(properties=(second,))
    by_owner = EnrollInSequence(1, SenderType.CONTACT_OWNER)
    takes = [
        definition.label
        for definition in office.properties
        if not replace(by_owner, owner_property=definition.name).problems(office)
    ]
    assert takes == ["Contact owner", "Customer success manager"]
