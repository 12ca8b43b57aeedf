"""Spec files as files: what they are called, how they are marked, and how much of one is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SPEC_SUFFIXES: Final = frozenset({".yaml", ".yml", ".json", ".jsonl"})
JSON_SUFFIXES: Final = (".json", ".jsonl")
SCHEMA_ID: Final = "https://promptlint.github.io/schemas/shotspec-1.schema.json"
MAX_BYTES: Final = 8 * 1024 * 1024
"""Larger files are not read: a spec of 5,000 shots takes about 3 MB."""

_MODELINE: Final = re.compile(r"^#.*\bshotspec\b", re.MULTILINE)
_SCHEMA_NAME: Final = re.compile(r"\bshotspec-\d+\.schema\.json\b")
_HEAD: Final = 2000


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is no shot spec, and why."""

    path: Path
    name: str
    reason: str


def has_modeline(text: str) -> bool:
    """Whether a comment in the first lines says ``shotspec``."""
    return _MODELINE.search(text, 0, _HEAD) is not None


def names_schema(text: str) -> bool:
    """Whether the head of the text refers to the format's JSON Schema."""
    return _SCHEMA_NAME.search(text, 0, _HEAD) is not None


def is_json_lines(name: str, text: str) -> bool:
    """Whether a file holds one JSON value a line; a ``.jsonl`` file may also be one JSON list."""
    return name.lower().endswith(".jsonl") and not text.lstrip().startswith("[")


def read_at_most(path: Path) -> bytes:
    """The bytes of a regular file, one more than ``MAX_BYTES`` at most.

    Raises:
        OSError: it is no regular file, or cannot be read.
    """
    if not path.is_file():
        raise OSError(2, "no such file" if not path.exists() else "not a regular file", str(path))
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)
