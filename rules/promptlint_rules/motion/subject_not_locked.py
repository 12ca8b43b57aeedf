"""M504."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Location, Shot
from promptlint_rules.articles import DRIFT, VENDORS
from promptlint_rules.subjects import KINDS_THAT_DRIFT, drifting_subject, subject_kind


@shot_rule(
    code="M504",
    name="subject-not-locked",
    severity=Severity.INFO,
    fields=("model",),
    confidence=Confidence.LIKELY,
    drift=True,
    summary="The model can lock a subject, and a shot of a person or product does not.",
    sources=(DRIFT, VENDORS),
    bad=(
        Example(
            """
            id: s01
            model: kling-1.6
            subject: product
            image: refs/kettle.png
            prompt: Steam rises from the spout.
            """,
            marks=("product",),
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            shots:
              - id: s02
                model: kling-3.0-motion-control
                characters: [mara]
                image: refs/mara-front.png
                motion: {reference: refs/wave.mp4, orientation: video}
            """,
            marks=("mara",),
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-1.6
            mode: high subject coherence
            subject: product
            image: refs/kettle.png
            prompt: Steam rises from the spout.
            """,
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            shots:
              - id: s02
                model: kling-3.0-motion-control
                characters: [mara]
                image: refs/mara-front.png
                motion: {reference: refs/wave.mp4, orientation: video, lock: face}
            """,
        ),
        Example(
            """
            id: s03
            model: kling-1.6
            subject: scene
            image: refs/pier.png
            prompt: Waves roll against the pier.
            """,
            title="Neither a face nor a product",
        ),
    ),
)
def subject_not_locked(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports a shot of a declared character, a person or a product whose model has a motion brush, a subject lock or
    a coherence mode, where the shot uses none of them and gives no further reference either.

    ## Why it matters

    A label and a face are where the eye notices drift first. A lock tells the model what must stay as it is; without
    one it treats the subject like any other part of the picture.

    ## What to do

    Use what the model offers: set its coherence mode, bind the face, or paint motion only where something should move.
    """
    at = _subject(shot)
    profile = facts.profile
    if at is None or profile is None:
        return
    motion = shot.motion
    if any((motion.lock, motion.brush, shot.references)):
        return
    ways = [
        f"`{control.name}` ({control.type.replace('_', ' ')})"
        for control in profile.controls
        if control.role in ("brush", "lock")
        and not control.surely_unsupported
        and control.effective
        and control.requires.holds(facts.context) is not False
    ]
    names = {control.name for control in profile.controls if control.role in ("brush", "lock")}
    modes = [window.requires for window in profile.windows if "mode" in window.requires.terms]
    if names & facts.context.controls or any(when.holds(facts.context) for when in modes):
        return
    ways += [f"mode `{str(mode).replace('-', ' ')}`" for when in modes for mode in when.terms["mode"]]
    if not ways:
        return
    offered = " or ".join(dict.fromkeys(ways))
    yield Problem(
        at,
        f"{profile.name} can hold a subject with {offered}, and this shot of a {drifting_subject(shot)} uses neither "
        "a lock nor a further reference: the subject may change like any other part of the picture.",
        f"Set {offered} where your provider has it, or say under `motion.lock` what must stay still.",
    )


def _subject(shot: Shot) -> Location | None:
    """Where the shot says that it is of a character, a person or a product."""
    if shot.subject is not None and subject_kind(shot) in KINDS_THAT_DRIFT:
        return shot.subject.location
    if shot.characters is not None and shot.characters.value:
        name = shot.characters.value[0]
        return Location(shot.characters.file, name.content_span, shot.characters.path)
    return None
