"""Saved views: a filter, a sort order and columns of a table or of the log, under a name a person gave them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SavedView:
    """One saved view. What it holds is known only to the place it belongs to.

    Attributes:
        id: Row in the workspace; 0 for a new one.
        place: The table it belongs to, e.g. ``contacts`` or ``log``.
        name: Name on screen.
        document: A JSON object as a text, so that views can be compared and kept without knowing their place.
    """

    id: int = 0
    place: str = ""
    name: str = ""
    document: str = "{}"

    @classmethod
    def of(cls, place: str, name: str, data: Mapping[str, Any], view_id: int = 0) -> SavedView:
        """Make a view of values that JSON can hold.

        Raises:
            TypeError: A value is none of JSON's.
        """
        return cls(view_id, place, name, json.dumps(dict(data), ensure_ascii=False, separators=(",", ":")))

    @property
    def data(self) -> dict[str, Any]:
        """What the view holds; empty when the text is no JSON object."""
        try:
            found = json.loads(self.document)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}
