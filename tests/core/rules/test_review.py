"""The review's rules: each finding appears when it should, at its edge, and not otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.model.account import Account, Subscription
from core.model.contact import ContactColumns
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator
from core.model.instant import DAY
from core.model.project import Project
from core.model.reason import Reason
from core.model.sender import InboxKind, InboxState, Seat, Sender
from core.model.sequence import Sequence, Step, StepKind
from core.model.workflow import Trigger, TriggerKind, Workflow
from core.rules.eligibility import sender_reason
from core.rules.review import (
    CardView,
    Enrolling,
    Finding,
    Level,
    ReviewFacts,
    WorkflowView,
    columns_needed,
    is_impersonal,
    review,
)
from core.rules.review_words import HINTS, joined
from core.rules.rulepack import load

START = 1767603600
PACK = load("2025-08")
LEAD = Filter(((Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead",)),),))
SENDERS = (
    Sender(1, "Ana Ruiz"),
    Sender(2, "Tom Berg", seat=Seat.NONE),
    Sender(3, "Ida Falk", inbox_state=InboxState.DISCONNECTED),
    Sender(4, "Max Held", inbox_kind=InboxKind.TEAM),
    Sender(5, "Pia Koch", active=False),
    Sender(6, "Uwe Lang", seat=Seat.SALES_PROFESSIONAL),
    Sender(7, "Eva Moor", inbox_state=InboxState.NEVER),
)
SEQUENCES = (
    Sequence(1, "Welcome", (Step(subject="Hi"),)),
    Sequence(2, "Old", (Step(),), deleted=START),
    Sequence(3, "Bare"),
)


def project(subscription: Subscription = Subscription.ENTERPRISE, *more: Sequence, zone: str = "UTC") -> Project:
    return Project(Account(subscription=subscription, time_zone=zone), senders=SENDERS, sequences=(*SEQUENCES, *more))


def enroll_card(sequence: int = 1, sender: int = 1, *, by_owner: bool = False, on: bool = True) -> CardView:
    enrolling = Enrolling(sequence, by_owner, sender, "hubspot_owner_id")
    return CardView(1, "Enroll in sequence", on, enrolling)


def columns(count: int = 1, **changed: list[Value]) -> ContactColumns:
    base: dict[str, list[Value]] = {
        "lifecyclestage": ["lead"] * count,
        "hs_object_source": ["FORM"] * count,
        "createdate": [START - DAY] * count,
        "notes_last_contacted": [None] * count,
        "hubspot_owner_id": [1] * count,
    }
    return ContactColumns(range(1, count + 1), base | changed)


def found(
    *cards: CardView,
    trigger: Trigger | None = None,
    contacts: ContactColumns | None = None,
    within: Project | None = None,
    sequence: int = 0,
    played: bool = True,
) -> list[Finding]:
    workflow = Workflow(9, "Leads", trigger=trigger or Trigger(filter=LEAD), sequence=sequence)
    view = WorkflowView(workflow, cards, played)
    return review(ReviewFacts(within or project(), PACK, START, (view,), contacts or columns()))


def codes(findings: list[Finding]) -> list[str]:
    return [f.code for f in findings]


def test_a_sound_workflow_has_no_findings() -> None:
    assert found(enroll_card()) == []
    assert found(enroll_card(by_owner=True)) == []


# ---------------------------------------------------------------- the article's rows


def test_s1_a_tools_workflow_without_enterprise_is_warned_about() -> None:
    """S1."""
    (finding,) = found(enroll_card(), within=project(Subscription.PROFESSIONAL))
    assert (finding.code, finding.severity, finding.workflow_id, finding.card_id) == (
        "SUBSCRIPTION_REQUIRED", Level.WARNING, 9, 1,
    )  # fmt: skip
    assert finding.sentence == (
        "“Leads” enrolls contacts in a sequence, which takes Sales or Service Hub Enterprise; "
        "the account has Professional, so everybody skips it."
    )
    assert "Automation tab" in finding.hint


def test_s5_the_sequences_own_automation_needs_professional_only() -> None:
    """S5."""
    assert found(enroll_card(), within=project(Subscription.PROFESSIONAL), sequence=1) == []
    assert codes(found(enroll_card(), within=project(Subscription.PROFESSIONAL), sequence=2)) == [
        "SUBSCRIPTION_REQUIRED"
    ]
    (starter,) = found(enroll_card(), within=project(Subscription.STARTER), sequence=1)
    assert starter.hint == "Change the subscription of the account."


@pytest.mark.parametrize(
    ("days", "source", "contacted", "cold"),
    [
        (30, "IMPORT", None, True),
        (31, "IMPORT", None, False),
        (0, "IMPORT", None, True),
        (5, "FORM", None, False),
        (5, None, None, False),
        (5, "IMPORT", START - DAY, False),
    ],
)
def test_s4a_recently_imported_leads_nobody_contacted(days: int, source: Value, contacted: Value, cold: bool) -> None:
    """S4a."""
    contacts = columns(hs_object_source=[source], createdate=[START - days * DAY], notes_last_contacted=[contacted])
    findings = found(enroll_card(), contacts=contacts)
    assert codes(findings) == (["COLD_IMPORTED_LEADS"] if cold else [])


def test_s4a_counts_only_those_the_trigger_matches() -> None:
    """S4a."""
    contacts = columns(3, hs_object_source=["IMPORT"] * 3, lifecyclestage=["lead", "customer", "Lead"])
    (finding,) = found(enroll_card(), contacts=contacts)
    assert (finding.count, finding.severity, finding.card_id) == (2, Level.WARNING, 0)
    assert finding.sentence == (
        "“Leads” would enroll 2 leads that were imported in the last 30 days and that nobody has contacted yet."
    )


def test_s4b_a_hundred_contacts_are_fine_and_one_more_is_many() -> None:
    """S4b."""
    assert found(enroll_card(), contacts=columns(100)) == []
    (finding,) = found(enroll_card(), contacts=columns(101))
    assert (finding.code, finding.count) == ("MANY_CONTACTS", 101)
    assert finding.sentence == "“Leads” matches 101 contacts; HubSpot advises against automating more than 100."


@pytest.mark.parametrize(
    "quiet",
    [
        (enroll_card(on=False), Trigger(filter=LEAD)),
        (CardView(1, "Delay"), Trigger(filter=LEAD)),
        (enroll_card(), Trigger(filter=LEAD, enroll_existing=False)),
        (enroll_card(), Trigger(TriggerKind.FORM_SUBMITTED, filter=LEAD)),
    ],
)
def test_s4_is_about_filter_triggers_that_enroll_those_already_there(quiet: tuple[CardView, Trigger]) -> None:
    card, trigger = quiet
    assert found(card, trigger=trigger, contacts=columns(101, hs_object_source=["IMPORT"] * 101)) == []


@pytest.mark.parametrize(
    ("conditions", "impersonal"),
    [
        ((Condition("createdate", Operator.AFTER, (1,)),), True),
        ((Condition("lastmodifieddate", Operator.BEFORE, (1,)), Condition("email", Operator.IS_KNOWN)), True),
        ((), True),
        ((Condition("createdate", Operator.AFTER, (1,)), Condition("country", Operator.IS, ("Spain",))), False),
        ((Condition("email", Operator.IS_UNKNOWN),), False),
        ((Condition("notes_last_contacted", Operator.AFTER, (1,)),), False),
    ],
)
def test_s4c_criteria_that_are_not_about_the_person(conditions: tuple[Condition, ...], impersonal: bool) -> None:
    """S4c."""
    assert is_impersonal(Filter((conditions,))) is impersonal
    findings = found(enroll_card(), trigger=Trigger(filter=Filter((conditions,))))
    assert ("IMPERSONAL_CRITERIA" in codes(findings)) is impersonal


def test_s4c_says_whether_the_trigger_asks_nothing_or_only_dates() -> None:
    """S4c."""
    (nothing,) = found(enroll_card(), trigger=Trigger())
    assert nothing.sentence == "The trigger of “Leads” asks nothing, so every contact enters."
    dates = Filter(((Condition("createdate", Operator.AFTER, (1,)),),))
    (only,) = found(enroll_card(), trigger=Trigger(filter=dates))
    assert only.sentence.startswith("The trigger of “Leads” only asks when contacts were made or changed")
    assert found(CardView(1, "Delay"), trigger=Trigger()) == []


@pytest.mark.parametrize(
    ("sequence", "code", "sentence"),
    [
        (0, "SEQUENCE_MISSING", "“Leads” enrolls contacts, but no sequence is chosen."),
        (99, "SEQUENCE_MISSING", "“Leads” enrolls contacts, but its sequence no longer exists."),
        (2, "SEQUENCE_DELETED", "“Leads” enrolls contacts in “Old”, which was deleted."),
        (3, "SEQUENCE_EMPTY", "“Leads” enrolls contacts in “Bare”, which has no steps."),
    ],
)
def test_s8_a_sequence_that_is_not_there_is_an_error(sequence: int, code: str, sentence: str) -> None:
    """S8."""
    (finding,) = found(enroll_card(sequence))
    assert (finding.code, finding.severity, finding.sentence) == (code, Level.ERROR, sentence)
    assert finding.hint == HINTS[code]


def test_s9_placeholders_are_named_with_their_sequence() -> None:
    """S9."""
    with_tokens = Sequence(7, "Demo", (Step(body="{{ placeholder.intro }} {{ placeholder.ps }}"),))
    (finding,) = found(enroll_card(7), within=project(Subscription.ENTERPRISE, with_tokens))
    assert (finding.code, finding.severity) == ("PLACEHOLDER_TOKENS", Level.WARNING)
    assert finding.sentence == (
        "Mails of “Demo” hold {{ placeholder.intro }} and {{ placeholder.ps }}; “Leads” cannot fill that in, "
        "so they go out with the placeholder text."
    )


@pytest.mark.parametrize(
    ("sender", "code", "sentence"),
    [
        (0, "SENDER_MISSING", "“Leads” enrolls contacts, but no sender is chosen."),
        (99, "SENDER_MISSING", "“Leads” enrolls contacts, but the sender chosen (user 99) no longer exists."),
        (2, "SENDER_NO_SEAT", "Tom Berg cannot send for “Leads”: the seat is “No paid seat”, and it takes an "
            "Enterprise seat."),
        (3, "INBOX_NOT_CONNECTED", "Ida Falk cannot send for “Leads”: the inbox is disconnected."),
        (4, "INBOX_NOT_PERSONAL", "Max Held cannot send for “Leads”: the inbox is a team inbox, and it takes a "
            "personal one."),
        (5, "SENDER_DEACTIVATED", "Pia Koch cannot send for “Leads”: this user was deactivated."),
        (6, "SENDER_NO_SEAT", "Uwe Lang cannot send for “Leads”: the seat is “Sales Hub Professional”, and it takes "
            "an Enterprise seat."),
        (7, "INBOX_NOT_CONNECTED", "Eva Moor cannot send for “Leads”: the inbox was never connected."),
    ],
)  # fmt: skip
def test_s10_a_chosen_sender_who_cannot_send_is_an_error(sender: int, code: str, sentence: str) -> None:
    """S10."""
    (finding,) = found(enroll_card(sender=sender))
    assert (finding.code, finding.severity, finding.sentence, finding.card_id) == (code, Level.ERROR, sentence, 1)


def test_s10_on_the_automation_tab_a_professional_seat_is_enough() -> None:
    """S5, S10."""
    assert found(enroll_card(sender=6), sequence=1) == []
    (finding,) = found(enroll_card(sender=2), sequence=1)
    assert finding.sentence.endswith("it takes a Professional or Enterprise seat.")


def test_s10_contact_owners_are_counted_by_reason() -> None:
    """S10."""
    owners: list[Value] = [1, 2, 2, 6, None, 99, "Ana", 3, 4, 5, 7]
    findings = found(enroll_card(by_owner=True), contacts=columns(11, hubspot_owner_id=owners))
    said = {f.code: (f.count, f.sentence) for f in findings}
    of = "of the 11 contacts that can enter “Leads”"
    assert said == {
        "OWNER_EMPTY": (1, f"1 {of} has no value in “Contact owner”, and so skips the action."),
        "OWNER_UNKNOWN": (2, f"2 {of} belong to nobody in this account, and so skip the action."),
        "SENDER_DEACTIVATED": (1, f"1 {of} belongs to Pia Koch, who was deactivated, and so skips the action."),
        "SENDER_NO_SEAT": (
            3, f"3 {of} belong to Tom Berg and Uwe Lang, who have no seats that may send, and so skip the action.",
        ),
        "INBOX_NOT_CONNECTED": (
            2, f"2 {of} belong to Eva Moor and Ida Falk, who have no connected inboxes, and so skip the action.",
        ),
        "INBOX_NOT_PERSONAL": (1, f"1 {of} belongs to Max Held, who sends from a team inbox, and so skips the action."),
    }  # fmt: skip
    assert {f.severity for f in findings} == {Level.WARNING}


def test_s10_only_owners_of_contacts_that_can_enter_count() -> None:
    """S10."""
    contacts = columns(2, hubspot_owner_id=[None, None], lifecyclestage=["lead", "customer"])
    (finding,) = found(enroll_card(by_owner=True), contacts=contacts)
    assert finding.sentence == (
        "The only contact that can enter “Leads” has no value in “Contact owner”, and so skips the action."
    )
    assert found(enroll_card(by_owner=True), contacts=columns(1, lifecyclestage=["x"], hubspot_owner_id=[None])) == []


def test_a_missing_owner_column_means_nobody_has_an_owner() -> None:
    contacts = ContactColumns((1, 2), {"lifecyclestage": ["lead", "lead"]})
    card = CardView(1, "Enroll", True, Enrolling(1, True, 0, "gone"))
    (finding,) = found(card, contacts=contacts)
    assert finding.sentence == "All 2 contacts that can enter “Leads” have no value in “gone”, and so skip the action."


@pytest.mark.parametrize("automation", [False, True])
@pytest.mark.parametrize("sender", SENDERS, ids=lambda s: s.name)
def test_the_review_says_of_a_sender_what_the_run_says(sender: Sender, automation: bool) -> None:
    reason = sender_reason(sender, automation)
    findings = found(enroll_card(sender=sender.id), sequence=1 if automation else 0)
    assert codes(findings) == ([] if reason is Reason.NONE else [reason.name])


# ---------------------------------------------------------------- structure


def test_a_workflow_without_cards_has_no_actions() -> None:
    (finding,) = found()
    assert (finding.code, finding.severity, finding.card_id) == ("NO_ACTIONS", Level.WARNING, 0)


def test_faults_unknown_actions_and_empty_branches_name_their_card() -> None:
    findings = found(
        CardView(4, "Set property value", faults=(("FIELD_MISSING", "Choose a property."),)),
        CardView(5, "create_deal", unknown=True),
        CardView(6, "If/then branch", empty_branches=("Spain",)),
    )
    assert [(f.code, f.severity, f.card_id, f.sentence) for f in findings] == [
        ("FIELD_MISSING", Level.ERROR, 4, "“Set property value” in “Leads”: Choose a property."),
        ("ACTION_UNKNOWN", Level.WARNING, 5, "“create_deal” in “Leads” is an action this version does not know."),
        ("EMPTY_BRANCH", Level.INFO, 6, "Branch “Spain” in “Leads” has no actions; contacts leave there."),
    ]
    assert all(f.hint for f in findings)


def test_a_card_that_is_off_is_left_alone() -> None:
    off = replace(enroll_card(2, 2), on=False, faults=(("FIELD_MISSING", "x"),), unknown=True, empty_branches=("y",))
    assert found(off) == []


@pytest.mark.parametrize(("mails", "codes_found"), [(10, []), (11, ["TOO_MANY_MAILS"])])
def test_ten_automated_mails_fit_and_eleven_do_not(mails: int, codes_found: list[str]) -> None:
    long = Sequence(7, "Long", (*[Step()] * mails, *[Step(StepKind.CALL)] * 5))
    findings = found(enroll_card(7), within=project(Subscription.ENTERPRISE, long))
    assert codes(findings) == codes_found
    for finding in findings:
        assert finding.sentence == "“Long” in “Leads” sends 11 automated mails; a sequence may send 10 (assumed)."


def test_a_broken_trigger_filter_is_an_error_at_the_trigger() -> None:
    broken = Filter(((Condition("gone", Operator.IS, ("x",)),),))
    (finding,) = found(CardView(1, "Delay"), trigger=Trigger(filter=broken))
    assert (finding.code, finding.severity, finding.card_id) == ("BAD_FILTER", Level.ERROR, 0)
    assert finding.sentence == "The trigger of “Leads”: There is no property “gone”."


def test_a_trigger_may_count_days_from_the_start_and_ask_for_lists() -> None:
    recent = Condition("createdate", Operator.IN_LAST_DAYS, (7,))
    asked = Filter(((recent, Condition("list", Operator.IN_LIST, (4,))),))
    (finding,) = found(CardView(1, "Delay"), trigger=Trigger(filter=asked))
    assert finding.sentence == "The trigger of “Leads”: There is no list 4."


def test_the_accounts_time_zone_must_be_one() -> None:
    (finding,) = found(enroll_card(), within=project(zone="Mars/Base"))
    assert (finding.code, finding.severity, finding.workflow_id) == ("BAD_TIME_ZONE", Level.ERROR, 0)
    assert finding.sentence == "The account: “Mars/Base” is not a time zone."


def test_findings_of_a_workflow_that_is_not_played_say_so() -> None:
    assert [f.played for f in found(played=False)] == [False]
    assert [f.played for f in found(played=True)] == [True]


def test_a_workflow_without_a_name_is_named_by_its_number() -> None:
    view = WorkflowView(Workflow(9), ())
    (finding,) = review(ReviewFacts(project(), PACK, START, (view,)))
    assert finding.sentence.startswith("“Workflow 9” has no actions")


def test_the_columns_needed_are_those_the_rules_look_at() -> None:
    view = WorkflowView(Workflow(trigger=Trigger(filter=LEAD)), (enroll_card(by_owner=True), CardView(2, "Delay")))
    assert columns_needed([view]) == {
        "lifecyclestage", "hubspot_owner_id", "hs_object_source", "createdate", "notes_last_contacted",
    }  # fmt: skip
    specific = WorkflowView(Workflow(), (enroll_card(),))
    assert "hubspot_owner_id" not in columns_needed([specific])


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c", "d"], "a, b, c and d"),
        (["a", "b", "c", "d", "e", "f"], "a, b, c and 3 others"),
    ],
)
def test_names_are_joined_like_a_person_would(names: list[str], text: str) -> None:
    assert joined(names) == text
