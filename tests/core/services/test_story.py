"""The story of a contact: sentences, days, everybody's clock."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.model.account import Account
from core.model.contact import Contact
from core.services.runs import rehearse
from core.services.story import as_text, clocks_of, day_title, sentence_of, story_of
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
    assert told[0] == "Tom Becker: Form submitted: Demo request."
    assert told[1] == "Tom Becker entered “Demo request”."
    assert told[2].startswith("“Enroll in sequence” in “Demo request” was skipped: ")


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
    assert all(sentence_of(line) in text for line in played.log.lines(range(1, 60)) if line.contact_id == 3)


def test_who_took_no_part_has_an_empty_story(played: Workspace) -> None:
    story = story_of(played, 1, 99)
    assert story.days == ()
    assert "Nothing happened to this contact." in as_text(story)
