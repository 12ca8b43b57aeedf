"""M507."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.facts.length import shot_length
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import HOW_IT_WORKS, MOTION_CONTROL, VENDORS
from promptlint_rules.motion._change import large_change


@shot_rule(
    code="M507",
    name="end-frame-advised",
    severity=Severity.INFO,
    fields=("model", "duration", "motion.camera"),
    confidence=Confidence.LIKELY,
    drift=True,
    summary="A large camera move has no end frame to arrive at, and the model takes one.",
    sources=(MOTION_CONTROL, HOW_IT_WORKS, VENDORS),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6
            mode: pro
            image: refs/kettle-front.png
            prompt: The camera goes around the kettle.
            duration: 10
            motion: {camera: slow orbit left}
            """,
            marks=("orbit left",),
        ),
        Example(
            """
            id: s02
            model: veo-3.1
            image: refs/pier.png
            prompt: Waves roll against the pier.
            duration: 8
            motion:
              camera: crane up, then pull out to a wide shot
            """,
            marks=("crane up",),
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6
            mode: pro
            image: refs/kettle-front.png
            end_image: refs/kettle-turned.png
            prompt: The camera goes around the kettle.
            duration: 10
            motion: {camera: slow orbit left}
            """,
        ),
        Example(
            """
            id: s02
            model: veo-3.1
            image: refs/kettle-front.png
            prompt: The camera goes a little around the kettle.
            duration: 8
            motion: {camera: "slight arc, 15 degrees"}
            """,
            title="A small move",
        ),
        Example(
            """
            id: s03
            model: hailuo-2.3
            image: refs/kettle-front.png
            prompt: The camera goes around the kettle.
            duration: 6
            motion: {camera: slow orbit left}
            """,
            title="A model that takes no end frame",
        ),
    ),
)
def end_frame_advised(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports a camera move that shows much of what the start frame does not (an orbit, an arc, 180 or 360 degrees, a
    crane, a pull-out to a wide shot) in a clip of more than 5 s that starts from a picture and has no end frame, where
    the model takes one.

    A move that is called slight, small or gentle, or gives an angle under 100 degrees, is left alone. Strong motion
    in a long clip is reported by M506.

    ## Why it matters

    From one picture the model knows one side. What comes into view during an orbit it must invent, and it invents
    another side in every take. An end frame fixes both ends, and only the way between is drawn.

    ## What to do

    Give an end frame that shows the subject from where the camera arrives, in the same light. Or make the move smaller.
    """
    change = large_change(shot, facts)
    if change is None or facts.profile is None:
        return
    yield Problem(
        change.at,
        f"`{change.words}` in a clip of {shot_length(facts)} shows sides that the start frame does not, and "
        "there is no end "
        "frame: the model invents what comes into view.",
        f"{facts.profile.name} takes {change.end_frame}: show the subject from where the camera arrives, or "
        "make the move "
        "smaller.",
    )
