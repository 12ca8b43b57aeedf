from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import shot_rule
from promptlint.spec.model import Shot


@shot_rule(
    code="M901",
    name="demo-static",
    severity=Severity.INFO,
    confidence=Confidence.POSSIBLE,
    summary="The camera is static.",
    sources=("a made-up source",),
)
def static(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports static cameras."""
    if shot.motion.camera is not None:
        yield Problem(shot.motion.camera.location, "The camera is static.")


@shot_rule(
    code="M902",
    name="demo-preview",
    severity=Severity.INFO,
    preview=True,
    summary="Not yet part of a preset.",
    sources=("a made-up source",),
)
def preview(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports every shot."""
    yield Problem(shot.head, "Every shot is reported.")
