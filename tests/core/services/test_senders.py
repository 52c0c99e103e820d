from __future__ import annotations

from dataclasses import replace

import pytest

from core.model.account import Account, Subscription
from core.model.problem import Problem
from core.model.project import Project
from core.model.sender import InboxKind, InboxState, Seat, Sender
from core.services import senders
from core.services.workspace import Workspace


def test_a_new_sender_has_an_id_and_no_inbox_yet(filled: Workspace) -> None:
    edit = senders.new_sender(filled, "  Dee Park ")
    assert edit.title == "Add sender “Dee Park”"
    filled.apply(edit)
    dee = filled.project().sender(4)
    assert dee == Sender(4, "Dee Park", inbox_state=InboxState.NEVER)


def test_who_qualifies_comes_first_and_the_others_say_why_not(office: Project) -> None:
    found = senders.choices(office)
    assert [(c.sender.name, c.qualifies) for c in found] == [("Ana Ruiz", True), ("Bo Lind", False), ("Chen Wu", False)]
    assert found[0].sentence == ""
    assert found[1].sentence == "Bo Lind has no paid Sales or Service Hub Enterprise seat."
    assert found[2].sentence == "Chen Wu’s inbox was disconnected."


def test_on_the_automation_tab_a_professional_seat_is_enough() -> None:
    project = Project(senders=(Sender(1, "Pro", seat=Seat.SALES_PROFESSIONAL),))
    assert [c.qualifies for c in senders.choices(project)] == [False]
    assert [c.qualifies for c in senders.choices(project, automation_of=3)] == [True]


@pytest.mark.parametrize(
    ("subscription", "limit"),
    [(Subscription.STARTER, 0), (Subscription.PROFESSIONAL, 500), (Subscription.ENTERPRISE, 1000)],
)
def test_the_default_limit_is_the_subscriptions(subscription: Subscription, limit: int) -> None:
    assert senders.default_limit(Project(Account(subscription=subscription))) == limit


def test_a_rule_pack_that_is_not_there_is_a_problem() -> None:
    with pytest.raises(Problem, match="no rule pack"):
        senders.default_limit(Project(Account(rule_pack="1999-01")))


ANA = Sender(1, "Ana Ruiz")


@pytest.mark.parametrize(
    ("sender", "tone", "sentence"),
    [
        (ANA, "done", "Ana Ruiz can send up to 1,000 mails a day."),
        (replace(ANA, limit=40), "done", "Ana Ruiz can send up to 40 mails a day."),
        (replace(ANA, limit=1), "done", "Ana Ruiz can send 1 mail a day."),
        (replace(ANA, limit=0), "waiting", "Ana Ruiz may send no mail: the daily limit is 0."),
        (
            replace(ANA, limit=800, provider="Gmail (free)"),
            "done",
            "Ana Ruiz can send up to 350 mails a day: Gmail (free) lets no more through.",
        ),
        (replace(ANA, limit=40, provider="Gmail (free)"), "done", "Ana Ruiz can send up to 40 mails a day."),
        (
            replace(ANA, seat=Seat.SERVICE_PROFESSIONAL),
            "waiting",
            "Ana Ruiz can send only in workflows of a sequence’s Automation tab.",
        ),
        (replace(ANA, active=False), "muted", "Ana Ruiz was deactivated."),
        (replace(ANA, seat=Seat.NONE), "broken", "Ana Ruiz has no paid Sales or Service Hub Enterprise seat."),
        (
            replace(ANA, inbox_kind=InboxKind.TEAM),
            "broken",
            "Ana Ruiz has a team inbox; sequences need a personal one.",
        ),
    ],
)
def test_a_status_has_a_tone_and_a_sentence(sender: Sender, tone: str, sentence: str) -> None:
    assert senders.status(Project(senders=(sender,)), sender) == (tone, sentence)
