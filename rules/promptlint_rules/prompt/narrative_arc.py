"""P124."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import HOW_IT_WORKS
from promptlint_rules.prompt._reading import quote, read, seen_labels, shows_subject

WEAK: Final = frozenset(
    {
        "for the first time", "at last", "in the end", "one day", "her journey", "his journey", "the climax",
        "finally finds", "the story of", "story about", "begins her journey", "begins his journey", "learns that",
        "remembers when",
    }
)  # fmt: skip
"""Phrases that also stand in a prompt of one moment."""


@shot_rule(
    code="P124",
    name="narrative-arc",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="The prompt tells a story, and one picture supports one moment.",
    sources=(HOW_IT_WORKS,),
    bad=(
        Example(
            "id: s01\nimage: refs/mara-front.png\nprompt: Mara grows old by the sea as the years pass.\n",
            marks=("grows old",),
        ),
        Example(
            """
            id: s02
            image: refs/tomas-front.png
            prompt: A young sailor embarks on a voyage and falls in love with a stranger.
            """,
            marks=("embarks on",),
        ),
    ),
    good=(
        Example("id: s01\nimage: refs/mara-front.png\nprompt: Mara looks out to the sea. Waves roll in.\n"),
        Example("id: s02\nmodel: veo-3.1\nprompt: A sailor embarks on a voyage.\n", title="Without a picture"),
    ),
)
def narrative_arc(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports words of a story that spans hours or years ("grows old", "falls in love", "the next morning") where the
    clip starts from a picture.

    ## Why it matters

    A clip shows seconds, and the picture one moment. Told a story, the model mixes its scenes and ages: faces change
    on the way.

    ## What to do

    Pick one moment of the story. Make a shot of each of the others, with a picture of its own.
    """
    reading = read(shot, facts)
    if reading is None or not shows_subject(shot) or reading.said.scene_changes:
        return
    labels = seen_labels(reading, "narrative_phrases")
    strong = [label for label in labels if label.text.lower() not in WEAK]
    if not labels:
        return
    found = strong or labels
    yield Problem(
        reading.at(found[0]),
        f"{quote(label.text for label in found)}: this is a story, and one picture supports one moment of it.",
        "Pick one moment, and make a shot with a picture of its own for each of the others.",
        confidence=None if strong else Confidence.POSSIBLE,
    )
