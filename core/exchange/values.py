"""Property values to and from text: what people type, what a CSV cell holds, and what is wrong with a value.

The forms, the import and the export all use these, so that a text means the same everywhere. Times are local to the
account; dates are midnight UTC, so that they do not shift when the account moves. What a property *is* lives in
``core.model.contact``; how people write numbers and dates in ``core.exchange.texts``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, tzinfo
from math import isfinite
from typing import TypeAlias

from core.exchange.texts import NotReadable, read_bool, read_day, read_moment, read_number, read_time_zone, short
from core.model.contact import PropertyDefinition, PropertyType
from core.model.fields import Value
from core.model.instant import Instant, from_instant, is_moment, iso
from core.model.problem import Problem
from core.model.project import Project
from core.rules.addresses import is_address
from core.rules.calendar import zone_of

Reader: TypeAlias = Callable[[str], Value]
"""Turns a text into a value, a blank one into ``None``. Raises ``Problem("BAD_VALUE")`` when it cannot."""

_KINDS: Mapping[PropertyType, tuple[tuple[type, ...], str]] = {
    PropertyType.TEXT: ((str,), "a text"),
    PropertyType.EMAIL: ((str,), "an email address"),
    PropertyType.NUMBER: ((int, float), "a number"),
    PropertyType.BOOL: ((bool,), "yes or no"),
    PropertyType.ENUM: ((str,), "an option"),
    PropertyType.DATE: ((int,), "a date"),
    PropertyType.DATETIME: ((int,), "a date and time"),
    PropertyType.OWNER: ((int,), "a user"),
    PropertyType.TIME_ZONE: ((str,), "a time zone"),
}
"""What a value is inside, and in words."""


def zone_of_account(project: Project) -> tzinfo:
    """Give the account's time zone; UTC when its name is none, which is reported elsewhere."""
    try:
        return zone_of(project.account.time_zone)
    except Problem:
        return UTC


# ---------------------------------------------------------------- text to value


def read_value(definition: PropertyDefinition, text: str, project: Project) -> Value:
    """Turn a typed or imported text into a property's value; a blank text is no value.

    Arguments:
        definition: The property.
        text: What was typed.
        project: For its users and its account's time zone.

    Raises:
        Problem: ``BAD_VALUE`` with a sentence; its place is the property's label.
    """
    return reader_for(definition, project)(text)


def reader_for(definition: PropertyDefinition, project: Project, day_first: bool | None = None) -> Reader:
    """Give the function behind ``read_value`` for one property; made once, it reads many values fast.

    Arguments:
        definition: The property.
        project: For its users and its account's time zone.
        day_first: What ``1/2/2026`` means; ``None`` to refuse it.
    """
    read = _reader(definition, project, day_first)
    label = definition.label

    def read_text(text: str) -> Value:
        text = text.strip()
        if not text:
            return None
        try:
            return read(text)
        except NotReadable as no:
            raise Problem("BAD_VALUE", no.sentence, place=label, hint=no.hint) from None

    return read_text


def _reader(definition: PropertyDefinition, project: Project, day_first: bool | None) -> Reader:
    zone = zone_of_account(project)
    readers: Mapping[PropertyType, Reader] = {
        PropertyType.TEXT: _read_text,
        PropertyType.EMAIL: _read_email,
        PropertyType.NUMBER: read_number,
        PropertyType.BOOL: read_bool,
        PropertyType.DATE: lambda text: read_day(text, day_first),
        PropertyType.DATETIME: lambda text: read_moment(text, zone, day_first),
        PropertyType.TIME_ZONE: read_time_zone,
    }
    if definition.type is PropertyType.ENUM:
        return _option_reader(definition)
    if definition.type is PropertyType.OWNER:
        return _owner_reader(project)
    return readers[definition.type]


def _read_text(text: str) -> str:
    if "\0" in text:
        raise NotReadable("The text holds a NUL character, which no text may.")
    return text


def _read_email(text: str) -> str:
    if not is_address(text):
        raise NotReadable(f"“{short(text)}” is not an email address.")
    return text


def _option_reader(definition: PropertyDefinition) -> Reader:
    known = _short_options(definition)
    known |= {label.casefold(): name for name, label in definition.options}
    known |= {name.casefold(): name for name, _ in definition.options}
    labels = [label for _, label in definition.options]
    hint = f"Options: {', '.join(labels[:8])}{' …' if len(labels) > 8 else ''}." if labels else "It has no options yet."

    def read(text: str) -> str:
        found = known.get(text.casefold()) or known.get(_letters(text))
        if found is None:
            raise NotReadable(f"“{short(text)}” is not one of the options of {definition.label}.", hint)
        return found

    return read


def _short_options(definition: PropertyDefinition) -> dict[str, str]:
    """Give what options are called for short, where only one can be meant: ``mql``, ``marketingqualifiedlead``."""
    meant: dict[str, set[str]] = {}
    for name, label in definition.options:
        words = re.findall(r"[^\W_]+", label.casefold())
        meant.setdefault("".join(words), set()).add(name)
        if len(words) > 1:
            meant.setdefault("".join(word[0] for word in words), set()).add(name)
    return {said: names.pop() for said, names in meant.items() if said and len(names) == 1}


