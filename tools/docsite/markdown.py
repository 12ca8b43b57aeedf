"""Small pieces of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; pipes in cells are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def code(text: str, language: str = "") -> str:
    """A fenced block whose fence is longer than any in the text."""
    longest = max((len(ticks) for ticks in re.findall(r"^`{3,}", text, re.MULTILINE)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}\n"


def inline(values: Iterable[str]) -> str:
    """Values as inline code, with commas."""
    return ", ".join(f"`{value}`" for value in values)


def one_line(text: str) -> str:
    """The text without line breaks."""
    return " ".join(text.split())


def linked(text: str) -> str:
    """The text on one line with its addresses as links."""
    return re.sub(r"https?://[^\s,;()<>]+[^\s,;()<>.]", r"<\g<0>>", one_line(text))
