"""Tokens that nothing can fill, and which one was probably meant; asked while a mail is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from core.model.project import Project
from core.model.sender import Sender
from core.rules.tokens import Sources, TokenKind, find

_NEAR = 0.6


@dataclass(frozen=True, slots=True)
class TokenFault:
    """A token that nobody fills.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends.
        written: What it asks for as written, e.g. ``contact.firstnme``.
        meant: What was probably meant, e.g. ``contact.firstname``; empty when nothing is near.
    """

    start: int
    end: int
    written: str
    meant: str

    @property
    def sentence(self) -> str:
        """What is wrong, for a person."""
        hint = f"did you mean {self.meant}?" if self.meant else "the mail has a hole here."
        return f"Nothing is called {self.written}; {hint}"


class TokenCheck:
    """Finds tokens that nothing can fill.

    Arguments:
        project: Its properties, and the facts of its users, are what tokens can say.

    Attributes:
        known: The keys of tokens that something can fill.
    """

    def __init__(self, project: Project) -> None:
        # A sender of any kind: which facts there are does not hang on who it is.
        self.known = frozenset(Sources(project, Sender(0, "")).keys)
        self._folded: Mapping[str, str] = {key.casefold(): key for key in self.known}

    def faults(self, text: str) -> list[TokenFault]:
        """Give the tokens of a text that nothing can fill, in order; placeholders wait for a person and are none."""
        found: list[TokenFault] = []
        for token in find(text):
            if token.kind is TokenKind.PLACEHOLDER or token.key in self.known:
                continue
            written = token.name if token.kind is TokenKind.UNKNOWN else token.key
            folded = written.casefold()
            near = get_close_matches(folded, self._folded, n=1, cutoff=_NEAR)
            found.append(TokenFault(token.start, token.end, written, self._folded[near[0]] if near else ""))
        return found

    def sentence(self, text: str) -> str:
        """Say what is wrong with the tokens of a text; empty when nothing is."""
        return " ".join(dict.fromkeys(fault.sentence for fault in self.faults(text)))
