"""Rule packs: the shipped one has the documented values with their sources; a broken one is a clear problem."""

from __future__ import annotations

import re
from dataclasses import fields
from importlib.resources import files
from pathlib import Path

import pytest

from core.model.account import Account, Subscription
from core.model.problem import Problem
from core.rules import rulepack
from core.rules.rulepack import RulePack, load, names, read

SHIPPED = files("resources").joinpath("rulepacks/2025-08.toml").read_text(encoding="utf-8")


def test_the_shipped_pack_holds_the_documented_values() -> None:
    pack = load("2025-08")
    assert (pack.limit_professional, pack.limit_enterprise) == (500, 1000)
    assert (pack.limit_window, pack.window_hours, pack.spacing_seconds) == ("rolling", 24, 30)
    assert (pack.max_mails, pack.max_delay_days, pack.on_sequence_deleted) == (10, 90, "unenroll")
    assert (pack.many_contacts, pack.cold_days, pack.max_branches, pack.max_filters) == (100, 30, 20, 250)
    assert {"limit_professional", "limit_enterprise", "max_mails"} <= pack.assumed
    assert not {"limit_window", "window_hours", "max_branches", "max_filters", "many_contacts"} & pack.assumed


def test_the_older_pack_lets_people_stay_in_a_deleted_sequence() -> None:
    pack = load("2018-06")
    assert names() == ["2018-06", "2025-08"]
    assert (pack.on_sequence_deleted, pack.limit_window, pack.max_mails) == ("stay", "calendar_day", 5)
    assert (pack.limit_professional, pack.limit_enterprise) == (150, 150)
    # Only what a page of that time states is not assumed.
    assert set(pack.sources) - pack.assumed == {"on_sequence_deleted"}


@pytest.mark.parametrize("name", names())
def test_every_value_of_every_pack_has_a_source_and_a_date(name: str) -> None:
    pack = load(name)
    values = {f.name for f in fields(RulePack)} - {"name", "title", "assumed", "sources"}
    assert set(pack.sources) == values
    assert all(re.search(r".+ \(20\d\d-\d\d-\d\d\)$", text) for text in pack.sources.values())
    assert pack.assumed <= values


def test_a_new_account_names_a_pack_that_is_there() -> None:
    assert Account().rule_pack in names()


def test_the_default_limit_follows_the_subscription() -> None:
    pack = load("2025-08")
    assert [pack.limit_for(s) for s in (Subscription.STARTER, Subscription.PROFESSIONAL, Subscription.ENTERPRISE)] == [
        0, 500, 1000,
    ]  # fmt: skip


def test_packs_are_equal_by_value_and_can_be_remembered() -> None:
    assert read("2025-08", SHIPPED) == load("2025-08")
    assert hash(read("2025-08", SHIPPED)) == hash(load("2025-08"))


@pytest.mark.parametrize("name", ["2099-01", "", "../themes/light", "2025-08.toml", "a b", "\0"])
def test_a_missing_pack_is_a_problem_that_lists_those_there(name: str) -> None:
    with pytest.raises(Problem) as caught:
        load(name)
    assert caught.value.code == "BAD_RULE_PACK"
    assert caught.value.sentence == f"There is no rule pack “{name}”."
    assert "2025-08" in caught.value.hint
    assert caught.value.place == f"rulepacks/{name}.toml"


def _changed(key: str, old: str, new: str) -> str:
    """The shipped text with one value's table changed."""
    before, rest = SHIPPED.split(f"[{key}]\n", 1)
    assert old in rest
    return f"{before}[{key}]\n{rest.replace(old, new, 1)}"


@pytest.mark.parametrize(
    ("text", "key", "sentence"),
    [
        (SHIPPED.replace("[cold_days]", "[warm_days]"), "warm_days", "“warm_days” is not a value of a rule pack."),
        (SHIPPED[: SHIPPED.index("[max_filters]")], "max_filters", "The value “max_filters” is missing."),
        (
            _changed("window_hours", "24", "0"),
            "window_hours",
            "“window_hours” must be a whole number of at least 1, not “0”.",
        ),
        (
            _changed("max_mails", "10", "true"),
            "max_mails",
            "“max_mails” must be a whole number of at least 1, not “True”.",
        ),
        (
            _changed("spacing_seconds", "30", "-1"),
            "spacing_seconds",
            "“spacing_seconds” must be a whole number of at least 0, not “-1”.",
        ),
        (
            _changed("limit_window", 'value = "rolling"', 'value = "weekly"'),
            "limit_window",
            "“limit_window” must be one of rolling, calendar_day, not “weekly”.",
        ),
        (
            _changed("many_contacts", "date = 2024-05-16", ""),
            "many_contacts",
            "“many_contacts” needs a source and a date.",
        ),
        (_changed("max_branches", "source", "sauce"), "max_branches", "“max_branches” needs a source and a date."),
        (
            _changed("max_mails", "assumed = true", 'assumed = "yes"'),
            "max_mails",
            "“assumed” of “max_mails” must be true or false.",
        ),
    ],
)
def test_a_broken_pack_names_the_value_and_what_is_wrong(text: str, key: str, sentence: str) -> None:
    with pytest.raises(Problem) as caught:
        read("mine", text)
    assert caught.value.code == "BAD_RULE_PACK"
    assert caught.value.place == f"rulepacks/mine.toml, {key}"
    assert caught.value.sentence == sentence


def test_a_pack_that_cannot_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "latin.toml").write_bytes(b'title = "\xe9"')
    monkeypatch.setattr(rulepack, "_folder", lambda: tmp_path)
    with pytest.raises(Problem, match="The file cannot be read") as caught:
        load("latin")
    assert caught.value.code == "BAD_RULE_PACK"


def test_with_no_packs_installed_the_hint_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulepack, "_folder", lambda: tmp_path / "gone")
    assert names() == []
    with pytest.raises(Problem, match="There is no rule pack") as caught:
        load("2024-01")
    assert "none is installed" in caught.value.hint


def test_text_that_is_not_toml_is_a_problem() -> None:
    with pytest.raises(Problem, match="The file is not TOML") as caught:
        read("mine", "= 3")
    assert caught.value.place == "rulepacks/mine.toml"
