"""Which columns went where at the last import of a file with the same header; kept with the window's settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from gui.widgets.store import SettingsStore

_KEY = "import/mapping"


def _key(header: Sequence[str]) -> str:
    said = "\n".join(" ".join(cell.split()).casefold() for cell in header)
    return f"{_KEY}/{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:16]}"


def remember(settings: SettingsStore, header: Sequence[str], mapping: Mapping[int, str]) -> None:
    """Keep a mapping for the next file with this header."""
    settings.setValue(_key(header), json.dumps({str(index): name for index, name in mapping.items()}))


def remembered(settings: SettingsStore, header: Sequence[str], known: Sequence[str]) -> dict[int, str] | None:
    """Give the mapping of the last file with this header, ``None`` when there was none.

    Arguments:
        settings: Where it is kept.
        header: The header row.
        known: Properties there are; what went into others is left out.
    """
    kept = settings.value(_key(header), "")
    try:
        found = json.loads(str(kept)) if kept else None
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    names = set(known)
    return {int(index): name for index, name in found.items() if str(index).isdecimal() and name in names}
