"""The story of a contact: sentences, days, everybody's clock."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.model.account import Account
from core.model.contact import Contact
from core.services.runs import rehearse
from core.services.samples import open_sample
from core.services.story import as_text, clocks_of, day_title, story_of, until
from core.services.story_words import sentence_of
from core.services.workspace import Workspace
from tests.gui.small_workspace import CONTACTS, small_project


@pytest.fixture
def played(tmp_path: Path) -> Workspace:
    """Gives a workspace in Warsaw whose first contact lives in New York and whose sender Ana sits in Lisbon."""
    project = small_project()
    ana = replace(project.senders[0], time_zone="Europe/Lisbon")
    project = replace(
        project, account=Account(name="Acme", time_zone="Europe/Warsaw"), senders=(ana, *project.senders[1:])
    )
    mia = Contact(1, {**CONTACTS[0].values, "hs_timezone": "America/New_York"})
    workspace = Workspace.create(tmp_path / "story.cadenza", project, (mia, *CONTACTS[1:]))
    rehearse(workspace, project.account.settings)
    return workspace


def test_a_skip_is_told_in_a_sentence_with_its_reason(played: Workspace) -> None:
    story = story_of(played, 1, 2)
    told = [happening.sentence for day in story.days for happening in day.happenings]
    assert story.name == "Tom Becker"
    assert told == [
        "Tom Becker submitted a form: Demo request.",
        "Tom Becker entered “Demo request”.",
        "“Demo request” did not enroll Tom Becker in “Demo follow-up”."
        " The contact has no owner, so there is nobody to send.",
    ]


@pytest.mark.parametrize(
    ("sample", "sentences"),
    [
        (
            "demo-request",
            (
                "“Demo request follow-up” took Luca Meier out of “Welcome”, in it since Wed 31 Dec 10:10.",
                "Luca Meier was taken out of “Welcome” by the workflow “Demo request follow-up”.",
                "“Unenroll from sequence” in “Demo request follow-up” was skipped. The contact is in no sequence.",
                "Hannah Clarke booked a meeting: Product demo with Ben Okafor.",
                "Hannah Clarke waits in “After the meeting” until Thu 8 Jan 16:00.",
                "“After the meeting” set Lead status to Connected for Hannah Clarke.",
                "Noah Fischer went on with “Lead” in “Demo request follow-up”.",
                "Ana Ruiz sent “Your demo of Northlight” (step 1 of “Demo follow-up”).",
                "Chiara Rinaldi finished “Demo follow-up”.",
            ),
        ),
        (
            "break-it",
            (
                "Otto Costa: enrollment paused.",
                "Ines Hernández joined a list: “Webinar guests”.",
                "Seat lost: Cem Kaplan.",
                "Step 2 of “Trial follow-up” from Ana Soler was put off: daily send limit reached."
                " Ana Soler: 3 of 3 mails in 24 h; free again Thu 12 Feb 09:00.",
            ),
        ),
    ],
)
def test_rows_are_told_in_plain_sentences(tmp_path: Path, sample: str, sentences: tuple[str, ...]) -> None:
    workspace = open_sample(sample, tmp_path / "sample.cadenza")
    run = rehearse(workspace, workspace.project().account.settings)
    cast = workspace.log.cast(run.id)
    told = {sentence_of(line, cast) for line in workspace.log.lines(workspace.runs.rows(run.id))}
    assert set(sentences) <= told
    assert all(sentence.endswith((".", "!", "?", "…")) and ".." not in sentence for sentence in told)
    workspace.close()


def test_a_story_is_told_until_an_instant(played: Workspace) -> None:
    story = story_of(played, 1, 1)
    second = story.days[0].happenings[1].line
    cut = until(story, second.id, second.time, ZoneInfo("Europe/Warsaw"))
    assert [happening.sentence for day in cut.days for happening in day.happenings] == [
        "Mia Laine submitted a form: Demo request."
    ]
    assert as_text(cut).startswith("Mia Laine · rehearsal 1 · until 5 January 2026 10:10 · times of the account")
    nothing = until(story, 0, second.time, ZoneInfo("Europe/Warsaw"))
    assert "Nothing had happened to this contact by 5 January 2026 10:10." in as_text(nothing)


def test_everybodys_clock_stands_beside_the_accounts_where_it_differs(played: Workspace) -> None:
    story = story_of(played, 1, 1)
    first = story.days[0]
    assert day_title(first.day) == "Monday, 5 January 2026"
    entered, enrolled = first.happenings[1], first.happenings[2]
    hours = (entered.time.hour, entered.time.minute)
    assert clocks_of(entered) == f"Mia Laine: {(hours[0] - 6) % 24:02}:{hours[1]:02}"
    assert enrolled.line.sender == "Ana Ruiz"
    assert clocks_of(enrolled).endswith(f" · Ana Ruiz: {hours[0] - 1:02}:{hours[1]:02}")
    # Tom has no time zone of his own and no sender.
    assert all(not happening.clocks for day in story_of(played, 1, 2).days for happening in day.happenings)


def test_the_text_says_all_of_it(played: Workspace) -> None:
    text = as_text(story_of(played, 1, 3))
    lines = text.splitlines()
    assert lines[0] == "Jan Kowal · rehearsal 1 · times of the account (Europe/Warsaw)"
    assert lines[2] == "Monday, 5 January 2026"
    cast = played.log.cast(1)
    assert all(sentence_of(line, cast) in text for line in played.log.lines(range(1, 60)) if line.contact_id == 3)


def test_who_took_no_part_has_an_empty_story(played: Workspace) -> None:
    story = story_of(played, 1, 99)
    assert story.days == ()
    assert "Nothing happened to this contact in this rehearsal." in as_text(story)
