"""Random numbers that belong to a contact: same seed and contact, same numbers, whoever else is on the list.

Each number is a hash of what it is for (seed, contact id, purpose), so nothing depends on the order in which contacts
act. The mixing steps are those of SplitMix64 (Steele, Lea, Flood 2014), which pass the usual statistical tests.
"""

from __future__ import annotations

_MASK = (1 << 64) - 1


def draw(seed: int, contact: int, purpose: int, below: int) -> int:
    """Give a number from 0 to ``below - 1``.

    Arguments:
        seed: The run's seed.
        contact: Contact id.
        purpose: What the number decides, so that one contact's decisions do not hang together.
        below: How many numbers are possible.
    """
    x = (seed * 0x9E3779B97F4A7C15 + contact * 0xD1B54A32D192ED03 + purpose * 0x8CB92BA72F3D8DD7) & _MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    return ((x ^ (x >> 31)) * below) >> 64
