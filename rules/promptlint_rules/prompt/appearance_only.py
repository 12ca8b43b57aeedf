"""P101."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import HOW_IT_WORKS, SAME_CHARACTER, SAME_FACE, VENDORS
from promptlint_rules.prompt._reading import (
    looks,
    main_subject,
    needs_motion,
    only_looks,
    quote,
    read,
    sample_motion,
    says,
    with_vendor,
)


@shot_rule(
    code="P101",
    name="appearance-only",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="An image is given, and the prompt says nothing of what changes over time.",
    sources=(HOW_IT_WORKS, SAME_FACE, SAME_CHARACTER, VENDORS),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara-front.png
            prompt: A beautiful brunette woman with brown eyes in a cream blouse
            """,
            marks=("A beautiful brunette woman with brown eyes in a cream blouse",),
        ),
        Example(
            """
            id: s02
            model: runway-gen4-turbo
            image: refs/mug.png
            prompt: >-
              A white ceramic mug on a wooden table, warm morning light,
              blurred kitchen in the background. Static camera.
            """,
            marks=(
                "A white ceramic mug on a wooden table, warm morning light,\n"
                "  blurred kitchen in the background. Static camera.",
            ),
            title="A camera that stands still is no change, either",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara-front.png
            prompt: >-
              Slowly turns her head toward the camera with a gentle smile, soft afternoon light from the left window
            """,
        ),
        Example(
            """
            id: s02
            model: runway-gen4-turbo
            image: refs/mug.png
            prompt: Steam rises gently from the mug. Slow dolly-in.
            """,
        ),
        Example(
            """
            id: s03
            model: veo-3.1
            prompt: A white ceramic mug on a wooden table, warm morning light
            """,
            title="Without an image the text has to say how things look",
        ),
    ),
)
def appearance_only(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports a prompt beside a start image in which nothing happens: nobody acts, nothing moves, and the camera does
    not move either.

    A prompt whose only movement is unsure ("falling snow" may be a look) is a possible finding. Nothing is reported
    where a motion clip, a motion brush or a camera setting says what moves, or where words are spoken.

    ## Why it matters

    The model has the picture and needs to be told what changes. A text that repeats the picture leaves the movement to
    chance: the clip stands still, or the model invents a movement and changes the subject on the way.

    ## What to do

    Leave the looks to the picture. Say who does what and how fast, what moves around them, and what the camera does.
    """
    reading = read(shot, facts)
    if reading is None:
        return
    said = reading.said
    unsure = said.motion == "possible" and needs_motion(shot, reading)
    if not unsure and not only_looks(shot, reading):
        return
    told = quote(looks((a for a in said.attributes if not a.negated), reading.text))
    detail = f" It tells how things look ({told}), and the picture shows that already." if told else ""
    yield Problem(
        reading.field.location,
        f"Nothing in this prompt {'surely ' if unsure else ''}changes over time, and an image is given.{detail}",
        with_vendor(
            f'Say what moves, such as "{sample_motion(main_subject(reading))}"',
            says(facts, "describe_motion_not_appearance") or says(facts, "structure_i2v"),
        ),
        confidence=Confidence.POSSIBLE if unsure else None,
    )
