"""P125."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.finding import Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import MOTION_CONTROL
from promptlint_rules.prompt._reading import is_static, read, stands_still

RIG: Final = "fixed lens, tripod, 35mm"
_FOCAL: Final = re.compile(r"\b\d{2,3}\s?mm\b", re.IGNORECASE)


@shot_rule(
    code="P125",
    name="camera-rig-missing",
    severity=Severity.WARNING,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="A motion-control shot does not say what the camera stands on.",
    sources=(MOTION_CONTROL,),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6-motion-control
            image: refs/mara-front.png
            prompt: The woman dances in a bright studio.
            motion: {reference: refs/dance.mp4}
            """,
            marks=("The woman dances in a bright studio.",),
        ),
        Example(
            """
            id: s02
            model: kling-3.0-motion-control
            image: refs/mara-front.png
            prompt: A bright studio, soft light from the left.
            motion: {reference: refs/wave.mp4, orientation: image}
            """,
            marks=("A bright studio, soft light from the left.",),
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6-motion-control
            image: refs/mara-front.png
            prompt: The woman dances in a bright studio. Fixed lens, tripod, 35mm.
            motion: {reference: refs/dance.mp4}
            """,
        ),
        Example(
            "id: s02\nmodel: kling-2.6\nimage: refs/mara-front.png\nprompt: The woman dances.\n", title="No motion clip"
        ),
    ),
)
def camera_rig_missing(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports shots that take their movement from a clip, and whose prompt names no rig: "fixed lens", "tripod",
    "locked-off", "35mm". A camera setting that stands still counts.

    ## Why it matters

    The clip brings the movement of the body, and with it the wobble of its own camera. Unless the prompt fixes the
    camera, the model moves the background along, and the subject grows and shrinks.

    ## What to do

    Add "fixed lens, tripod, 35mm" to the prompt.
    """
    reading = read(shot, facts)
    if reading is None or shot.motion.reference is None:
        return
    said = reading.said
    camera = shot.motion.camera.value if shot.motion.camera else None
    if said.mentioned("camera_rig_words") or _FOCAL.search(reading.text) or any(map(stands_still, said.camera)):
        return
    if said.camera or (isinstance(camera, str) and is_static(camera)):
        return
    yield Problem(
        reading.field.location,
        "The movement comes from a clip, and nothing here holds the camera still.",
        f"Add `{RIG}` to the prompt.",
    )
