"""What a person can mend, as a type of its own. A bug is any other exception and goes to the crash hook."""

from __future__ import annotations


class Problem(Exception):
    """Something a person can understand and mend: bad input, a damaged file, a folder that cannot be written.

    Attributes:
        code: Stable upper-case name of the problem, e.g. ``NEWER_FILE``.
        sentence: One clear sentence for the person.
        place: Where it is: a file, a line, a field; may be empty.
        hint: What to do about it; may be empty.
    """

    def __init__(self, code: str, sentence: str, *, place: str = "", hint: str = "") -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.place = place
        self.hint = hint

    def __str__(self) -> str:
        """Give the whole problem on one line: place, sentence, hint."""
        start = f"{self.place}: " if self.place else ""
        end = f" {self.hint}" if self.hint else ""
        return f"{start}{self.sentence}{end}"
