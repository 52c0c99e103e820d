"""Floor 2: one file an action. A file dropped in here is found; its dataclass fields make panel, JSON and help.

What a file holds: a frozen dataclass that derives from ``core.actions.base.RunnableAction``.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType

from core.actions.base import RunnableAction


def _found() -> Mapping[str, type[RunnableAction]]:
    kinds: dict[str, type[RunnableAction]] = {}
    for module_info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        if module_info.name in {"base", "codec", "stage", "names"}:
            continue
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        for _, cls in inspect.getmembers(module, inspect.isclass):
            if cls.__module__ == module.__name__ and issubclass(cls, RunnableAction):
                kinds[cls.kind] = cls
    return MappingProxyType(kinds)


ACTIONS: Mapping[str, type[RunnableAction]] = _found()
"""Every action this program knows, by its kind in files."""
