"""Model values to and from JSON values, driven by the types the dataclasses declare.

A typed action is written as ``{"kind": …, fields…}``; an action of a kind this program does not know is kept whole.
Each file format that uses this has a version of its own, see ``core.exchange``.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from core.actions import ACTIONS
from core.actions.unknown import UnknownAction
from core.model.problem import Problem
from core.model.workflow import Action

Json: TypeAlias = Any
"""What ``json.loads`` gives: dicts, lists, texts, numbers, booleans and None."""


_OPTIONS_SHOWN = 10
"""How many of the values that would be right a problem lists."""


def encode(thing: object) -> Json:
    """Give a model value as a JSON value; fields that hold their default are left out."""
    if isinstance(thing, UnknownAction):
        return dict(thing.data)
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        head = {"kind": thing.kind} if isinstance(thing, Action) else {}
        return head | {
            f.name: encode(value)
            for f in dataclasses.fields(thing)
            if not _is_default(f, value := getattr(thing, f.name))
        }
    if isinstance(thing, Enum):
        return thing.value
    if isinstance(thing, Mapping):
        return {str(k): encode(v) for k, v in thing.items()}
    if isinstance(thing, (tuple, list, frozenset)):
        return [encode(item) for item in thing]
    return thing


def decode(wanted: Any, data: Json, where: str = "") -> Any:  # noqa: ANN401 - the type asked for decides what comes back
    """Make a model value of a type out of a JSON value.

    Arguments:
        wanted: A model dataclass, an enum, or a type of one of their fields.
        data: The JSON value.
        where: How to call this place in a problem.

    Raises:
        Problem: ``BAD_DOCUMENT`` with the place, when a value is of another kind than the model says.
    """
    origin = get_origin(wanted)
    if origin in (Union, types.UnionType):
        return _decode_union(get_args(wanted), data, where)
    if origin is tuple:
        return _decode_tuple(get_args(wanted), data, where)
    if origin in (dict, Mapping) or (isinstance(origin, type) and issubclass(origin, Mapping)):
        _expect(data, dict, where)
        return types.MappingProxyType({k: decode(get_args(wanted)[1], v, f"{where}.{k}") for k, v in data.items()})
    if wanted is Action:
        return _decode_action(data, where)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return _decode_enum(wanted, data, where)
    if dataclasses.is_dataclass(wanted) and isinstance(wanted, type):
        return _decode_dataclass(wanted, data, where)
    return _decode_plain(wanted, data, where)


def _decode_dataclass(wanted: type, data: Json, where: str) -> object:
    _expect(data, dict, where)
    hints = _hints(wanted)
    known = {f.name: f for f in dataclasses.fields(wanted)}
    missing = [name for name, f in known.items() if name not in data and _has_no_default(f)]
    if missing:
        raise _bad(where, f"“{missing[0]}” is missing")
    return wanted(**{k: decode(hints[k], v, f"{where}.{k}".strip(".")) for k, v in data.items() if k in known})


def _decode_action(data: Json, where: str) -> Action:
    _expect(data, dict, where)
    kind = data.get("kind")
    cls = ACTIONS.get(kind) if isinstance(kind, str) else None
    if cls is None or cls is UnknownAction:
        return UnknownAction(data=types.MappingProxyType(dict(data)))
    action: Action = decode(cls, {k: v for k, v in data.items() if k != "kind"}, where)
    return action


def _decode_enum(wanted: type[Enum], data: Json, where: str) -> Enum:
    try:
        return wanted(data)
    except ValueError:
        names = [str(member.value) for member in wanted]
        more = f" and {len(names) - _OPTIONS_SHOWN} more" if len(names) > _OPTIONS_SHOWN else ""
        allowed = ", ".join(names[:_OPTIONS_SHOWN]) + more
        raise _bad(where, f"“{_as_written(data)}” is none of {allowed}") from None


def _decode_tuple(args: tuple[Any, ...], data: Json, where: str) -> tuple[Any, ...]:
    _expect(data, list, where)
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(decode(args[0], item, f"{where}[{i}]") for i, item in enumerate(data))
    if len(data) != len(args):
        raise _bad(where, f"{len(args)} values are needed, {len(data)} are there")
    return tuple(decode(kind, item, f"{where}[{i}]") for i, (kind, item) in enumerate(zip(args, data, strict=True)))


def _decode_union(options: tuple[Any, ...], data: Json, where: str) -> object:
    if data is None and type(None) in options:
        return None
    for option in options:
        if isinstance(data, dict) and dataclasses.is_dataclass(option):
            return decode(option, data, where)
        if option is type(None) or not isinstance(option, type):
            continue
        # bool is an int in Python: each JSON kind must find its own member of the union.
        if type(data) is option or (option is float and type(data) is int and int not in options):
            return data
    raise _bad(where, f"“{_as_written(data)}” is of the wrong kind")


def _decode_plain(wanted: Any, data: Json, where: str) -> object:  # noqa: ANN401
    if wanted is float and type(data) is int:
        return float(data)
    _expect(data, wanted, where)
    return data


def _expect(data: Json, kind: type, where: str) -> None:
    if not isinstance(data, kind) or (kind is int and isinstance(data, bool)):
        raise _bad(where, f"“{_as_written(data)}” should be {_NAMES[kind]}")


def _as_written(data: Json) -> str:
    """Give the beginning of a value as the file has it: Python writes nothing and yes in its own way."""
    return (data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, default=str))[:60]


_NAMES: dict[type, str] = {
    dict: "an object",
    list: "a list",
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}


def _bad(where: str, sentence: str) -> Problem:
    return Problem("BAD_DOCUMENT", f"The document cannot be read: {sentence}.", place=where)


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _has_no_default(f: dataclasses.Field[Any]) -> bool:
    return f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING


def _is_default(f: dataclasses.Field[Any], value: object) -> bool:
    if f.default is not dataclasses.MISSING:
        return bool(value == f.default)
    if f.default_factory is not dataclasses.MISSING:
        return bool(value == f.default_factory())
    return False
