from __future__ import annotations

import pytest

from core.services.naming import copy_name, free_name


@pytest.mark.parametrize(
    ("wanted", "taken", "given"),
    [
        ("Welcome", [], "Welcome"),
        ("Welcome", ["welcome"], "Welcome 2"),
        ("Welcome", ["Welcome", "Welcome 2", "Welcome 4"], "Welcome 3"),
    ],
)
def test_a_name_that_is_taken_gets_a_number(wanted: str, taken: list[str], given: str) -> None:
    assert free_name(wanted, taken) == given


@pytest.mark.parametrize(
    ("original", "taken", "given"),
    [
        ("Welcome", ["Welcome"], "Welcome (copy)"),
        ("Welcome", ["Welcome", "welcome (copy)"], "Welcome (copy 2)"),
        ("Welcome (copy)", ["Welcome", "Welcome (copy)"], "Welcome (copy 2)"),
        ("Welcome (copy 2)", ["Welcome (copy)", "Welcome (copy 2)"], "Welcome (copy 3)"),
    ],
)
def test_copies_are_counted(original: str, taken: list[str], given: str) -> None:
    assert copy_name(original, taken) == given
