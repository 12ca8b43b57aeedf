"""P120."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import HOW_IT_WORKS
from promptlint_rules.prompt._reading import quote, read, runs, seen_labels, shows_subject


@shot_rule(
    code="P120",
    name="stylised-lighting",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="Strobing or flashing light, which the subject does not survive.",
    sources=(HOW_IT_WORKS,),
    bad=(
        Example(
            "id: s01\nimage: refs/stage.jpg\nprompt: The singer lifts her arm under strobe lights.\n",
            marks=("strobe lights",),
        ),
        Example(
            "id: s02\nimage: refs/street.png\nprompt: He walks past, neon flicker on his face.\n",
            marks=("neon flicker",),
        ),
    ),
    good=(
        Example(
            "id: s01\nimage: refs/stage.jpg\nprompt: The singer lifts her arm in warm stage light. Candles flicker.\n"
        ),
        Example(
            "id: s02\nmodel: veo-3.1\nprompt: A singer lifts her arm under strobe lights.\n",
            title="Without a reference",
        ),
    ),
)
def stylised_lighting(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports strobes, flashing and flickering neon and other light that comes and goes, where a reference has to be
    kept.

    ## Why it matters

    In the dark frames there is nothing of the subject to copy, and after each flash the model draws it anew.

    ## What to do

    Light the shot evenly and add the flicker in the edit.
    """
    reading = read(shot, facts)
    if reading is None or not shows_subject(shot):
        return
    labels = seen_labels(reading, "stylised_lighting")
    for start, end in runs(labels, reading.text)[:1]:
        yield Problem(
            reading.part(start, end),
            f"{quote(label.text for label in labels)}: in the dark frames the subject is lost and then drawn anew.",
            "Ask for steady light, and add the effect in the edit.",
        )
