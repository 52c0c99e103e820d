"""If/then branch: the first branch whose filter matches, else the last one (KB use-if-then-branches, 18 Mar 2024)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from core.actions.base import FieldProblem, RunnableAction
from core.actions.names import Names
from core.actions.stage import Performer, Slot
from core.model.fields import FieldKind, FieldSpec, described
from core.model.filter import Filter
from core.model.instant import Instant
from core.model.project import Project
from core.model.trace import Outcome
from core.rules.filters import condition_in_words
from core.rules.filters import problems_of as filter_problems

MAX_BRANCHES = 20


@dataclass(frozen=True, slots=True)
class Branch:
    """One way out.

    Attributes:
        name: Name on screen.
        filter: Who goes this way.
    """

    name: str = ""
    filter: Filter = Filter()


@dataclass(frozen=True, slots=True)
class IfThen(RunnableAction):
    """Contacts go the way of the first branch they match.

    Attributes:
        branches: The branches in order, without the last one for those that match none.
        none_met: Name of the last branch.
    """

    kind: ClassVar[str] = "if_then"
    title: ClassVar[str] = "If/then branch"
    icon: ClassVar[str] = "if_then"
    group: ClassVar[str] = "Time and branches"
    steers: ClassVar[bool] = True

    branches: tuple[Branch, ...] = described(
        FieldSpec(FieldKind.BRANCHES, "Branches", "The first branch that matches is taken.", required=True),
        (Branch("Branch 1"),),
    )
    none_met: str = described(
        FieldSpec(FieldKind.TEXT, "Name of the last branch", "For contacts that match no branch."), "None matched"
    )

    def branch_names(self) -> tuple[str, ...]:
        """Names of all ways out, the last one included."""
        return (*(b.name or f"Branch {i}" for i, b in enumerate(self.branches, 1)), self.none_met or "None matched")

    def headline(self, names: Names) -> str:
        """Say what a single condition asks, e.g. ``Lifecycle stage is Lead?``; else the action's name."""
        groups = self.branches[0].filter.groups if len(self.branches) == 1 else ()
        if len(groups) != 1 or len(groups[0]) != 1:
            return self.title
        condition = groups[0][0]
        words = condition_in_words(condition, names)
        # One value reads better as "is Lead" than as "is any of Lead".
        if len(condition.values) == 1:
            words = words.replace(" is any of ", " is ").replace(" is none of ", " is not ")
        return f"{words[:1].upper()}{words[1:]}?"

    def summary(self, names: Names) -> str:
        """Name the ways out."""
        return " · ".join(self.branch_names()) if len(self.branches) > 1 else ""

    def problems(self, project: Project) -> list[FieldProblem]:
        """Check number and filters of the branches."""
        found = []
        if not 1 <= len(self.branches) <= MAX_BRANCHES:
            found.append(FieldProblem("branches", f"A branch has between 1 and {MAX_BRANCHES} ways out."))
        properties = {p.name: p for p in project.properties}
        lists = {x.id: x.name for x in project.lists}
        for branch, name in zip(self.branches, self.branch_names(), strict=False):
            if not branch.filter.groups:
                found.append(FieldProblem("branches", f"“{name}” has no condition, so every contact goes that way."))
            wrong = filter_problems(branch.filter, properties, lists=lists)
            found += [FieldProblem("branches", f"“{name}”: {sentence}") for sentence in wrong]
        return found

    def with_branch(self, index: int, branch: Branch) -> IfThen:
        """Give a copy with one branch replaced."""
        return replace(self, branches=(*self.branches[:index], branch, *self.branches[index + 1 :]))

    @property
    def watched(self) -> frozenset[str]:
        """The properties its filters look at."""
        return frozenset(name for branch in self.branches for name in branch.filter.properties)

    def bind(self, slot: Slot) -> Performer:
        """Part a group by the filters, in order."""
        stage, place = slot.stage, slot.place
        ways = [
            (number, stage.select(branch.filter), slot.branches[number - 1])
            for number, branch in enumerate(self.branches, 1)
        ]
        last = (len(ways) + 1, slot.branches[-1])

        def perform(now: Instant, who: list[int]) -> None:
            rest = who
            for number, select, way in ways:
                taken = select(rest)
                if not taken:
                    continue
                stage.tell(now, taken, place, Outcome.DONE, a=number)
                if len(taken) == len(rest):
                    rest = []
                else:
                    gone = set(taken)
                    rest = [i for i in rest if i not in gone]
                stage.push(now, way, taken)
                if not rest:
                    return
            stage.tell(now, rest, place, Outcome.DONE, a=last[0])
            stage.push(now, last[1], rest)

        return perform
