"""Reading the corpus: prompts and their labels."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# label words that are no move of the camera
NO_MOVES = {"timelapse", "selfie POV"}
NAMES = {
    "push-in": "dolly in",
    "pull-out": "dolly out",
    "dive": "pedestal down",
    "rise": "pedestal up",
    "spin": "roll",
    "follow up": "follow up",
    "FPV flyover": "fly in",
    "orbit": "orbit around",
}
SUFFIX = re.compile(r", camera (?P<verb>pans|tilts|zooms|static)(?: (?P<direction>left|right|up|down|in|out))?$")
SUFFIX_MOVES = {"pans": "pan", "tilts": "tilt", "zooms": "zoom", "static": "static"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A prompt with what a person saw in it; None where that was not labelled."""

    id: str
    text: str
    kind: str | None = None
    actions: int | None = None
    moves: tuple[str, ...] | None = None
    attributes_read: int = 0
    attributes_wrong: int = 0


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_prompts(corpus: Path) -> dict[str, str]:
    """Prompt by id, those of the pairs included."""
    texts = {row["id"]: row["text"] for row in read_lines(corpus / "prompts.jsonl")}
    texts.update({row["id"]: row["prompt"] for row in read_lines(corpus / "pairs.jsonl")})
    return texts


def read_labels(path: Path, texts: dict[str, str]) -> Iterator[Labelled]:
    """The labels of a file."""
    for row in read_lines(path):
        moves = row.get("camera_moves")
        yield Labelled(
            row["id"],
            texts[row["id"]],
            row.get("prompt_kind"),
            row.get("prompt_actions"),
            None if moves is None else tuple(NAMES.get(move, move) for move in moves if move not in NO_MOVES),
            row.get("attributes_read", 0),
            row.get("attributes_wrong", 0),
        )


def read_suffixes(corpus: Path) -> Iterator[Labelled]:
    """Prompts that end in a template ("camera pans left"), labelled by it."""
    for row in read_lines(corpus / "prompts.jsonl"):
        if match := SUFFIX.search(row["text"]):
            move = " ".join(filter(None, (SUFFIX_MOVES[match["verb"]], match["direction"])))
            yield Labelled(row["id"], row["text"], moves=(move,))
