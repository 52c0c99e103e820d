"""The checks of *Enroll in sequence*: every reason, their one order, and the record each check leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.account import Subscription
from core.model.contact import STANDARD_NAMES
from core.model.reason import Reason
from core.model.sender import InboxKind, InboxState, Seat, Sender
from core.model.sequence import Sequence, Step
from core.rules.addresses import are_addresses, is_address
from core.rules.eligibility import (
    CHECKS,
    CONTACT_COLUMNS,
    CardFacts,
    Case,
    CheckState,
    ContactFacts,
    Inside,
    LoadFacts,
    Scope,
    SenderFacts,
    examine,
    first_failure,
    sender_reason,
)

ANA = Sender(1, "Ana Ruiz", "ana@acme.example")
WELCOME = Sequence(1, "Welcome", (Step(subject="Hi"), Step(subject="Still there?", delay_days=3)))
NINE = 1767603600


def case_of(flaws: Mapping[str, Any]) -> Case:
    """Give a case that passes every check but for some facts, named like ``seat`` or ``bounced``."""
    facts = dict(flaws)
    sequence = replace(WELCOME, **{k: facts.pop(k) for k in ("deleted", "steps") if k in facts})
    sender: Sender | None = replace(
        ANA, **{k: facts.pop(k) for k in ("active", "seat", "inbox_state", "inbox_kind") if k in facts}
    )
    if facts.pop("nobody", False):
        sender = None
    automation = facts.pop("automation", False)
    card = CardFacts(
        facts.pop("on", True),
        facts.pop("subscription", Subscription.ENTERPRISE),
        automation,
        facts.pop("chosen", True),
        facts.pop("sequence", sequence),
    )
    by_owner, value = facts.pop("by_owner", True), facts.pop("value", 1)
    if value in (None, 0, ""):
        sender = None
    inside, load = facts.pop("inside", None), facts.pop("load", LoadFacts(0, 50))
    contact = ContactFacts(**{"email": "ada@client.example"} | facts)
    return Case(card, SenderFacts(by_owner, value, sender, automation), contact, inside, load)


FLAWS: tuple[tuple[Reason, str, dict[str, Any]], ...] = (
    (Reason.ACTION_OFF, "card_on", {"on": False}),
    (Reason.SUBSCRIPTION_REQUIRED, "subscription", {"subscription": Subscription.PROFESSIONAL}),
    (Reason.SEQUENCE_MISSING, "sequence", {"chosen": False, "sequence": None}),
    (Reason.SEQUENCE_DELETED, "sequence", {"deleted": NINE}),
    (Reason.SEQUENCE_EMPTY, "sequence", {"steps": ()}),
    (Reason.OWNER_EMPTY, "sender_known", {"value": None}),
    (Reason.OWNER_UNKNOWN, "sender_known", {"value": 99, "nobody": True}),
    (Reason.SENDER_MISSING, "sender_known", {"by_owner": False, "value": 0}),
    (Reason.SENDER_DEACTIVATED, "sender_known", {"active": False}),
    (Reason.SENDER_NO_SEAT, "seat", {"seat": Seat.NONE}),
    (Reason.INBOX_NOT_CONNECTED, "inbox", {"inbox_state": InboxState.DISCONNECTED}),
    (Reason.INBOX_NOT_PERSONAL, "inbox", {"inbox_kind": InboxKind.TEAM}),
    (Reason.EMAIL_MISSING, "address", {"email": ""}),
    (Reason.EMAIL_INVALID, "address", {"email": "ada at client"}),
    (Reason.UNSUBSCRIBED, "consent", {"unsubscribed": True}),
    (Reason.UNSUBSCRIBED_PERSONAL, "consent", {"unsubscribed_personal": True}),
    (Reason.BOUNCED, "consent", {"bounced": True}),
    (Reason.BLOCKED_ADDRESS, "consent", {"blocked_address": True}),
    (Reason.BLOCKED_DOMAIN, "consent", {"blocked_domain": True}),
    (Reason.PREVIOUSLY_MARKED_AS_SPAM, "consent", {"spam": True}),
    (Reason.ALREADY_ENROLLED, "one_sequence", {"inside": Inside(2, 1, NINE)}),
    (Reason.DAILY_LIMIT_REACHED, "daily_limit", {"load": LoadFacts(50, 50, free_at=NINE)}),
)
"""Every reason in the order of the checks: its name, the check that gives it, a case that has only that flaw."""

PAIRS = [
    pytest.param(earlier, {**first, **second}, id=f"{earlier.name} before {later.name}")
    for (earlier, _, first), (later, _, second) in combinations(FLAWS, 2)
    if not first.keys() & second.keys()
]


def test_a_case_without_flaws_passes_every_check() -> None:
    reason, records = examine(case_of({}))
    assert reason is Reason.NONE
    assert [r.state for r in records] == [CheckState.PASSED] * 10


@pytest.mark.parametrize(("reason", "check", "flaw"), [pytest.param(*row, id=row[0].name) for row in FLAWS])
def test_each_flaw_gives_its_reason_at_its_check(reason: Reason, check: str, flaw: dict[str, Any]) -> None:
    decided, records = examine(case_of(flaw))
    assert decided is reason
    at = [r.id for r in records].index(check)
    assert [r.state for r in records[:at]] == [CheckState.PASSED] * at
    assert records[at].state is CheckState.FAILED
    assert records[at].reason is reason
    assert [r.state for r in records[at + 1 :]] == [CheckState.NOT_REACHED] * (9 - at)


@pytest.mark.parametrize(("earlier", "flaws"), PAIRS)
def test_of_two_flaws_the_one_checked_first_decides(earlier: Reason, flaws: dict[str, Any]) -> None:
    assert examine(case_of(flaws))[0] is earlier


def test_nearly_all_pairs_of_flaws_can_happen_together() -> None:
    assert len(PAIRS) == 227


def test_with_all_flaws_at_once_only_the_first_check_is_asked() -> None:
    everything = {k: v for _, _, flaw in FLAWS for k, v in flaw.items()}
    reason, records = examine(case_of(everything))
    assert reason is Reason.ACTION_OFF
    assert [r.state for r in records] == [CheckState.FAILED] + [CheckState.NOT_REACHED] * 9
    assert all(r.reason is Reason.NONE and not r.sentence for r in records[1:])


def test_every_skip_reason_of_the_action_has_a_case_here() -> None:
    of_other_actions = {Reason.NOT_ENROLLED, Reason.ACTION_UNKNOWN, Reason.FIELD_MISSING, Reason.SEND_WINDOW_CLOSED}
    of_other_actions |= {Reason.WORKFLOW_OFF, Reason.LOOP_STOPPED, Reason.OUTSIDE_WINDOW, Reason.NOT_OWNED}
    skips = {reason for reason in Reason if 0 < reason < Reason.REPLIED} - of_other_actions
    assert {reason for reason, _, _ in FLAWS} == skips


def test_checks_are_named_once_and_stand_in_the_order_of_their_scopes() -> None:
    assert [check.id for check in CHECKS] == [
        "card_on", "subscription", "sequence", "sender_known", "seat", "inbox", "address", "consent", "one_sequence",
        "daily_limit",
    ]  # fmt: skip
    order = list(Scope)
    assert [order.index(check.scope) for check in CHECKS] == sorted(order.index(check.scope) for check in CHECKS)


# ---------------------------------------------------------------- the edges of single checks


@pytest.mark.parametrize(
    ("subscription", "automation", "passes"),
    [
        (Subscription.ENTERPRISE, False, True),
        (Subscription.ENTERPRISE, True, True),
        (Subscription.PROFESSIONAL, True, True),
        (Subscription.PROFESSIONAL, False, False),
        (Subscription.STARTER, True, False),
        (Subscription.STARTER, False, False),
    ],
)
def test_professional_enrolls_only_on_the_automation_tab(
    subscription: Subscription, automation: bool, passes: bool
) -> None:
    reason, _ = examine(case_of({"subscription": subscription, "automation": automation}))
    assert reason is (Reason.NONE if passes else Reason.SUBSCRIPTION_REQUIRED)


def test_a_sequence_that_was_chosen_but_never_was_there_is_missing() -> None:
    assert examine(case_of({"sequence": None}))[0] is Reason.SEQUENCE_MISSING


def test_a_deleted_sequence_without_steps_is_deleted_first_of_all() -> None:
    assert examine(case_of({"deleted": NINE, "steps": ()}))[0] is Reason.SEQUENCE_DELETED


@pytest.mark.parametrize("seat", list(Seat))
def test_enterprise_seats_send_everywhere_professional_ones_on_the_automation_tab(seat: Seat) -> None:
    tool = sender_reason(replace(ANA, seat=seat))
    tab = sender_reason(replace(ANA, seat=seat), automation=True)
    assert (tool is Reason.NONE) == seat.is_enterprise
    assert (tab is Reason.NONE) == (seat.is_enterprise or seat.is_professional)
    assert {tool, tab} <= {Reason.NONE, Reason.SENDER_NO_SEAT}


@pytest.mark.parametrize("state", [InboxState.DISCONNECTED, InboxState.NEVER])
@pytest.mark.parametrize("kind", list(InboxKind))
def test_an_inbox_is_asked_whether_it_is_connected_before_whose_it_is(state: InboxState, kind: InboxKind) -> None:
    assert sender_reason(replace(ANA, inbox_state=state, inbox_kind=kind)) is Reason.INBOX_NOT_CONNECTED


def test_a_user_that_is_not_stored_yet_is_judged_like_any_other() -> None:
    assert sender_reason(Sender(0, "New")) is Reason.NONE
    assert sender_reason(Sender(0, "New", active=False)) is Reason.SENDER_DEACTIVATED


@pytest.mark.parametrize(
    ("by_owner", "value", "reason"),
    [
        (True, None, Reason.OWNER_EMPTY),
        (True, "", Reason.OWNER_EMPTY),
        (True, 0, Reason.OWNER_EMPTY),
        (True, 99, Reason.OWNER_UNKNOWN),
        (True, "someone", Reason.OWNER_UNKNOWN),
        (False, None, Reason.SENDER_MISSING),
        (False, 0, Reason.SENDER_MISSING),
        (False, 99, Reason.SENDER_MISSING),
    ],
)
def test_without_a_user_the_reason_says_whether_the_owner_or_the_card_is_at_fault(
    by_owner: bool, value: int | str | None, reason: Reason
) -> None:
    assert first_failure(Scope.SENDER, SenderFacts(by_owner, value, None, False)) is reason


def test_seat_and_inbox_have_nothing_to_say_of_nobody() -> None:
    seat, inbox = CHECKS[4], CHECKS[5]
    nobody = SenderFacts(True, None, None, False)
    assert (seat.id, seat.ask(nobody), inbox.id, inbox.ask(nobody)) == ("seat", Reason.NONE, "inbox", Reason.NONE)


def test_a_bounce_known_elsewhere_counts_as_one_here() -> None:
    assert examine(case_of({"bounced_elsewhere": True}))[0] is Reason.BOUNCED


def test_a_paused_enrollment_counts() -> None:
    assert examine(case_of({"inside": Inside(2, 1, NINE, paused=True)}))[0] is Reason.ALREADY_ENROLLED


@pytest.mark.parametrize(
    ("used", "limit", "passes"),
    [(0, 0, False), (0, 1, True), (1, 1, False), (48, 50, True), (49, 50, True), (50, 50, False), (51, 50, False)],
)
def test_there_is_room_below_the_limit_and_none_at_it(used: int, limit: int, passes: bool) -> None:
    reason, _ = examine(case_of({"load": LoadFacts(used, limit)}))
    assert reason is (Reason.NONE if passes else Reason.DAILY_LIMIT_REACHED)


def test_the_limit_does_not_matter_when_the_first_step_is_a_task() -> None:
    assert examine(case_of({"load": LoadFacts(50, 50, mails_now=False)}))[0] is Reason.NONE


def test_contact_facts_are_read_from_properties_that_exist() -> None:
    assert set(CONTACT_COLUMNS) <= set(STANDARD_NAMES)
    assert len(CONTACT_COLUMNS) == len(ContactFacts._fields)


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    "text",
    [
        "ada@client.example",
        "a@b.co",
        "Ada.Nowak+list@mail.client.example",
        "o'brien@client.example",
        "user@xn--strae-oqa.example",
        "info@straße.example",
        "用户@例子.example",
        "a@1.example",
        "x" * 64 + "@client.example",
        "a@" + "b" * 63 + ".example",
    ],
)
def test_texts_that_can_be_addresses(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "ada@",
        "@client.example",
        "ada@client",
        "ada@@client.example",
        "ada@b@client.example",
        "ada nowak@client.example",
        "ada@client..example",
        "ada@-client.example",
        "ada@client-.example",
        "ada@client.e",
        "ada@client.123",
        "ada@cl_ient!.example",
        "Ada <ada@client.example>",
        "ada@client.example,ben@client.example",
        "ada@client.example\n",
        "x" * 65 + "@client.example",
        "a@" + "b" * 64 + ".example",
        "a@" + "bcd." * 63 + "example",
    ],
)
def test_texts_that_cannot_be_addresses(text: str) -> None:
    assert not is_address(text)


@pytest.mark.parametrize(
    ("texts", "all_are"),
    [
        ((), True),
        (("ada@client.example", "ben@client.example"), True),
        (("ada@client.example", "info@straße.example"), True),  # the second is not of the ordinary kind
        (("ada@client.example", "ben@"), False),
        (("ada@client.example", ""), False),
        (("ada@client.example\nben@client.example", "cy@client.example"), False),  # two that look like three
    ],
)
def test_many_texts_are_addresses_when_each_is(texts: tuple[str, ...], all_are: bool) -> None:
    assert are_addresses(texts) is all_are
    assert all(map(is_address, texts)) is all_are


@given(st.lists(st.one_of(st.just("ana@a.example"), st.text("a1.-_@\n é", max_size=12), st.from_regex(
    r"[a.]{1,3}@([a1-]{1,3}[.-]){1,6}[a1]{1,3}", fullmatch=True
)), max_size=5))  # fmt: skip
def test_many_texts_are_addresses_whatever_they_are(texts: list[str]) -> None:
    assert are_addresses(texts) is all(map(is_address, texts))


# ---------------------------------------------------------------- what the records say


@pytest.mark.parametrize(
    ("flaw", "check", "sentence"),
    [
        ({}, "card_on", "The card is on."),
        ({"on": False}, "card_on", "The card is off."),
        ({}, "subscription", "The account has Enterprise."),
        ({"subscription": Subscription.STARTER}, "subscription", "The account has Starter."),
        ({}, "sequence", "“Welcome” has 2 steps."),
        ({"steps": (Step(),)}, "sequence", "“Welcome” has 1 step."),
        ({"steps": ()}, "sequence", "“Welcome” has 0 steps."),
        ({"deleted": NINE}, "sequence", "“Welcome” was deleted."),
        ({"chosen": False, "sequence": None}, "sequence", "No sequence is chosen."),
        ({"sequence": None}, "sequence", "The chosen sequence does not exist."),
        ({}, "sender_known", "The sender is Ana Ruiz."),
        ({"active": False}, "sender_known", "The sender is Ana Ruiz, deactivated."),
        ({"value": None}, "sender_known", "The sender is nobody."),
        ({}, "seat", "Ana Ruiz has: Sales Hub Enterprise."),
        ({"seat": Seat.NONE}, "seat", "Ana Ruiz has: No paid seat."),
        ({}, "inbox", "Ana Ruiz’s personal inbox: connected."),
        ({"inbox_state": InboxState.NEVER}, "inbox", "Ana Ruiz’s personal inbox: never connected."),
        ({}, "address", "The address is “ada@client.example”."),
        ({"email": ""}, "address", "There is no address."),
        ({}, "consent", "Nothing forbids it."),
        ({"blocked_domain": True}, "consent", "Domain blocked."),
        ({}, "one_sequence", "It is in no sequence."),
        ({"inside": Inside(2, 1, NINE)}, "one_sequence", "It is in a sequence already."),
        ({}, "daily_limit", "There is room under the limit of 50 mails."),
        ({"load": LoadFacts(1_000, 1_000)}, "daily_limit", "1,000 of 1,000 mails are used."),
        ({"load": LoadFacts(9, 9, mails_now=False)}, "daily_limit", "The first step sends no mail."),
    ],
)
def test_a_record_says_which_values_its_check_used(flaw: dict[str, Any], check: str, sentence: str) -> None:
    _, records = examine(case_of(flaw))
    assert {r.id: r.sentence for r in records}[check] == sentence


def test_titles_are_questions_a_person_can_read() -> None:
    _, records = examine(case_of({}))
    assert [r.title for r in records] == [check.title for check in CHECKS]
    assert all(r.title for r in records)
