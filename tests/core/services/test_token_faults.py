"""Tokens that nothing fills, and what was meant."""

from __future__ import annotations

import pytest

from core.model.contact import PropertyDefinition
from core.model.project import Project
from core.services.token_faults import TokenCheck

CHECK = TokenCheck(Project(custom_properties=(PropertyDefinition("plan", "Plan", custom=True, id=1),)))


@pytest.mark.parametrize(
    ("token", "meant"),
    [
        ("contact.firstnme", "contact.firstname"),
        ("contact.FirstName", "contact.firstname"),
        ("contat.city", "contact.city"),
        ("sender.fistname", "sender.firstname"),
        ("contact.zzzzqqq", ""),
    ],
)
def test_a_slip_is_told_with_what_was_meant(token: str, meant: str) -> None:
    (fault,) = CHECK.faults(f"Hi {{{{ {token} }}}}!")
    assert (fault.written, fault.meant, fault.start) == (token, meant, 3)
    assert token in fault.sentence


@pytest.mark.parametrize(
    "token",
    [
        "contact.firstname",
        "contact.plan",
        "company.name",
        "owner.team",
        'sender.email | default: "me"',
        "placeholder.x",
    ],
)
def test_what_something_fills_is_no_fault(token: str) -> None:
    assert CHECK.faults(f"{{{{ {token} }}}}") == []
    assert CHECK.sentence("{{ nonsense") == ""
