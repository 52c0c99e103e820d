"""*Enroll in sequence*: its fields and words, and that a run remembers answers without changing one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.names import Names
from core.model.account import Subscription
from core.model.contact import Contact, PropertyDefinition, PropertyType
from core.model.fields import specs_of
from core.model.reason import Reason
from core.model.sender import InboxKind, InboxState, Seat, Sender
from core.model.sequence import Enrollment, Sequence, Step, StepKind
from core.model.trace import Outcome, RowKind
from core.rules.eligibility import (
    CONTACT_COLUMNS,
    CardFacts,
    Case,
    ContactFacts,
    Inside,
    LoadFacts,
    SenderFacts,
    examine,
)
from tests.building import (
    START,
    at,
    contact,
    contacts,
    enroll,
    enroll_by_owner,
    mail,
    of_kind,
    off,
    play,
    project,
    reasons,
    sender,
    sequence,
    skips,
    task,
    workflow,
)

SECOND = PropertyDefinition("second_owner", "Second owner", PropertyType.OWNER, custom=True, id=1)
OFFICE = project(
    workflow(),
    senders=(sender(1, "Ana Ruiz"),),
    sequences=(sequence(name="Welcome"), replace(sequence(number=2, name="Old"), deleted=START)),
    properties=(SECOND,),
)


# ---------------------------------------------------------------- fields and words


def test_its_fields_have_the_names_and_the_order_of_the_article() -> None:
    assert [spec.label for spec in specs_of(EnrollInSequence).values()] == [
        "Sequence",
        "Sender type",
        "Sender",
        "Contact owner property",
    ]
    assert [kind.label for kind in SenderType] == ["Specific user", "Contact owner"]


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (EnrollInSequence(), "no sequence chosen · sent by no sender chosen"),
        (enroll(1, 1), "Welcome · sent by Ana Ruiz"),
        (enroll(2, 9), "Old (deleted) · sent by unknown user 9"),
        (enroll_by_owner(1), "Welcome · sent by contact owner"),
        (enroll_by_owner(1, "second_owner"), "Welcome · sent by second owner"),
        (enroll_by_owner(1, ""), "Welcome · sent by no property chosen"),
    ],
)
def test_a_card_says_which_sequence_and_who_sends(action: EnrollInSequence, words: str) -> None:
    assert action.summary(Names(OFFICE)) == words
    assert action.headline(Names(OFFICE)) == "Enroll in sequence"


@pytest.mark.parametrize(
    ("action", "problems"),
    [
        (enroll(1, 1), []),
        (enroll_by_owner(1), []),
        (enroll_by_owner(1, "second_owner"), []),
        (EnrollInSequence(), [("sequence", "Choose a sequence."), ("sender", "Choose a sender.")]),
        (enroll(2, 1), [("sequence", "“Old” was deleted; choose another sequence.")]),
        (enroll(9, 1), [("sequence", "This sequence no longer exists; choose another.")]),
        (enroll_by_owner(1, ""), [("owner_property", "Choose a contact owner property.")]),
        (enroll_by_owner(1, "city"), [("owner_property", "Choose a property that holds a user.")]),
        (enroll_by_owner(1, "gone"), [("owner_property", "Choose a property that holds a user.")]),
        (replace(enroll_by_owner(1), sender=0), []),
        (replace(enroll(1, 1), owner_property="gone"), []),
    ],
)
def test_what_is_wrong_with_its_fields(action: EnrollInSequence, problems: list[tuple[str, str]]) -> None:
    assert [(p.field, p.sentence) for p in action.problems(OFFICE)] == problems


def test_it_reads_the_owner_property_only_when_the_owner_sends() -> None:
    assert enroll(1, 1).watched == frozenset()
    assert enroll_by_owner(1, "second_owner").watched == {"second_owner"}


def test_any_owner_property_names_the_sender() -> None:
    people = [contact(1, second_owner=2), contact(2, second_owner=None), contact(3, second_owner=99)]
    office = project(workflow(enroll_by_owner(1, "second_owner")), senders=(sender(1), sender(2)), properties=(SECOND,))
    trace = play(office, people)
    assert [e.sender for e in of_kind(trace, RowKind.MAIL)] == [2]
    assert skips(trace) == [(2, "OWNER_EMPTY"), (3, "OWNER_UNKNOWN")]


def test_a_skip_names_the_sender_it_would_have_been_and_the_sequence() -> None:
    office = project(workflow(enroll_by_owner()), senders=(sender(1, seat=Seat.NONE),))
    trace = play(office, [contact(1), contact(2, hubspot_owner_id=99)])
    assert [(e.reason, e.sender, e.sequence) for e in trace if e.outcome == Outcome.SKIPPED] == [
        (Reason.SENDER_NO_SEAT, 1, 1),
        (Reason.OWNER_UNKNOWN, 99, 1),
    ]


def test_done_says_when_the_first_mail_leaves() -> None:
    trace = play(project(workflow(enroll())), contacts(2))
    assert [e.a - START for e in of_kind(trace, RowKind.ACTION)] == [0, 30]
    trace = play(project(workflow(enroll()), sequences=(sequence(task()),)), contacts(2))
    assert [e.a - START for e in of_kind(trace, RowKind.ACTION)] == [0, 0]


def test_contacts_are_still_judged_one_by_one_when_nobody_has_a_flag_at_first() -> None:
    """Most lists carry no flag, and then none is looked at; one that is set in the run must count."""
    flow = workflow(enroll(), trigger=None)
    assert reasons(play(project(flow), [contact(1), contact(2, email=None), contact(3, email="x")])) == [
        "EMAIL_MISSING",
        "EMAIL_INVALID",
    ]


# ---------------------------------------------------------------- a run remembers, but answers the same

_FLAGS = CONTACT_COLUMNS[1:]


def mostly(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    """Give the usual value nine times out of ten, so that the last checks are reached often enough."""
    return st.integers(0, 9).flatmap(lambda die: st.sampled_from(others) if die == 9 else st.just(usual))


def _user(number: int) -> st.SearchStrategy[Sender]:
    return st.builds(
        lambda active, seat, state, kind, limit: sender(
            number, active=active, seat=seat, inbox_state=state, inbox_kind=kind, limit=limit
        ),
        mostly(True, False),
        mostly(Seat.SALES_ENTERPRISE, *Seat),
        mostly(InboxState.CONNECTED, *InboxState),
        mostly(InboxKind.PERSONAL, InboxKind.TEAM),
        st.sampled_from([None, 0, 1, 2, 5]),
    )


_users = st.tuples(*map(_user, (1, 2, 3)))
_sequences = st.builds(
    lambda steps, deleted: Sequence(1, "Welcome", steps, deleted=deleted),
    mostly((mail(), mail(3)), (mail(),), (task(),), ()),
    mostly(None, START),
)
_people = st.lists(
    st.fixed_dictionaries(
        {
            "email": mostly("a@client.example", None, "no address"),
            "hubspot_owner_id": mostly(1, 2, 3, 99, None) | st.sampled_from([1, 2, 3]),
            "flag": mostly(None, *_FLAGS),
            "inside": mostly(False, True),
        }
    ),
    min_size=1,
    max_size=12,
)


@given(
    _users,
    _sequences,
    _people,
    mostly(Subscription.ENTERPRISE, *Subscription),
    st.booleans(),
    st.booleans(),
    mostly(True, False),
    mostly(1, 0, 9),
    mostly(1, 2, 0, 99),
    st.lists(st.integers(1, 3), max_size=3),
)
@settings(max_examples=300)
def test_a_run_gives_the_reasons_that_asking_every_check_gives(
    users: tuple[Sender, ...],
    welcome: Sequence,
    listed: list[dict[str, Any]],
    subscription: Subscription,
    automation: bool,
    by_owner: bool,
    on: bool,
    chosen: int,
    specific: int,
    sent_before: list[int],
) -> None:
    """Contacts act as one group and share what the run remembers; here each is examined on its own, by hand."""
    action = enroll_by_owner(chosen) if by_owner else enroll(chosen, specific)
    people, standing = _as_contacts(listed)
    earlier = [
        Enrollment(1_000 + n, 3, user, at("2026-01-04 15:00"), next_step=1) for n, user in enumerate(sent_before)
    ]
    office = project(
        workflow(action if on else off(action), sequence=chosen if automation else 0),
        senders=users,
        sequences=(welcome, sequence(task(), number=2), sequence(mail(), task(90), number=3)),
        subscription=subscription,
        enrollments=(*standing, *earlier),
    )
    trace = play(office, [*people, *(contact(e.contact, email=None) for e in earlier)], days=1)
    acted = {e.contact: e for e in of_kind(trace, RowKind.ACTION)}

    used: dict[int, int] = defaultdict(int)
    for user in sent_before:
        used[user] += 1
    for person in people:
        case = _case(office, action, person, automation, on, used)
        decided, _ = examine(case)
        assert Reason(acted[person.id].reason) is decided
        if decided is Reason.NONE and case.load.mails_now and case.sender.sender is not None:
            used[case.sender.sender.id] += 1
        if decided is Reason.DAILY_LIMIT_REACHED:
            assert (acted[person.id].a, acted[person.id].b) == (case.load.used, case.load.limit)


def _as_contacts(listed: list[dict[str, Any]]) -> tuple[list[Contact], list[Enrollment]]:
    people: list[Contact] = []
    standing: list[Enrollment] = []
    for number, facts in enumerate(listed, 1):
        flags = {facts["flag"]: True} if facts["flag"] else {}
        people.append(contact(number, email=facts["email"], hubspot_owner_id=facts["hubspot_owner_id"], **flags))
        if facts["inside"]:
            standing.append(Enrollment(number, 2, 1, START, next_step=0))
    return people, standing


def _case(
    office: Any, action: EnrollInSequence, person: Contact, automation: bool, on: bool, used: dict[int, int]
) -> Case:
    by_owner = action.sender_type is SenderType.CONTACT_OWNER
    value = person.get("hubspot_owner_id") if by_owner else action.sender
    user = office.sender(value) if isinstance(value, int) else None
    wanted = office.sequence(action.sequence) if action.sequence else None
    on_tab = automation and action.sequence != 0
    default = {Subscription.STARTER: 0, Subscription.PROFESSIONAL: 500, Subscription.ENTERPRISE: 1_000}
    limit = 0 if user is None else default[office.account.subscription] if user.limit is None else user.limit
    mails_now = wanted is not None and wanted.steps[:1] != () and wanted.steps[0].kind is StepKind.EMAIL
    inside = next((Inside(e.sequence, e.sender, e.since) for e in office.enrollments if e.contact == person.id), None)
    return Case(
        CardFacts(on, office.account.subscription, on_tab, action.sequence != 0, wanted),
        SenderFacts(by_owner, value, user, on_tab),
        ContactFacts(person.email, *(bool(person.get(name)) for name in _FLAGS)),
        inside,
        LoadFacts(used[user.id] if user else 0, limit, mails_now),
    )


def test_answers_about_one_contact_do_not_stick_to_the_next() -> None:
    people = [contact(1, hs_email_bounced=True), contact(2), contact(3, hs_email_bounced_elsewhere=True), contact(4)]
    trace = play(project(workflow(enroll()), sequences=(sequence(Step(StepKind.CALL)),)), people)
    assert skips(trace) == [(1, "BOUNCED"), (3, "BOUNCED")]
    assert [e.contact for e in trace if e.outcome == Outcome.DONE and e.kind == RowKind.ACTION] == [2, 4]
