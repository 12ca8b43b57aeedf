"""The families of rules: the letter that their codes begin with, and the name."""

from __future__ import annotations

from typing import Final

FAMILIES: Final[dict[str, str]] = {
    "S": "spec",
    "A": "model-limits",
    "P": "prompt",
    "C": "conflict",
    "D": "duration",
    "R": "reference",
    "M": "motion",
    "K": "continuity",
}


def family_selector(selector: str) -> str | None:
    """``all``, or the letter of the family that a selector means by its letter or its name, in any case; else None."""
    wanted = selector.lower()
    if wanted == "all":
        return wanted
    return next((letter for letter, family in FAMILIES.items() if wanted in (letter.lower(), family)), None)
