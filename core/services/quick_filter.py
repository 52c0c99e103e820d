"""The typed filter of a search line: ``company:brno stage=lead owner~ana seats>5 no:email``, besides free words.

Lives here: reading such a text into words and a ``Filter``, saying what is wrong with it, and completing it. Not here:
what a filter means (``core.rules.filters``), so whatever can be typed can be built with the mouse as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import product

from core.model.contact import LIST_MEMBERSHIP, PropertyDefinition, PropertyType
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator
from core.model.instant import DAY
from core.model.problem import Problem
from core.model.project import Project
from core.services import mail_status
from core.services.values import read_value

ALIASES: dict[str, str] = {
    "stage": "lifecyclestage",
    "owner": "hubspot_owner_id",
    "leadstatus": "hs_lead_status",
    "source": "hs_object_source",
    "created": "createdate",
    "changed": "lastmodifieddate",
    "contacted": "notes_last_contacted",
    "zone": "hs_timezone",
    "mail": "email",
    "title": "jobtitle",
    "unsubscribed": "hs_email_optout",
    "bounced": "hs_email_bounced",
}
"""Short names of standard properties; a property's internal name and its label without spaces do as well."""

STATUS = PropertyDefinition(
    "status", "Status", PropertyType.ENUM, tuple((status, status) for status in mail_status.STATUSES)
)
"""What a search asks when it asks for the column *Status*; no contact has it as a value of its own."""

_HAS, _NO = "has", "no"
_TOKEN = re.compile(r'(?:"[^"]*"?|[^\s"])+')
_ASKED = re.compile(r'(?P<name>"[^"]+"|[^\W\d][\w.-]*)(?P<sign>!=|!~|:|=|~|>|<)(?P<value>.*)', re.DOTALL)
_DAYS = re.compile(r"(\d{1,5})d")
_TEXTS = (PropertyType.TEXT, PropertyType.EMAIL, PropertyType.TIME_ZONE)
_MOST_GROUPS = 20


