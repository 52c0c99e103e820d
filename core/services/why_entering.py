"""Whether a contact came into a workflow, and why not: the official list of causes, one check after the other.

They are looked up in the run's own project and log.

The causes (KB, "why is a contact not enrolled in my workflow"): the workflow was off, the trigger was not met, contacts
that met it before were left out, a suppression list or the goal would take the contact out at once, or it was in the
workflow before and may not enter again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.actions.names import Names
from core.actions.set_property import SetProperty
from core.model.contact import Contact
from core.model.event import EventKind, ScriptedEvent
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator, list_column
from core.model.instant import DAY, MINUTE, Instant
from core.model.problem import Problem
from core.model.reason import Reason
from core.model.run import Cast, Run
from core.model.trace import Outcome, RowKind
from core.model.workflow import TriggerKind, Workflow
from core.rules.eligibility import CheckRecord, CheckState
from core.rules.filter_words import condition_in_words
from core.rules.filters import matches
from core.rules.schedule import next_time
from core.services.log import LogLine, LogQuery
from core.services.moments import moment
from core.services.values import zone_of_account
from core.services.workspace import Workspace
from core.store import lists

_KINDS = tuple(EventKind)
_TITLES = {
    "played": "The workflow was played",
    "contact": "The contact is on the list",
    "trigger": "What the trigger waits for happened",
    "on": "The workflow was on at that moment",
    "criteria": "The criteria were met",
    "existing": "Contacts that match already are let in",
    "suppression": "The contact is on no suppression list",
    "goal": "The goal was not met yet",
    "loop": "No loop brings it back without end",
}
"""The checks and their questions."""
_AT_THE_DOOR = {
    Reason.NO_LONGER_MATCHES: "criteria",
    Reason.SUPPRESSION_LIST: "suppression",
    Reason.GOAL_MET: "goal",
    Reason.LOOP_STOPPED: "loop",
}
"""Which check a row of the trigger failed."""
_EVENTS = {
    TriggerKind.FORM_SUBMITTED: (EventKind.FORM_SUBMITTED, "submits", "submitted", "a form"),
    TriggerKind.MEETING_BOOKED: (EventKind.MEETING_BOOKED, "books", "booked", "a meeting"),
    TriggerKind.EMAIL_REPLIED: (EventKind.REPLIED, "replies to", "replied to", "a mail"),
    TriggerKind.CONTACT_CREATED: (EventKind.CONTACT_CREATED, "", "was created", ""),
}
"""What a trigger waits for: the event, two verbs and what it is done to."""


@dataclass(frozen=True, slots=True)
class Entering:
    """Whether a contact came into a workflow in a run.

    Attributes:
        entered: Whether it did.
        sentence: The answer in one or two sentences.
        checks: What was asked in its order; nothing after the first that failed was reached.
    """

    entered: bool
    sentence: str
    checks: tuple[CheckRecord, ...]


def why_not_entered(ws: Workspace, run_id: int, contact_id: int, workflow_id: int) -> str:
    """Give the sentence of ``entering`` alone.

    Raises:
        Problem: ``RUN_MISSING`` when the run was deleted.
    """
    return entering(ws, run_id, contact_id, workflow_id).sentence


def entering(ws: Workspace, run_id: int, contact_id: int, workflow_id: int) -> Entering:
    """Say why a contact did not enter a workflow in a run, check by check; when it did, say that.

    Contacts are not frozen: what is said of their values is said of today's. It reads the contact's rows of the log,
    which is work for a job.

    Arguments:
        ws: The workspace.
        run_id: The run.
        contact_id: The contact; need not be on the list any more.
        workflow_id: A workflow; need not have been played.

    Raises:
        Problem: ``RUN_MISSING`` when the run was deleted.
    """
    run = ws.runs.get(run_id)
    if run is None:
        raise Problem("RUN_MISSING", f"Rehearsal {run_id} is no longer in this workspace.")
    workflow = run.project.workflow(workflow_id)
    if workflow is None:
        sentence = _not_played(ws, run, workflow_id)
        record = CheckRecord("played", _TITLES["played"], CheckState.FAILED, Reason.NONE, sentence)
        return Entering(False, sentence, (record,))
    return _Case(ws, run, workflow, contact_id).entering()


def _not_played(ws: Workspace, run: Run, workflow_id: int) -> str:
    now = ws.project().workflow(workflow_id)
    name = f"“{now.name}”" if now else "This workflow"
    if run.settings.workflows:
        return f"{name} was not among the workflows chosen for this rehearsal."
    return f"{name} was not switched on when this rehearsal was played."


class _Case:
    """One contact, one workflow, one run."""

    def __init__(self, ws: Workspace, run: Run, workflow: Workflow, contact_id: int) -> None:
        self._run = run
        self._workflow = workflow
        self._trigger = workflow.trigger
        self._cast = Cast(run.project)
        self._names = Names(run.project)
        self._zone = zone_of_account(run.project)
        self._start = run.settings.start
        self._contact: Contact | None = ws.contacts.get(contact_id)
        self._rows: list[LogLine] = ws.log.lines(ws.log.ids(LogQuery(run.id, contact=contact_id)))
        self._values: dict[str, Value] = dict(self._contact.values) if self._contact else {}
        for member in lists.memberships(ws.store, [contact_id]):
            self._values[list_column(member.list)] = True
        self._created = [
            self._at(e) for e in run.project.script if e.contact == contact_id and e.kind is EventKind.CONTACT_CREATED
        ]
        self._failed = ""
        self._passed: dict[str, str] = {}
        known = self._contact.name if self._contact else ""
        self._name = known or next((row.contact for row in self._rows), f"Contact {contact_id}")

    def entering(self) -> Entering:
        """Ask everything in its order."""
        self._passed["played"] = f"“{self._workflow.name}” was on when this rehearsal was played."
        when = f"was created on {self._when(min(self._created))}" if self._created else "was on the list from the start"
        self._passed["contact"] = f"{self._name} {when}."
        sentence = self._answer()
        records: list[CheckRecord] = []
        reached = True
        for check in self._order():
            if not reached:
                records.append(CheckRecord(check, _TITLES[check], CheckState.NOT_REACHED, Reason.NONE, ""))
            elif check == self._failed:
                reached = False
                records.append(CheckRecord(check, _TITLES[check], CheckState.FAILED, Reason.NONE, sentence))
            else:
                said = self._passed.get(check, f"{_TITLES[check]}.")
                records.append(CheckRecord(check, _TITLES[check], CheckState.PASSED, Reason.NONE, said))
        return Entering(not self._failed, sentence, tuple(records))

    def _order(self) -> list[str]:
        """Name the checks that this workflow asks."""
        order = ["played", "contact"]
        if self._trigger.kind is TriggerKind.FILTER:
            order += ["criteria", "existing", "on"]
        elif self._trigger.kind is TriggerKind.MANUAL:
            order += ["trigger"]
        else:
            order += ["trigger", "on"]
            order += ["criteria"] if any(self._trigger.filter.groups) else []
        settings = self._workflow.settings
        order += ["suppression"] if settings.suppression else []
        order += ["goal"] if settings.goal is not None else []
        return order if self._failed in ("", *order) else [*order, self._failed]

    def _fail(self, check: str, sentence: str) -> str:
        self._failed = check
        return sentence

    def _answer(self) -> str:
        """Give the first cause that holds, in the order of the official list."""
        seen = self._seen()
        if seen:
            return seen
        if self._contact is None:
            gone = f"{self._name} is no longer on the list, so nothing can be said of its values."
            return self._fail("contact", gone)
        if self._trigger.kind in _EVENTS:
            return self._no_event()
        by_kind: dict[TriggerKind, Callable[[], str]] = {
            TriggerKind.FILTER: self._no_match,
            TriggerKind.PROPERTY_CHANGED: self._no_change,
            TriggerKind.LIST_JOINED: self._not_joined,
            TriggerKind.SCHEDULE: self._not_due,
            TriggerKind.MANUAL: lambda: self._fail(
                "trigger", f"Only people put contacts into “{self._workflow.name}”, and nobody put {self._name} in."
            ),
        }
        return by_kind[self._trigger.kind]()

    # What the log says

    def _seen(self) -> str:
        """Say so when the contact did enter, or was kept out at the door."""
        own = [r for r in self._rows if r.kind is RowKind.TRIGGER and r.workflow_id == self._workflow.id]
        entered = [row for row in own if row.outcome is Outcome.ENTERED]
        if entered:
            self._tell_passed(entered[0].time)
            once = "" if self._trigger.reenroll else " It cannot enter again: re-enrollment is off."
            return f"{self._name} entered “{self._workflow.name}” on {self._when(entered[0].time)}.{once}"
        kept_out = next((row for row in own if row.outcome is Outcome.SKIPPED), None)
        if kept_out is None:
            return ""
        return self._fail(_AT_THE_DOOR[kept_out.reason], f"{self._when(kept_out.time)}: {kept_out.detail}")

    def _tell_passed(self, at: Instant) -> None:
        """Note what was so when the contact entered."""
        when = self._when(at)
        self._passed["trigger"] = f"What the trigger waits for happened on {when}."
        self._passed["on"] = f"“{self._workflow.name}” was on then."
        self._passed["criteria"] = f"The criteria were met on {when}."

    def _events(self, kind: EventKind) -> list[tuple[Instant, ScriptedEvent | None]]:
        script = {event.id: event for event in self._run.project.script}
        return [
            (row.time, script.get(row.facts[1]) if row.facts[1] else None)
            for row in self._rows
            if row.kind is RowKind.EVENT and _KINDS[row.facts[0] - 1] is kind
        ]

    # One kind of trigger each

    def _no_event(self) -> str:
        kind, does, did, what = _EVENTS[self._trigger.kind]
        wanted = self._trigger.detail.strip()
        happened = [
            at
            for at, event in self._events(kind)
            if not wanted or (event is not None and event.detail.strip().casefold() == wanted.casefold())
        ]
        if wanted:
            what = f"“{wanted}”"
        if not happened:
            before = f"{self._name} was on the list before the rehearsal began; only contacts created during it enter."
            never = f"The trigger was not met: {self._name} never {does} {what} in this rehearsal."
            return self._fail("trigger", before if kind is EventKind.CONTACT_CREATED else never)
        return self._at_that_moment(happened, f"{self._name} {did}{f' {what}' if what else ''}")

    def _no_change(self) -> str:
        name = self._trigger.property
        happened = [at for at, event in self._events(EventKind.PROPERTY_CHANGED) if event and event.property == name]
        for row in self._rows:
            card = self._cast.card_at(row.place) if row.outcome is Outcome.DONE else None
            if row.kind is RowKind.ACTION and card and isinstance(card.action, SetProperty):
                happened += [row.time] if card.action.property == name else []
        label = self._names.property(name)
        wanted = self._trigger.value
        to = "" if wanted is None else f" to {self._names.value(name, wanted)}"
        if not happened:
            never = f"The trigger was not met: {label} of {self._name} never changes{to} in this rehearsal."
            return self._fail("trigger", never)
        default = f"{label} of {self._name} was set, but not from another value{to}."
        return self._at_that_moment(sorted(happened), f"{label} of {self._name} was set", default)

    def _not_joined(self) -> str:
        list_id = self._trigger.list
        which = f"“{self._names.list(list_id)}”" if list_id else "any list"
        happened = [at for at, event in self._events(EventKind.LIST_JOINED) if event and list_id in (0, event.value)]
        if not happened:
            never = f"The trigger was not met: {self._name} never joins {which} in this rehearsal."
            return self._fail("trigger", never)
        default = f"{self._name} was put on {which}, but was on it already."
        return self._at_that_moment(happened, f"{self._name} joined {which}", default)

    def _no_match(self) -> str:
        begins = min(self._created, default=self._start)
        unmet = self._unmet(begins)
        if unmet:
            return self._fail("criteria", f"The trigger was not met: {unmet}")
        if not self._trigger.enroll_existing and not self._created:
            already = (
                f"{self._name} met the criteria already when the workflow was switched on, and “Enroll contacts that "
                "already match” is off."
            )
            return self._fail("existing", already)
        if not self._created:
            return self._changed()
        return self._off_at(begins, f"{self._name} was created") or self._changed()

    def _not_due(self) -> str:
        due = next_time(self._trigger.schedule, min(self._created, default=self._start), self._zone)
        if due >= self._start + self._run.settings.days * DAY:
            after = f" after {self._name} was created" if self._created else ""
            never = f"The schedule of “{self._workflow.name}” does not come round{after} in this rehearsal."
            return self._fail("trigger", never)
        return self._at_that_moment([due], "The schedule came round")

    # What held at a moment

    def _at_that_moment(self, happened: Sequence[Instant], what: str, default: str = "") -> str:
        """Say why what happened did not let the contact in: the workflow was off, or the rest did not hold."""
        at = happened[0]
        self._passed["trigger"] = f"{what} on {self._when(at)}."
        off = self._off_at(at, what)
        if off:
            return off
        unmet = self._unmet(at)
        if unmet:
            sentence = f"{what} on {self._when(at)}, but the other criteria were not met: {unmet}"
            return self._fail("criteria", sentence)
        return self._fail("trigger", default) if default else self._changed()

    def _off_at(self, at: Instant, what: str) -> str:
        switches = (EventKind.WORKFLOW_OFF, EventKind.WORKFLOW_ON)
        told = [e for e in self._run.project.script if e.kind in switches and e.workflow == self._workflow.id]
        past = sorted((e for e in told if self._at(e) <= at), key=lambda e: e.minute)
        if not past or past[-1].kind is EventKind.WORKFLOW_ON:
            return ""
        return self._fail("on", f"{what} on {self._when(at)}, when “{self._workflow.name}” was switched off.")

    def _unmet(self, at: Instant) -> str:
        """Name the conditions of the trigger that do not hold, those of the group that is nearest; empty when met."""
        wanted = self._trigger.filter
        groups = [group for group in wanted.groups if group]
        if not groups:
            return ""
        failing = [[c for c in group if not _holds(c, self._values, at)] for group in groups]
        nearest = min(failing, key=len)
        if not nearest:
            met = groups[failing.index(nearest)]
            self._passed["criteria"] = " and ".join(self._said(c) for c in met[:2]) + "."
            return ""
        said = " and ".join(self._said(condition) for condition in nearest[:2])
        return f"it asks that {said}.{self._since()}"

    def _said(self, condition: Condition) -> str:
        asked = condition_in_words(condition, self._names)
        if condition.operator in (Operator.IN_LIST, Operator.NOT_IN_LIST):
            return f"{self._name} {asked}"
        value = self._values.get(condition.property)
        return f"{asked}, and {self._name} has {self._names.value(condition.property, value)}"

    def _since(self) -> str:
        """Add a word of warning when the contact was edited after the run."""
        edited = self._values.get("lastmodifieddate")
        changed = isinstance(edited, int) and edited > self._run.created
        return " The contact has changed since this rehearsal." if changed else ""

    def _changed(self) -> str:
        made = self._values.get("createdate")
        if isinstance(made, int) and made > self._run.created:
            return self._fail("contact", f"{self._name} was added after this rehearsal was played.")
        return self._fail("criteria", f"{self._name} meets the criteria as it is today, but did not then.")

    def _at(self, event: ScriptedEvent) -> Instant:
        return self._start + event.minute * MINUTE

    def _when(self, at: Instant) -> str:
        return moment(at, self._zone)


def _holds(condition: Condition, values: Mapping[str, Value], at: Instant) -> bool:
    return matches(Filter(((condition,),)), values, lambda: at)
