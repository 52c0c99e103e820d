"""Property values and texts, for the window: read, shown and checked as ``core.exchange.values`` does for files too."""

from __future__ import annotations

from core.exchange.values import problems_of, read_value, show_value, zone_of_account

__all__ = ["problems_of", "read_value", "show_value", "zone_of_account"]