@dataclass(frozen=True, slots=True)
class QuickFilter:
    """What a typed text asks for.

    Attributes:
        words: The free words, to be searched for.
        filter: What must match besides; without groups when nothing is asked.
        problem: The first thing that is wrong, in a sentence; empty when nothing is.
        spoken: The filter as it was asked for, to be put into words: a status is one condition.
    """

    words: str = ""
    filter: Filter = field(default_factory=Filter)
    problem: str = ""
    spoken: Filter = field(default_factory=Filter)


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on typing.

    Attributes:
        text: The whole text with the last word completed.
        label: What a list of completions shows.
    """

    text: str
    label: str


class _Unreadable(Exception):
    """A part of the text asks for nothing; its text says why."""


def read(text: str, project: Project) -> QuickFilter:
    """Read a typed text.

    Arguments:
        text: What was typed.
        project: For its properties, options, users and lists.
    """
    words: list[str] = []
    asked: list[list[tuple[Condition, ...]]] = []
    try:
        for token in _TOKEN.findall(text):
            found = _ASKED.fullmatch(token)
            if found is None or found["value"].startswith("//"):
                words.append(token.replace('"', ""))
            else:
                asked.append(_ways(found["name"].strip('"'), found["sign"], found["value"], project))
        spoken = [tuple(c for way in ways for c in way) for ways in product(*asked)] if asked else []
        groups = [group for said in spoken for group in _expanded(said)]
        if len(groups) > _MOST_GROUPS:
            raise _Unreadable(f"That is more than {_MOST_GROUPS} combinations; ask for fewer values at once.")
    except _Unreadable as no:
        return QuickFilter(" ".join(words), Filter(), str(no))
    return QuickFilter(" ".join(words), Filter(tuple(groups)), spoken=Filter(tuple(spoken)))


def joined(first: Filter, second: Filter) -> Filter:
    """Give the filter that matches what both match."""
    if not any(first.groups) or not any(second.groups):
        return first if any(first.groups) else second
    return Filter(tuple((*a, *b) for a, b in product(first.groups, second.groups) if a and b))


# ---------------------------------------------------------------- one question


def _ways(name: str, sign: str, value: str, project: Project) -> list[tuple[Condition, ...]]:
    """Give what one word asks for: any of the ways will do, all conditions of a way must hold."""
    parts = [part for part in _parts(value) if part]
    if name.casefold() in (_HAS, _NO) and sign in ":=":
        operator = Operator.IS_KNOWN if name.casefold() == _HAS else Operator.IS_UNKNOWN
        if not parts:
            raise _Unreadable(f"Name a property, e.g. {name}:email.")
        asked = [_property(part, project) for part in parts]
        if STATUS in asked:
            raise _Unreadable("Every contact has a status: write status:ok, or leadstatus for the lead status.")
        return [tuple(Condition(definition.name, operator) for definition in asked)]
    definition = _property(name, project)
    if definition is STATUS and parts:
        return _status(sign, parts, project)
    if not parts:
        raise _Unreadable(f"Say what “{definition.label}” shall be, e.g. {name}{sign}{_example(definition, project)}.")
    makers: dict[PropertyType, _Maker] = {
        PropertyType.NUMBER: _number,
        PropertyType.DATE: _moment,
        PropertyType.DATETIME: _moment,
        PropertyType.BOOL: _flag,
    }
    if definition.type in makers:
        return [(makers[definition.type](definition, sign, part, project),) for part in parts]
    if sign in "<>":
        raise _Unreadable(f"“{definition.label}” is no number and no date: use : = ~ != or !~.")
    if definition.type in _TEXTS:
        return _text(definition, sign, parts)
    return [(_choice(definition, sign, parts, project),)]


_Maker = Callable[[PropertyDefinition, str, str, Project], Condition]


def _text(definition: PropertyDefinition, sign: str, parts: list[str]) -> list[tuple[Condition, ...]]:
    name, values = definition.name, tuple(parts)
    if sign in ("=", "!="):
        return [(Condition(name, Operator.IS_ANY_OF if sign == "=" else Operator.IS_NONE_OF, values),)]
    if sign == "!~":
        return [tuple(Condition(name, Operator.NOT_CONTAINS, (part,)) for part in parts)]
    return [(Condition(name, Operator.CONTAINS, (part,)),) for part in parts]


def _number(definition: PropertyDefinition, sign: str, part: str, project: Project) -> Condition:
    low, dots, high = part.partition("..")
    if dots:
        ends = (_value(definition, low, project), _value(definition, high, project))
        operator = Operator.NOT_BETWEEN if sign in ("!=", "!~") else Operator.BETWEEN
        return Condition(definition.name, operator, ends)
    signs = {">": Operator.GREATER, "<": Operator.LESS, "!=": Operator.IS_NOT, "!~": Operator.IS_NOT}
    return Condition(definition.name, signs.get(sign, Operator.IS), (_value(definition, part, project),))


def _moment(definition: PropertyDefinition, sign: str, part: str, project: Project) -> Condition:
    days = _DAYS.fullmatch(part)
    if days:
        operator = Operator.DAYS_AGO if sign == "<" else Operator.IN_LAST_DAYS
        return Condition(definition.name, operator, (int(days[1]),))
    if sign in "<>":
        operator = Operator.AFTER if sign == ">" else Operator.BEFORE
        return Condition(definition.name, operator, (_value(definition, part, project),))
    low, dots, high = part.partition("..")
    first, last = _value(definition, low, project), _value(definition, high if dots else low, project)
    whole_day = definition.type is PropertyType.DATETIME and isinstance(last, int) and ":" not in (high or low)
    end = last + DAY - 1 if whole_day and isinstance(last, int) else last
    operator = Operator.NOT_BETWEEN if sign in ("!=", "!~") else Operator.BETWEEN
    return Condition(definition.name, operator, (first, end))


def _flag(definition: PropertyDefinition, sign: str, part: str, project: Project) -> Condition:
    wanted = _value(definition, part, project) is True
    if sign in ("!=", "!~"):
        wanted = not wanted
    return Condition(definition.name, Operator.IS_TRUE if wanted else Operator.IS_FALSE)


def _choice(definition: PropertyDefinition, sign: str, parts: list[str], project: Project) -> Condition:
    offered = _offered(definition, project)
    chosen: list[Value] = []
    for part in parts:
        folded = part.casefold()
        exact = [value for value, label in offered if folded in (str(value).casefold(), label.casefold())]
        near = [value for value, label in offered if folded in label.casefold()]
        begun = [value for value, label in offered if label.casefold().startswith(folded)]
        found = near if "~" in sign else exact or (begun if len(begun) == 1 else near if len(near) == 1 else [])
        if not found:
            raise _Unreadable(_no_choice(definition, part, [label for _, label in offered], len(near)))
        chosen += [value for value in found if value not in chosen]
    negative = sign.startswith("!")
    if definition.type is PropertyType.LIST:
        return Condition(definition.name, Operator.NOT_IN_LIST if negative else Operator.IN_LIST, tuple(chosen))
    return Condition(definition.name, Operator.IS_NONE_OF if negative else Operator.IS_ANY_OF, tuple(chosen))


def _status(sign: str, parts: list[str], project: Project) -> list[tuple[Condition, ...]]:
    """Ask for contacts with one of some statuses, or with none of them."""
    if sign in "<>":
        raise _Unreadable(f"“{STATUS.label}” is no number and no date: use : = ~ != or !~.")
    try:
        chosen = _choice(STATUS, sign.removeprefix("!"), parts, project).values
    except _Unreadable as no:
        raise _Unreadable(f"{no} The lead status is leadstatus:{parts[0]}.") from no
    operator = Operator.IS_NONE_OF if sign.startswith("!") else Operator.IS_ANY_OF
    return [(Condition(STATUS.label, operator, chosen),)]


def _expanded(group: tuple[Condition, ...]) -> Iterator[tuple[Condition, ...]]:
    """Put what a status means in its place: any of the groups will do."""
    ways: list[list[tuple[Condition, ...]]] = []
    for condition in group:
        if condition.property != STATUS.label:
            ways.append([(condition,)])
            continue
        wanted = condition.operator is Operator.IS_ANY_OF
        statuses = (status for status in mail_status.STATUSES if (status in condition.values) is wanted)
        ways.append([mail_status.conditions_of(status) for status in statuses])
    return (tuple(c for way in chosen for c in way) for chosen in product(*ways))


def _no_choice(definition: PropertyDefinition, part: str, labels: Sequence[str], near: int) -> str:
    if near > 1:
        return f"“{part}” fits {near} choices of “{definition.label}”: write ~ for all of them, or more letters."
    shown = ", ".join(labels[:6]) + (" …" if len(labels) > 6 else "")
    return f"“{definition.label}” has no “{part}”. " + (f"There is: {shown}." if labels else "There is none yet.")


def _value(definition: PropertyDefinition, part: str, project: Project) -> Value:
    try:
        value = read_value(definition, part, project)
    except Problem as problem:
        raise _Unreadable(problem.sentence) from problem
    if value is None:
        raise _Unreadable(f"“{definition.label}” needs a value on both sides of the dots.")
    return value


def _parts(value: str) -> Iterator[str]:
    """Split values at commas that stand outside quotes."""
    for part in re.findall(r'(?:"[^"]*"?|[^,"])+', value):
        yield part.replace('"', "").strip()


# ---------------------------------------------------------------- names


def _properties(project: Project) -> tuple[PropertyDefinition, ...]:
    return (*project.properties, STATUS, LIST_MEMBERSHIP)


def _property(name: str, project: Project) -> PropertyDefinition:
    folded = name.casefold()
    wanted = ALIASES.get(folded, folded)
    known = _properties(project)
    for definition in known:
        if wanted in (definition.name.casefold(), _squeezed(definition.label)) or folded == definition.label.casefold():
            return definition
    names = [_typed_name(definition) for definition in known] + list(ALIASES)
    near = get_close_matches(folded, names, n=1, cutoff=0.6) or [n for n in names if n.startswith(folded)][:2]
    hint = f" Did you mean {' or '.join(near)}?" if near else " Put it in quotes to search for it."
    raise _Unreadable(f"There is no property “{name}”.{hint}")


def _squeezed(label: str) -> str:
    return re.sub(r"\W", "", label).casefold()


def _typed_name(definition: PropertyDefinition) -> str:
    """Give the shortest name under which a property can be typed."""
    short = [alias for alias, name in ALIASES.items() if name == definition.name]
    if short and definition.name != "email":
        return short[0]
    return definition.name.casefold()


def _offered(definition: PropertyDefinition, project: Project) -> list[tuple[Value, str]]:
    if definition.type is PropertyType.OWNER:
        return [(sender.id, sender.name) for sender in project.senders]
    if definition.type is PropertyType.LIST:
        return [(found.id, found.name) for found in project.lists]
    return list(definition.options)


def _example(definition: PropertyDefinition, project: Project) -> str:
    offered = _offered(definition, project)
    if offered:
        return _quoted(offered[0][1])
    examples = {
        PropertyType.NUMBER: "5",
        PropertyType.DATE: "2026-01-05",
        PropertyType.DATETIME: "30d",
        PropertyType.BOOL: "yes",
    }
    return examples.get(definition.type, "brno")


def _quoted(text: str) -> str:
    return f'"{text}"' if re.search(r"[\s,]", text) else text


# ---------------------------------------------------------------- completing


def complete(text: str, project: Project, most: int = 12) -> list[Completion]:
    """Give ways to complete the last word of a text: names of properties, then their values.

    Arguments:
        text: What was typed up to the cursor.
        project: For its properties, options, users and lists.
        most: How many ways at most.
    """
    tokens = list(_TOKEN.finditer(text))
    if not tokens or tokens[-1].end() != len(text):
        return []
    start, token = tokens[-1].start(), tokens[-1].group()
    found = _ASKED.fullmatch(token)
    before = text[:start]
    if found is None:
        return _names(before, token.casefold(), project)[:most]
    name, sign = found["name"], found["sign"]
    if name.casefold() in (_HAS, _NO):
        return [
            Completion(f"{before}{name}{sign}{_typed_name(p)} ", p.label)
            for p in project.properties
            if _fits(found["value"].casefold(), p)
        ][:most]
    try:
        definition = _property(name.strip('"'), project)
    except _Unreadable:
        return []
    kept, _, last = found["value"].rpartition(",")
    last = last.strip('"').casefold()
    kept = f"{kept}," if kept else ""
    values = [label for _, label in _offered(definition, project)]
    if definition.type is PropertyType.BOOL:
        values = ["yes", "no"]
    return [
        Completion(f"{before}{name}{sign}{kept}{_quoted(value)} ", value)
        for value in values
        if last in value.casefold() and last != value.casefold()
    ][:most]


def _names(before: str, begun: str, project: Project) -> list[Completion]:
    fitting = [p for p in _properties(project) if len(begun) > 1 and _fits(begun, p)]
    return [Completion(f"{before}{_typed_name(p)}:", f"{_typed_name(p)}:   {p.label}") for p in fitting]


def _fits(begun: str, definition: PropertyDefinition) -> bool:
    names = (definition.name.casefold(), _typed_name(definition), _squeezed(definition.label))
    return any(name.startswith(begun) for name in names)