def _letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", text.casefold()))


def _owner_reader(project: Project) -> Reader:
    by_email = {s.email.casefold(): s.id for s in project.senders if s.email}
    by_id = {str(s.id): s.id for s in project.senders}
    named: dict[str, list[int]] = {}
    for sender in project.senders:
        named.setdefault(sender.name.casefold(), []).append(sender.id)

    def read(text: str) -> int:
        said = text.casefold()
        if said in by_email:
            return by_email[said]
        ids = named.get(said) or [by_id[said]] if said in named or said in by_id else []
        if len(ids) > 1:
            raise NotReadable(f"{len(ids)} users are called “{short(text)}”.", "Write the user’s email address.")
        if not ids:
            raise NotReadable(f"There is no user “{short(text)}”.", "Add the user under Senders first.")
        return ids[0]

    return read


# ---------------------------------------------------------------- value to text


def show_value(definition: PropertyDefinition, value: Value, project: Project) -> str:
    """Give a property's value as a person reads it; ``read_value`` reads it back.

    Owners are shown by name, options by label, moments as ``2026-01-05 09:00`` in the account's time zone.
    """
    if value is None or value == "":
        return ""
    match definition.type:
        case PropertyType.BOOL:
            return "Yes" if value else "No"
        case PropertyType.ENUM:
            return dict(definition.options).get(str(value), str(value))
        case PropertyType.OWNER if isinstance(value, int):
            sender = project.sender(value)
            return (sender.name or sender.email) if sender else f"Unknown user {value}"
        case PropertyType.DATE if is_moment(value):
            return from_instant(int(value), UTC).date().isoformat()
        case PropertyType.DATETIME if is_moment(value):
            return _local_time(int(value), zone_of_account(project))
        case _:
            return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def file_value(definition: PropertyDefinition, value: Value, project: Project) -> str:
    """Write a value for a file: as ``show_value``, but moments carry their offset and owners go by email address.

    A file may be read in another account, where the clock or the users' names differ; HubSpot's import names owners by
    address too (KB set-up-your-import-file).
    """
    if definition.type is PropertyType.DATETIME and value is not None and is_moment(value):
        return iso(int(value), zone_of_account(project))
    if definition.type is PropertyType.OWNER and isinstance(value, int):
        sender = project.sender(value)
        return (sender.email or sender.name) if sender else str(value)
    return show_value(definition, value, project)


def _local_time(instant: Instant, zone: tzinfo) -> str:
    local = from_instant(instant, zone)
    text = local.replace(tzinfo=None).isoformat(" ", "seconds" if local.second else "minutes")
    # The hour that comes twice when clocks go back needs its offset to be read as the same moment.
    return text + local.isoformat()[-6:] if local.fold else text


# ---------------------------------------------------------------- what is wrong


def problems_of(project: Project, values: Mapping[str, object]) -> dict[str, str]:
    """Say what is wrong with a contact's values.

    Arguments:
        project: For its properties and users.
        values: Property name to value; empty values are never wrong.

    Returns:
        Property name to one sentence, for those that are wrong.
    """
    found: dict[str, str] = {}
    for name, value in values.items():
        definition = project.property(name)
        if definition is None:
            found[name] = f"There is no property “{name}”."
        elif value is not None and value != "" and (sentence := _problem(definition, value, project)):
            found[name] = sentence
    return found


def is_kind_of(definition: PropertyDefinition, value: object) -> bool:
    """Say whether a value is of the kind a property holds inside: text, number, instant, sender id, yes or no."""
    return type(value) in _KINDS[definition.type][0]


def kind_in_words(definition: PropertyDefinition) -> str:
    """Name the kind of value a property holds, e.g. ``a date``."""
    return _KINDS[definition.type][1]


def _problem(definition: PropertyDefinition, value: object, project: Project) -> str:
    wrong = f"“{short(str(value))}” is not {kind_in_words(definition)}."
    if not is_kind_of(definition, value):
        return wrong
    match definition.type:
        case PropertyType.DATE | PropertyType.DATETIME:
            return "" if is_moment(value) else wrong
        case PropertyType.NUMBER:
            return "" if isinstance(value, (int, float)) and isfinite(value) else wrong
        case PropertyType.OWNER:
            known = isinstance(value, int) and project.sender(value) is not None
            return "" if known else f"There is no user “{value}”."
        case PropertyType.ENUM if value not in dict(definition.options):
            return f"“{short(str(value))}” is not one of the options of {definition.label}."
        case _:
            return _text_problem(definition, str(value), project)


def _text_problem(definition: PropertyDefinition, text: str, project: Project) -> str:
    try:
        read_value(definition, text, project)
    except Problem as problem:
        return problem.sentence
    return ""
