"""Senders and sequences as the script has left them at an instant of a rehearsal."""

from __future__ import annotations

from core.engine.world import World
from core.model.account import RunSettings
from core.model.event import ScriptedEvent
from core.model.instant import DAY, MINUTE, Instant
from core.model.project import Project
from core.rules import rulepack
from core.services.values import zone_of_account


def world_at(project: Project, settings: RunSettings, at: Instant) -> World:
    """Give senders and sequences after all that was scripted up to an instant of a run, or to its end.

    Raises:
        Problem: ``BAD_RULE_PACK`` or ``BAD_TIME_ZONE``.
    """
    world = World(project, rulepack.load(project.account.rule_pack), zone_of_account(project))
    for when, event in breaks_of(project, settings):
        if when <= at:
            world.happen(when, event)
    return world


def breaks_of(project: Project, settings: RunSettings) -> list[tuple[Instant, ScriptedEvent]]:
    """Give what is scripted to happen to senders, sequences and workflows during a run, by time."""
    breaks = [
        event for event in project.script if event.kind.breaks and 0 <= event.minute * MINUTE < settings.days * DAY
    ]
    # Sorting keeps the order of the script among those of one minute, as the engine does.
    return [(settings.start + e.minute * MINUTE, e) for e in sorted(breaks, key=lambda e: e.minute)]
