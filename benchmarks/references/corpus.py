"""Reading the corpus: pictures with prompts, their labels, and prompts rewritten to be wrong in one attribute."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KINDS = {"place": "place", "scene": "place", "product": "product"}
ATTRIBUTES = {"day/night": "time of day", "number": "people count"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A picture with the prompt that its authors wrote for it."""

    id: str
    image: Path
    prompt: str
    contradicts: bool


@dataclass(frozen=True, slots=True)
class Truth:
    """What a person saw in a picture; None where that was not labelled, or is not clear.

    Attributes:
        subject_share: the subject's box by the frame's area.
        letters: whether there are letters or a mark.
        time: day or night.
    """

    faces: int | None = None
    people: int | None = None
    subject_share: float | None = None
    letters: bool | None = None
    time: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Mutation:
    """A prompt for a picture, with what it says rightly or wrongly.

    Attributes:
        kind: the attribute; empty for a mere paraphrase.
        words: those that say it, where they are labelled.
        trap: whether what it says is right although the picture does not show it.
    """

    id: str
    prompt: str
    kind: str
    contradicts: bool
    words: str = ""
    trap: bool = False


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file; none where it does not exist."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_pairs(corpus: Path, limit: int | None) -> list[Pair]:
    """The pairs of a corpus, the first ones only where a limit is given."""
    wrong = {row["id"] for row in read_lines(corpus / "labels.jsonl") if row.get("prompt_contradicts_image")}
    rows = read_lines(corpus / "pairs.jsonl")[:limit]
    return [Pair(row["id"], corpus / row["image"], row["prompt"], row["id"] in wrong) for row in rows]


def read_truth(corpus: Path, labels: Path | None) -> dict[str, Truth]:
    """The labels of pictures by id; those of the further folder count more."""
    known = {row["id"]: _corpus_truth(row) for row in read_lines(corpus / "labels.jsonl")}
    if labels is not None:
        known |= {row["id"]: _further_truth(row) for row in read_lines(labels / "pictures.jsonl")}
    return known


def _corpus_truth(row: dict[str, Any]) -> Truth:
    return Truth(
        row["face_count_visible"],
        row["people_count"] if isinstance(row["people_count"], int) else None,
        row["subject_fraction_estimate"],
        row["text_overlay_or_watermark"] != "none",
        row["day_night"] if row["day_night"] in ("day", "night") else None,
        KINDS.get(row["main_subject_type"], row["main_subject_type"]),
    )


def _further_truth(row: dict[str, Any]) -> Truth:
    width, height = row["size"]
    box = row.get("subject_box")
    return Truth(
        None if row["faces_ambiguous"] else row["faces"],
        None if row["people_uncertain"] else row["people"],
        box[2] * box[3] / (width * height) if box else None,
        row["text"]["kind"] != "none",
        row["time"] if row["time"] in ("day", "night") else None,
        row["subject_type"],
    )


def read_mutations(corpus: Path, labels: Path | None) -> Iterator[Mutation]:
    """The rewritten prompts."""
    for row in read_lines(corpus / "mutations.jsonl"):
        kind = ATTRIBUTES.get(row["attribute"], row["attribute"] or "")
        yield Mutation(row["id"], row["mutated_prompt"], kind, row["contradicts"])
    for row in read_lines(labels / "mutations2.jsonl") if labels is not None else []:
        trap = row["trap"] is not None
        yield Mutation(row["id"], row["mutated_prompt"], row["kind"], row["contradicts"], row["words"], trap)
