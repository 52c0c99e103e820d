"""Problems: what a person can mend, told in one line."""

from __future__ import annotations

import pytest

from core.model.problem import Problem


@pytest.mark.parametrize(
    ("place", "hint", "line"),
    [
        ("", "", "It is damaged."),
        ("a.cadenza", "", "a.cadenza: It is damaged."),
        ("", "Open a backup.", "It is damaged. Open a backup."),
        ("a.cadenza", "Open a backup.", "a.cadenza: It is damaged. Open a backup."),
    ],
)
def test_a_problem_is_one_line_of_place_sentence_and_hint(place: str, hint: str, line: str) -> None:
    problem = Problem("DAMAGED_FILE", "It is damaged.", place=place, hint=hint)
    assert str(problem) == line
    assert (problem.code, problem.sentence, problem.place, problem.hint) == (
        "DAMAGED_FILE", "It is damaged.", place, hint,
    )  # fmt: skip
