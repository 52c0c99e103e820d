"""Model values to and from JSON values, driven by the types the dataclasses declare.

A typed action is written as ``{"kind": …, fields…}``; an action of a kind this program does not know is kept whole.
Each file format that uses this has a version of its own, see ``core.exchange``.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from core.actions import ACTIONS
from core.actions.unknown import UnknownAction
from core.model.problem import Problem
from core.model.workflow import Action

Json: TypeAlias = Any
"""What ``json.loads`` gives: dicts, lists, texts, numbers, booleans and None."""


_Fields: TypeAlias = dict[str, dataclasses.Field[Any]]
_PLAIN = frozenset({str, int, float, bool})
_OPTIONS_SHOWN = 10
"""How many of the values that would be right a problem lists."""


@dataclasses.dataclass(frozen=True, slots=True)
class Like:
    """A JSON value and what was made of it.

    Attributes:
        data: The JSON value.
        thing: The model value.
    """

    data: Json
    thing: object

    def field(self, name: str) -> Like | None:
        """Give a field of it, ``None`` for one that is not written."""
        return Like(self.data[name], getattr(self.thing, name)) if name in self.data else None

    def items(self, count: int) -> Sequence[Like | None]:
        """Give its items beside those of a list: in order from both ends, as most edits change one place."""
        things, data = self.thing, self.data
        if not isinstance(things, tuple) or not isinstance(data, list) or len(things) != len(data):
            return ()
        pairs = [Like(one, thing) for one, thing in zip(data, things, strict=True)]
        more = count - len(pairs)
        if not more:
            return pairs
        # Which place an item came to or went from is not known here: the front half goes by the start, the other by
        # the end; items in between are made anew.
        front = count // 2
        return [
            pairs[i] if i < front and i < len(pairs) else pairs[i - more] if 0 <= i - more < len(pairs) else None
            for i in range(count)
        ]


def _same(one: Json, other: Json) -> bool:
    """Say whether two JSON values are written alike; for Python, 1, 1.0 and true are equal."""
    return bool(one == other) and json.dumps(one) == json.dumps(other)


def encode(thing: object) -> Json:
    """Give a model value as a JSON value; fields that hold their default are left out."""
    cls: Any = type(thing)
    if cls in _PLAIN:
        return thing
    if isinstance(thing, UnknownAction):
        return dict(thing.data)
    if (fields := _fields(cls)) is not None:
        found: dict[str, Json] = {"kind": thing.kind} if isinstance(thing, Action) else {}
        for name, f in fields.items():
            value = getattr(thing, name)
            if value is not f.default and not _is_default(f, value):
                found[name] = encode(value)
        return found
    if isinstance(thing, Enum):
        return thing.value
    if isinstance(thing, Mapping):
        return {str(k): encode(v) for k, v in thing.items()}
    if isinstance(thing, (tuple, list, frozenset)):
        return [encode(item) for item in thing]
    return thing


def decode(
    wanted: Any,  # noqa: ANN401
    data: Json,
    where: str = "",
    like: Like | None = None,
) -> Any:  # noqa: ANN401 - the type asked for decides what comes back
    """Make a model value of a type out of a JSON value.

    Arguments:
        wanted: A model dataclass, an enum, or a type of one of their fields.
        data: The JSON value.
        where: How to call this place in a problem.
        like: What was made before of an older JSON value: parts that are written alike are taken from it, the same
            objects. So an edit of one card leaves a thousand others as they are.

    Raises:
        Problem: ``BAD_DOCUMENT`` with the place, when a value is of another kind than the model says.
    """
    if wanted in _PLAIN:
        return _decode_plain(wanted, data, where)
    origin = _origin(wanted)
    if origin in (Union, types.UnionType):
        return _decode_union(get_args(wanted), data, where)
    if origin is tuple:
        return _decode_tuple(get_args(wanted), data, where, like)
    if origin in (dict, Mapping) or (isinstance(origin, type) and issubclass(origin, Mapping)):
        _expect(data, dict, where)
        return types.MappingProxyType({k: decode(get_args(wanted)[1], v, f"{where}.{k}") for k, v in data.items()})
    if wanted is Action:
        return _decode_action(data, where)
    if (fields := _fields(wanted)) is not None:
        return _decode_dataclass(wanted, fields, data, where, like)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return _decode_enum(wanted, data, where)
    return _decode_plain(wanted, data, where)


def _decode_dataclass(wanted: type, fields: _Fields, data: Json, where: str, like: Like | None) -> object:
    _expect(data, dict, where)
    if like is not None:
        if type(like.thing) is not wanted or not isinstance(like.data, dict):
            like = None
        elif _same(like.data, data):
            return like.thing
    hints = _hints(wanted)
    for name, f in fields.items():
        if name not in data and _has_no_default(f):
            raise _bad(where, f"“{name}” is missing")
    return wanted(
        **{
            k: decode(hints[k], v, f"{where}.{k}".strip("."), None if like is None else like.field(k))
            for k, v in data.items()
            if k in fields
        }
    )


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


def _decode_tuple(args: tuple[Any, ...], data: Json, where: str, like: Like | None) -> tuple[Any, ...]:
    _expect(data, list, where)
    if len(args) == 2 and args[1] is Ellipsis:
        likes = like.items(len(data)) if like is not None else ()
        if not likes:
            return tuple(decode(args[0], item, f"{where}[{i}]") for i, item in enumerate(data))
        return tuple(decode(args[0], item, f"{where}[{i}]", likes[i]) for i, item in enumerate(data))
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
def _fields(cls: type) -> _Fields | None:
    """Give the fields of a dataclass, ``None`` for any other type."""
    return {f.name: f for f in dataclasses.fields(cls)} if dataclasses.is_dataclass(cls) else None


@cache
def _origin(wanted: Any) -> Any:  # noqa: ANN401 - a type, or what stands for one
    return get_origin(wanted)


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
