"""S9: placeholder tokens."""

from __future__ import annotations

from core.model.trace import RowKind
from core.rules.tokens import SpanKind, render, values_for
from core.services.log import LogQuery
from core.services.review import review
from core.services.runs import rehearse
from tests.building import contact, enroll, mail, project, sequence, workflow
from tests.conformance.conftest import Opener


def test_s9_a_mail_goes_out_with_the_text_of_its_placeholder_and_the_log_says_so(opened: Opener) -> None:
    """S9: placeholder tokens are discouraged: no value can be set before enrolling.

    The mail goes out with the placeholder text, and the log says so.
    """
    step = mail(0, "Hello {{ contact.firstname }}", "We met at {{ placeholder.event }}.")
    office = project(workflow(enroll()), sequences=(sequence(step),))
    ada = contact(1)
    ws = opened(office, [ada])

    warning = next(finding for finding in review(ws) if finding.code == "PLACEHOLDER_TOKENS")
    assert warning.severity == "warning"
    assert "event" in warning.sentence

    run = rehearse(ws, office.account.settings)
    sent = [line for line in ws.log.lines(ws.log.ids(LogQuery(run.id))) if line.kind is RowKind.MAIL]
    assert [line.detail for line in sent] == ["“Hello Ada” went out with the text of a placeholder token."]

    values = values_for(ada, office.senders[0], office)
    assert render(step.subject, values).text == "Hello Ada"
    body = render(step.body, values)
    assert body.text == "We met at {{ placeholder.event }}."
    assert [(body.text[s.start : s.end], s.kind) for s in body.spans] == [
        ("{{ placeholder.event }}", SpanKind.PLACEHOLDER)
    ]
