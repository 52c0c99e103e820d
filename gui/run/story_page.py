"""A story as a page: to be read in the window, printed, or pasted with its look. Not here: the dialog around it."""

from __future__ import annotations

from html import escape

from core.services.story import Happening, Story, about, clocks_of, day_title, nothing_told
from gui.run.log_columns import outcome_tone
from gui.text import plural
from gui.theme import Theme, Tone


def story_html(story: Story, theme: Theme | None) -> str:
    """Return a story as a page; whatever a contact's data holds is text in it, never markup.

    Args:
        story: The story.
        theme: Gives the colours; ``None`` uses none, for paper.
    """
    parts = []
    if theme is None:
        # Paper and clipboard have no head above the page that says so.
        parts = [f"<h2>{escape(story.name)}</h2>", f"<p>{escape(_upper(about(story)))}</p>"]
    if not story.days:
        parts.append(f"<p>{escape(nothing_told(story))}</p>")
    for day in story.days:
        rows = "".join(_row_html(happening, theme) for happening in day.happenings)
        parts.append(f"<h4>{escape(day_title(day.day))}</h4><table cellspacing='0' cellpadding='3'>{rows}</table>")
    if story.left_out:
        parts.append(f"<p>… and {plural(story.left_out, 'row')} more</p>")
    return "".join(parts)


def _row_html(happening: Happening, theme: Theme | None) -> str:
    tone = outcome_tone(happening.line)
    sign = escape(tone.sign or "→")
    muted, ink = "", ""
    if theme is not None:
        muted = f" style='color:{theme.tone(Tone.MUTED).name()}'"
        ink = f" style='color:{theme.tone(tone).name()}'"
    clocks = clocks_of(happening)
    below = f"<br><small{muted}>{escape(clocks)}</small>" if clocks else ""
    time = f"{happening.time:%H:%M}"
    return (
        f"<tr><td{muted}>{time}&nbsp;&nbsp;</td><td{ink}>{sign}&nbsp;</td>"
        f"<td>{escape(happening.sentence)}{below}</td></tr>"
    )


def _upper(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
