"""The samples: that they open, show what they promise, and that a broken one says so."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from core.exchange import project_json
from core.model.account import Subscription
from core.model.contact import Contact
from core.model.contact_list import ContactList, ListMember
from core.model.event import EventKind
from core.model.problem import Problem
from core.model.project import Project
from core.model.sender import InboxKind, InboxState, Seat
from core.model.workflow import WorkflowStatus
from core.services import lists
from core.services.runs import rehearse
from core.services.samples import load_sample, open_sample, samples
from core.services.script import problems_of
from resources import resource_path

NAMES = ["demo-request", "monday-rush", "break-it", "blank"]


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A copy of the samples that may be broken."""
    return Path(shutil.copytree(resource_path("samples"), tmp_path / "samples"))


def test_the_samples_are_listed_with_the_one_to_begin_with_first() -> None:
    found = samples()
    assert [sample.name for sample in found] == NAMES
    assert [sample.title for sample in found] == ["Demo request", "Monday rush", "Break it", "Blank"]
    assert all(sample.sentence.endswith(".") for sample in found)


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_opens_as_a_workspace(name: str, tmp_path: Path) -> None:
    project, contacts = load_sample(name)
    ws = open_sample(name, tmp_path / "s.cadenza")
    assert ws.project() == project
    assert ws.contacts.count() == len(contacts)
    ws.close()


@pytest.mark.parametrize("name", NAMES)
def test_all_addresses_are_made_up(name: str) -> None:
    project, contacts = load_sample(name)
    addresses = [contact.email for contact in contacts if "@" in contact.email.rstrip("@")]
    addresses += [sender.email for sender in project.senders]
    assert all(re.fullmatch(r"[a-z0-9.]+@[a-z0-9]+\.example", address) for address in addresses)
    assert len(set(addresses)) == len(addresses)


def test_the_first_sample_holds_what_a_newcomer_should_meet() -> None:
    project, contacts = load_sample("demo-request")
    assert len(contacts) == 60
    assert project.account.subscription is Subscription.ENTERPRISE
    assert [sender.name for sender in project.senders if sender.seat is Seat.NONE] == ["Cem Aydin"]
    assert [s.name for s in project.senders if s.inbox_state is not InboxState.CONNECTED] == ["Ben Okafor"]
    assert [s.name for s in project.senders if s.inbox_kind is InboxKind.TEAM] == ["Tom Becker"]
    assert [s.name for s in project.sequences if s.deleted is None] == [
        "Demo follow-up",
        "Welcome",
        "After the meeting",
    ]
    assert sum(workflow.status is WorkflowStatus.ON for workflow in project.workflows) == 3
    assert {"Łucja Wrona", "Jan Kowal", "Ada Novak"} <= {contact.name for contact in contacts}


def reasons_of(name: str, folder: Path) -> dict[str, int]:
    ws = open_sample(name, folder / "s.cadenza")
    summary = rehearse(ws, ws.project().account.settings).summary
    ws.close()
    return dict(summary.reasons)


def test_every_reason_the_article_names_comes_up(tmp_path: Path) -> None:
    assert set(reasons_of("demo-request", tmp_path)) >= {
        "ALREADY_ENROLLED", "DAILY_LIMIT_REACHED", "SEQUENCE_DELETED", "SENDER_NO_SEAT", "INBOX_NOT_CONNECTED",
        "INBOX_NOT_PERSONAL", "NOT_ENROLLED", "OWNER_EMPTY", "OWNER_UNKNOWN", "EMAIL_MISSING", "EMAIL_INVALID",
        "UNSUBSCRIBED", "UNSUBSCRIBED_PERSONAL", "BOUNCED", "BLOCKED_ADDRESS", "BLOCKED_DOMAIN",
        "PREVIOUSLY_MARKED_AS_SPAM", "REPLIED", "MEETING_BOOKED", "FINISHED", "UNENROLLED_BY_WORKFLOW",
    }  # fmt: skip


def test_on_the_busy_monday_only_the_limit_decides(tmp_path: Path) -> None:
    project, contacts = load_sample("monday-rush")
    assert (len(contacts), len(project.senders), project.senders[0].limit) == (400, 1, 150)
    reasons = reasons_of("monday-rush", tmp_path)
    assert reasons["DAILY_LIMIT_REACHED"] == 250
    assert set(reasons) == {"DAILY_LIMIT_REACHED", "FINISHED", "REPLIED"}


