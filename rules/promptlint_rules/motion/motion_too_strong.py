"""M501."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import DRIFT, VENDORS
from promptlint_rules.motion._strength import too_strong


@shot_rule(
    code="M501",
    name="motion-too-strong",
    severity=Severity.WARNING,
    fields=("model",),
    confidence=Confidence.LIKELY,
    drift=True,
    summary="The motion settings ask for more movement than is advised for the model.",
    sources=(DRIFT, VENDORS),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara-front.png
            prompt: She dances.
            motion: {strength: intense}
            """,
            marks=("intense",),
        ),
        Example(
            """
            id: s02
            model: pika-1.5
            image: refs/kettle.png
            prompt: Steam rises from the spout.
            motion_strength: 3
            """,
            marks=("3",),
            title="A number on the scale of the model",
        ),
        Example(
            """
            id: s03
            model: Runway Gen-3 Alpha Turbo
            image: refs/kettle.png
            prompt: Steam rises from the spout.
            motion:
              camera: static, then a whip pan to the door
              brush: {horizontal: 0, proximity: 6}
            """,
            marks=("whip pan", "6"),
            title="Camera and motion brush",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara-front.png
            prompt: She turns her head slowly to the window.
            motion: {strength: subtle, camera: slow push-in}
            """,
        ),
        Example(
            """
            id: s02
            model: pika-1.5
            image: refs/kettle.png
            prompt: Steam rises from the spout.
            motion_strength: 1
            """,
        ),
        Example(
            """
            id: s03
            model: Runway Gen-3 Alpha Turbo
            image: refs/kettle.png
            prompt: Steam rises from the spout.
            motion: {camera: "static, no fast moves", brush: {proximity: 2}}
            """,
        ),
    ),
)
def motion_too_strong(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Compares strength, motion brush and camera words of the shot with what is advised for its model: Runway 1 to 2
    on the brush and a static or slow camera, Pika 0.3 to 0.5 and never 1.5 or more, Kling subtle.

    Where sources disagree the milder one counts: Pika at 1, the lowest whole number of its API, is not reported, nor
    is strong motion in a landscape. For models without advice, strong motion is reported in shots that say
    `usage: hero` themselves.

    ## Why it matters

    What moves must be drawn anew, from sides that the picture does not show. The stronger the motion, the sooner
    the face or the product is invented instead of copied.

    ## What to do

    Start with the lowest setting and raise it in small steps. A fast cut in the edit costs nothing; a fast camera in
    the clip costs the likeness.
    """
    for setting in too_strong(shot, facts):
        source = f" (Source: {setting.source}.)" if setting.source else ""
        yield Problem(
            setting.at,
            f"{setting.found}; {setting.advised}. The more moves, the sooner the subject changes.{source}",
            setting.advice,
            severity=setting.severity,
            confidence=setting.confidence,
        )
