"""Colours of the text reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from promptlint.finding import Severity

_BY_SEVERITY: Final = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}

_BY_MARK: Final = {"s": "34", "m": "32", "c": "35", "a": "33", "n": "31"}
_BY_SIGN: Final = {"-": "31", "+": "32", "@": "36"}


@dataclass(frozen=True, slots=True)
class Style:
    """Puts terminal colours around text, or leaves it as it is."""

    colour: bool

    def of(self, severity: Severity, text: str) -> str:
        """In the colour of a severity, bold."""
        return self._wrap(f"1;{_BY_SEVERITY[severity]}", text)

    def bold(self, text: str) -> str:
        """Bold."""
        return self._wrap("1", text)

    def frame(self, text: str) -> str:
        """In the colour of line numbers and rulers."""
        return self._wrap("34", text)

    def part(self, mark: str, text: str) -> str:
        """In the colour of a part of a prompt, by its mark."""
        return self._wrap(_BY_MARK[mark], text)

    def difference(self, line: str) -> str:
        """A line of a unified diff, in the colour of what it says."""
        text = line.rstrip("\n")
        if text.startswith(("--- ", "+++ ")):
            return self.bold(text) + line[len(text) :]
        codes = _BY_SIGN.get(text[:1])
        return line if codes is None else self._wrap(codes, text) + line[len(text) :]

    def _wrap(self, codes: str, text: str) -> str:
        return f"\x1b[{codes}m{text}\x1b[0m" if self.colour and text else text