def test_everything_that_can_break_breaks(tmp_path: Path) -> None:
    project, contacts = load_sample("break-it")
    assert len(contacts) == 40
    assert {event.kind for event in project.script} == set(EventKind)
    people = {contact.id for contact in contacts}
    faults = {
        event.id: problems_of(event, project, contact_is_there=event.contact in people) for event in project.script
    }
    assert not any(faults.values())
    assert set(reasons_of("break-it", tmp_path)) >= {
        "SEQUENCE_DELETED", "SENDER_LOST", "SENDER_DEACTIVATED", "INBOX_NOT_CONNECTED", "DAILY_LIMIT_REACHED",
        "WORKFLOW_OFF", "REPLIED", "MEETING_BOOKED", "UNSUBSCRIBED", "BOUNCED", "UNENROLLED_MANUALLY",
        "UNENROLLED_BY_WORKFLOW", "FINISHED",
    }  # fmt: skip


def test_the_blank_sample_holds_one_user() -> None:
    project, contacts = load_sample("blank")
    assert contacts == []
    assert [sender.name for sender in project.senders] == ["You"]
    assert project == Project(senders=project.senders)


def refusal(name: str, shelf: Path) -> Problem:
    with pytest.raises(Problem) as refused:
        load_sample(name, shelf)
    return refused.value


def test_a_name_nobody_knows_lists_the_samples(shelf: Path) -> None:
    problem = refusal("nope", shelf)
    assert (problem.code, problem.hint) == ("NO_SAMPLE", "Samples: demo-request, monday-rush, break-it, blank.")


def test_a_broken_project_says_where(shelf: Path) -> None:
    path = shelf / "demo-request" / "project.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"name": "Ana Ruiz"', '"name": 5'), encoding="utf-8")
    problem = refusal("demo-request", shelf)
    assert problem.code == "BROKEN_SAMPLE"
    assert problem.place == "samples/demo-request/project.json, project.senders[0].name"
    assert "The sample “demo-request” is broken." in problem.sentence


def test_a_project_that_is_newer_or_gone_is_a_broken_sample(shelf: Path) -> None:
    path = shelf / "blank" / "project.json"
    path.write_text('{"format": "cadenza-project", "version": 2}')
    assert refusal("blank", shelf).place == "samples/blank/project.json"
    path.unlink()
    assert "Its project cannot be read" in refusal("blank", shelf).sentence


@pytest.mark.parametrize("about", ["title = ", 'title = "Blank"', 'title = 5\nsentence = "x"', "\xff"])
def test_a_broken_description_says_where(shelf: Path, about: str) -> None:
    (shelf / "blank" / "sample.toml").write_bytes(about.encode("latin-1"))
    problem = refusal("blank", shelf)
    assert (problem.code, problem.place) == ("BROKEN_SAMPLE", "samples/blank/sample.toml")


def test_a_sample_may_have_lists(shelf: Path, tmp_path: Path) -> None:
    people = [Contact(3), Contact(8)]
    project = Project(lists=(ContactList(1, "VIPs"),))
    project_json.save(shelf / "blank" / "project.json", project, people, [ListMember(1, 8)])
    ws = open_sample("blank", tmp_path / "s.cadenza", shelf)
    assert list(lists.members(ws, 1)) == [8]
    ws.close()
    assert load_sample("blank", shelf) == (project, people)


def test_other_folders_and_odd_orders_are_passed_over(shelf: Path) -> None:
    (shelf / "notes").mkdir()
    (shelf / "readme.txt").touch()
    (shelf / "blank" / "sample.toml").write_text('title = "Blank"\nsentence = "Nothing."\norder = "last"\n')
    assert [sample.name for sample in samples(shelf)] == ["blank", "demo-request", "monday-rush", "break-it"]


def test_contacts_of_the_sample_know_their_owner() -> None:
    _, contacts = load_sample("demo-request")
    by_name: dict[str, Contact] = {contact.name: contact for contact in contacts}
    assert by_name["Łucja Wrona"].get("hubspot_owner_id") == 1
    assert by_name["Mateusz Zając"].get("hubspot_owner_id") is None
    assert by_name["Jonas Petrauskas"].get("hubspot_owner_id") == 99
