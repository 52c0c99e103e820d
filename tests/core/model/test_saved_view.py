"""Saved views: what they hold comes back, and a text that is none does no harm."""

from __future__ import annotations

import pytest

from core.model.saved_view import SavedView


def test_what_a_view_holds_comes_back() -> None:
    view = SavedView.of("contacts", "Leads in Łódź", {"words": "łódź", "sort": ["city", True], "columns": ["email"]}, 3)
    assert (view.id, view.place, view.name) == (3, "contacts", "Leads in Łódź")
    assert view.document == '{"words":"łódź","sort":["city",true],"columns":["email"]}'
    assert view.data == {"words": "łódź", "sort": ["city", True], "columns": ["email"]}


@pytest.mark.parametrize("document", ["", "[1]", "{", "null"])
def test_a_text_that_is_no_object_holds_nothing(document: str) -> None:
    assert SavedView(1, "log", "Broken", document).data == {}


def test_equal_views_are_equal() -> None:
    assert SavedView.of("log", "A", {"x": 1}) == SavedView(0, "log", "A", '{"x":1}')
