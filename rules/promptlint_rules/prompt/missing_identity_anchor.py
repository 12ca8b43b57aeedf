"""P111."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.identity import anchored, closing, untied_subject
from promptlint.facts.prompt import Subject
from promptlint.finding import Confidence, Fix, Problem, Severity
from promptlint.profiles.quantities import number_text
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import DRIFT, VENDORS
from promptlint_rules.prompt._reading import (
    Reading,
    edit,
    only_looks,
    read,
    says,
    shows_subject,
    with_vendor,
)

LONG_S: Final = 5.1
"""Image-to-video models hold a subject for 3 to 5 s; 81 frames at 16 fps are called 5 s."""


@shot_rule(
    code="P111",
    name="missing-identity-anchor",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="Nothing in the prompt ties the subject to its reference.",
    sources=(DRIFT, VENDORS),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara-front.png
            duration: 10s
            prompt: The woman turns her head slowly towards the window. Static camera.
            """,
            marks=("The woman",),
            fixed=(
                "prompt: The same woman from the reference turns her head slowly towards the window. Static camera.",
            ),
        ),
        Example(
            """
            shots:
              - id: s01
                image: refs/kettle.png
                prompt: Steam rises from the kettle.
              - id: s02
                image: {from: s01, frame: last}
                prompt: A woman pours the water into a cup.
            """,
            marks=("A woman",),
            fixed=("prompt: The same woman from the reference pours the water into a cup.",),
            title="A shot that continues another",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara-front.png
            duration: 10s
            prompt: >-
              The same woman from the reference turns her head slowly towards the window.
              Static camera. Identity preserved.
            """,
        ),
        Example(
            """
            id: s02
            model: kling-2.6
            image: refs/mara-front.png
            duration: 5s
            prompt: Slowly turns her head toward the camera with a gentle smile.
            """,
            title="A short shot from one picture",
        ),
        Example(
            "id: s03\nmodel: veo-3.1\nduration: 8s\nprompt: The woman turns her head.\n", title="Without a reference"
        ),
    ),
)
def missing_identity_anchor(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports a person, animal or product with a reference picture, and no words that tie the one to the other ("the
    same woman from the reference", "identity preserved", a reference tag).

    It is reported where drift is near: the clip is longer than 5 s, continues another shot, or shows a character of
    the bible. For other shots it is only possible.

    Where the vendor advises to call the subject "the subject" or "she", "the woman" is enough.

    The fix turns "a woman" into "the same woman from the reference", or adds a sentence where no article stands before
    the subject. It says what giving the picture means; where the subject is *not* the one of the picture, suppress the
    finding.

    ## Why it matters

    Without an anchor the words "a woman" ask for any woman, and each second the model has less of the picture to hold
    on to.

    ## What to do

    Name the subject by its reference, in the same words in every shot.
    """
    reading = read(shot, facts)
    if reading is None or not shows_subject(shot) or shot.motion.reference is not None or only_looks(shot, reading):
        return
    generic = says(facts, "refer_to_subject_generically")
    subject = untied_subject(shot, reading.said, reading.text, generic=bool(generic))
    if subject is None:
        return
    reasons = []
    if facts.seconds is not None and facts.seconds > LONG_S:
        reasons.append(f"the clip lasts {number_text(round(facts.seconds, 1))} s")
    if shot.extend is not None or (shot.image is not None and shot.image.value.kind == "shot"):
        reasons.append("the shot continues another one")
    if shot.characters is not None:
        reasons.append("it shows a character of the bible")
    tied = anchored(subject)
    why = f", and {' and '.join(reasons)}" if reasons else ""
    anyone = "anyone" if subject.kind == "person" else f"any {subject.lemma}"
    yield Problem(
        reading.at(subject),
        f"`{' '.join(subject.text.split())}` may be {anyone}: nothing ties it to the reference{why}.",
        with_vendor(
            f'Write "{tied}".' if tied else f'Add "{closing(subject)}"',
            generic,
        ),
        fix=_fix(shot, reading, subject, tied),
        confidence=None if reasons else Confidence.POSSIBLE,
    )


def _fix(shot: Shot, reading: Reading, subject: Subject, tied: str | None) -> Fix | None:
    if tied is not None:
        edits = edit(shot, reading.field, subject.start, subject.end, tied)
        return Fix(f"write `{tied}`", edits) if edits else None
    end = len(reading.text.rstrip())
    stop = " " if reading.text[end - 1] in ".!?" else ". "
    edits = edit(shot, reading.field, end, end, stop + closing(subject))
    return Fix(f"add `{closing(subject)}`", edits) if edits else None
