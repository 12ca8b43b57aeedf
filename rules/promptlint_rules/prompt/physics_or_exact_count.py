"""P123."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import VENDORS
from promptlint_rules.prompt._reading import is_negated, read, says, seen_labels

LEAST_COUNT: Final = 4
_ROUGH: Final = re.compile(r"\b(?:dozens?|hundreds?|thousands?|several|around|about|some)\b", re.IGNORECASE)
HARD: Final = frozenset(
    {
        "bounce", "ricochet", "juggle", "collide", "shatter", "topple", "somersault", "balance",
    }
)  # fmt: skip
"""Movements that obey physics that models do not know."""


@shot_rule(
    code="P123",
    name="physics-or-exact-count",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    summary="Difficult physics or an exact number, which the vendor calls unreliable.",
    sources=(VENDORS,),
    bad=(
        Example("id: s01\nmodel: kling-2.6\nprompt: The ball bounces down the stairs.\n", marks=("bounces",)),
        Example("id: s02\nmodel: kling-2.6\nprompt: Seven gulls fly over the pier.\n", marks=("Seven gulls",)),
    ),
    good=(
        Example("id: s01\nmodel: kling-2.6\nprompt: The ball rolls along the floor. Gulls fly over the pier.\n"),
        Example("id: s02\nmodel: kling-2.6\nprompt: Two women walk along the pier.\n"),
        Example("id: s03\nprompt: Seven gulls fly over the pier.\n", title="No model is named"),
    ),
)
def physics_or_exact_count(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports difficult physics (bouncing, juggling, shattering) and numbers above three, for models whose vendor
    calls them unreliable.

    ## Why it matters

    The model knows how such scenes look and not how they work: balls float, shards grow together again, and a flock of
    seven has five or nine.

    ## What to do

    Show the moment before or after. Ask for "a few" where the number does not matter; where it does, let the picture
    show them all from the start.
    """
    reading = read(shot, facts)
    if reading is None:
        return
    said = reading.said
    physics, counts = says(facts, "no_complex_physics"), says(facts, "no_exact_counts")
    if physics:
        for action in said.actions:
            if action.verb in HARD and not action.negated and action.certainty != "possible":
                yield Problem(reading.at(action), f"`{action.text}` needs physics that models get wrong.", physics)
                break
        else:
            for label in seen_labels(reading, "physics_words")[:1]:
                yield Problem(
                    reading.at(label),
                    f"`{label.text}` asks for physics that models get wrong.",
                    physics,
                    confidence=Confidence.POSSIBLE,
                )
    if counts:
        for subject in said.subjects:
            if (
                (subject.count or 0) >= LEAST_COUNT
                and not _ROUGH.search(subject.text)
                and not is_negated(subject, reading)
            ):
                noun = subject.text.split()[-1]
                yield Problem(
                    reading.at(subject),
                    f"`{' '.join(subject.text.split())}` may become any number of {noun}.",
                    f"Write `a few {noun}`, or let the picture show them all. {counts}",
                )
                break
