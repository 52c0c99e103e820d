"""S1: the enroll action in the workflows tool is part of Enterprise."""

from __future__ import annotations

from core.model.account import Subscription
from core.services.review import review
from tests.building import contacts, enroll, mails, play, project, reasons, workflow
from tests.conformance.conftest import Opener


def test_s1_only_enterprise_enrolls_from_the_workflows_tool(opened: Opener) -> None:
    """S1: the enroll action in the workflows tool is part of Sales Hub Enterprise / Service Hub Enterprise.

    Without it the action is skipped, and the review says so before the run.
    """
    for subscription in Subscription:
        office = project(workflow(enroll()), subscription=subscription)
        trace = play(office, contacts(2))
        warned = "SUBSCRIPTION_REQUIRED" in [finding.code for finding in review(opened(office, contacts(2)))]
        if subscription is Subscription.ENTERPRISE:
            assert len(mails(trace)) == 2
            assert not warned
        else:
            assert reasons(trace) == ["SUBSCRIPTION_REQUIRED"] * 2
            assert mails(trace) == []
            assert warned
