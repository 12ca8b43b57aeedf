from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Evidence, Fix, Problem, Severity, TextEdit
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot


@shot_rule(
    code="D901",
    name="demo-too-long",
    severity=Severity.WARNING,
    summary="The clip is longer than 8 s.",
    sources=("a made-up source",),
    bad=(Example("prompt: a\nduration: 9s\n", title="Nine seconds."),),
    good=(Example("prompt: a\nduration: 8s\n"),),
)
def too_long(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports clips of more than 8 s.

    ## Why it matters

    This rule is for tests.
    """
    duration = shot.duration
    seconds = duration.value.seconds(24) if duration else None
    if duration is None or seconds is None or seconds <= 8:
        return
    evidence = (Evidence("the model is chosen here", shot.model.location),) if shot.model else ()
    yield Problem(
        duration.location,
        f"The clip lasts {seconds:g} s, and 8 s are allowed.",
        "Shorten it.",
        evidence,
        Fix("Write 8s", (TextEdit(duration.location.span, "8s"),)),
        confidence=Confidence.CERTAIN,
    )
