"""The measures of the visual action list, in pixels at 100 %."""

from __future__ import annotations

CARD_WIDTH = 288
"""Width of every card."""
GAP = 48
"""From the foot of a card to the head of the next one; the + stands in its middle."""
BRANCH_GAP = 48
"""Free space between the cards of neighbouring branches."""
TAIL = 28
"""From the foot of the last card of a list to the middle of its +."""
FAN = 24
"""From the foot of a branch card to the line its branches hang on."""
LABEL_HEIGHT = 24
"""Height of a branch's name on its line."""
FORK = FAN + 8 + LABEL_HEIGHT
"""From the foot of a branch card to where the lists of its branches begin."""
PLUS_RADIUS = 11
"""Radius of a + button."""
