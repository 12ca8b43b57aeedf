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
