"""S7: the daily send limit."""

from __future__ import annotations

from core.actions.set_property import SetProperty
from core.model.trace import Outcome
from core.services.log import LogQuery
from core.services.runs import rehearse
from tests.building import contacts, enroll, project, sender, story, workflow
from tests.building import play as played
from tests.conformance.conftest import Opener


def test_s7_over_the_daily_limit_a_contact_skips_the_action_and_goes_on(opened: Opener) -> None:
    """S7: when the user is over the daily send limit, the contact is not enrolled; it skips the action and goes on."""
    office = project(workflow(enroll(), SetProperty("city", "Oslo")), senders=(sender(limit=2),))
    trace = played(office, contacts(3))
    assert story(trace, 3) == [
        "Mon 5 Jan 09:00 entered",
        "Mon 5 Jan 09:00 skipped DAILY_LIMIT_REACHED",
        "Mon 5 Jan 09:00 done",
    ]
    assert "skipped" not in " ".join(story(trace, 1) + story(trace, 2))
    ws = opened(office, contacts(3))
    run = rehearse(ws, office.account.settings)
    query = LogQuery(run.id, outcomes=frozenset({Outcome.SKIPPED}))
    assert [line.detail for line in ws.log.lines(ws.log.ids(query))] == [
        "Ana Ruiz: 2 of 2 mails in 24 h; free again Tue 6 Jan 09:00."
    ]
