"""Specs for the tests, with what is wrong with them."""

from __future__ import annotations

CONFIG = 'select = ["S", "A", "D"]\n'
"""Families that need neither prompts nor pictures, for tests that are about neither."""

MODEL = "kling-2.6"


def shot(duration: str = "5s", prompt: str = "She smiles.", name: str = "a", further: str = "") -> str:
    """A file with one shot; only a duration other than 5 or 10 s is wrong with it."""
    return f"shots:\n  - id: {name}\n    prompt: {prompt}\n    model: {MODEL}\n    duration: {duration}\n{further}"


WRONG = shot("7s")
"""A101 on ``7s``: line 4, columns 14 to 16."""

RIGHT = shot("5s")


def place(line: int, start: int, end: int) -> dict[str, dict[str, int]]:
    """A range within one line."""
    return {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}
