"""Where widgets keep sizes and choices between two starts.

Lives here: what they ask of such a store, and one in memory. Not here: where the real one is (gui/app.py makes it).
"""

from __future__ import annotations

from typing import Protocol


class SettingsStore(Protocol):
    """What `QSettings` offers, as far as widgets use it; values are texts, numbers, and lists of them."""

    def value(self, key: str, /, defaultValue: object = ...) -> object:
        """Returns what is kept under a key, else the default; numbers may come back as text."""
        ...

    def setValue(self, key: str, value: object, /) -> None:
        """Keeps a value under a key."""
        ...


class MemorySettings:
    """A store that forgets at the end of the program; for tests and for windows that shall leave no trace."""

    def __init__(self) -> None:
        self._values: dict[str, object] = {}

    def value(self, key: str, /, defaultValue: object = None) -> object:
        """Returns what is kept under a key, else the default."""
        return self._values.get(key, defaultValue)

    def setValue(self, key: str, value: object, /) -> None:
        """Keeps a value under a key."""
        self._values[key] = value


def int_list(value: object) -> list[int]:
    """Returns a stored list of numbers whatever the store made of it; empty when it is no such list.

    INI files give one-element lists back as a single text, and numbers as texts.
    """
    if isinstance(value, (str, int)):
        value = [value]
    if not isinstance(value, (list, tuple)):
        return []
    try:
        return [int(item) for item in value]
    except (TypeError, ValueError):
        return []


def text_list(value: object) -> list[str]:
    """Returns a stored list of texts whatever the store made of it; empty when it is no such list."""
    if isinstance(value, str):
        return [value] if value else []
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else []
