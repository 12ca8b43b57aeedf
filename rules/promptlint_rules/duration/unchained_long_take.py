"""D302."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import SequenceFacts, ShotFacts
from promptlint.facts.length import (
    TOLERANCE_S,
    excess,
    follows_input,
    general_start,
    held,
    is_long,
    shot_length,
)
from promptlint.finding import Confidence, Problem, Severity
from promptlint.profiles.quantities import number_text
from promptlint.rule import Example, sequence_rule
from promptlint.spec.links import Chains
from promptlint.spec.model import Shot
from promptlint.spec.sequence import ShotSequence
from promptlint_rules.articles import DRIFT
from promptlint_rules.duration._budget import lacks_controls
from promptlint_rules.duration._controls import uses_controls
from promptlint_rules.motion._change import large_change, overlong_motion
from promptlint_rules.subjects import drifting_subject


@sequence_rule(
    code="D302",
    name="unchained-long-take",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    drift=True,
    summary="A long take of one subject is not planned as a chain of short ones.",
    sources=(DRIFT,),
    bad=(
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            shots:
              - id: s01
                model: hailuo-2.3
                characters: [mara]
                image: refs/mara-front.png
                prompt: She turns her head slowly to the window.
                duration: 10
            """,
            marks=("10",),
        ),
        Example(
            """
            shots:
              - id: s01
                model: wan-2.5-i2v
                subject: product
                image: refs/kettle.png
                prompt: Steam rises from the spout.
                duration: 10s
            """,
            marks=("10s",),
        ),
    ),
    good=(
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            shots:
              - id: s01
                model: hailuo-2.3
                characters: [mara]
                image: refs/mara-front.png
                prompt: She turns her head slowly to the window.
                duration: 6
              - id: s02
                model: hailuo-2.3
                characters: [mara]
                image: {from: s01, frame: last}
                prompt: She closes her eyes.
                duration: 6
            """,
            title="Two shots in a chain",
        ),
        Example(
            """
            id: s01
            model: hailuo-2.3
            subject: scene
            image: refs/pier.png
            prompt: Waves roll against the pier.
            duration: 10
            """,
            title="No face and no product",
        ),
    ),
)
def unchained_long_take(sequence: ShotSequence, facts: SequenceFacts) -> Iterator[Problem]:
    """Reports a shot of a character, a person or a product that is longer than models in general hold a subject, and
    that is no part of a chain.

    Over 5 s the finding is likely, from 3 s on it is only possible (and hidden unless the configuration asks for such
    findings). Shots with an end frame, further references, a lock or a motion reference are left alone, and so are
    those of which D301, D306, M506 or M507 speak.

    ## Why it matters

    Nobody mistakes one wave for another, but everyone sees when a face or a label changes. Small errors add up from
    frame to frame, and a chain ends them: each of its shots starts from a clean frame that you have looked at.

    ## What to do

    Plan the take as several short shots and let each start from the last frame of the one before:
    `image: {from: s01, frame: last}`.
    """
    chains = Chains.of(sequence)
    for shot in sequence.shots:
        subject = drifting_subject(shot)
        if shot.duration is None or subject is None:
            continue
        about = facts.of(shot)
        if about.seconds is None or about.seconds <= general_start(about) + TOLERANCE_S or shot in chains.linked:
            continue
        if uses_controls(shot, about) or _said_elsewhere(shot, about):
            continue
        likely = is_long(about)
        yield Problem(
            shot.duration.location,
            f"One take of {shot_length(about)} shows the same {subject} and is no part of a chain. Over "
            f"{number_text(general_start(about))} s image-to-video models begin to lose a subject.",
            "Split it into shorter shots, each starting from the last frame of the one before "
            "(`image: {from: ..., frame: last}`).",
            confidence=Confidence.LIKELY if likely else Confidence.POSSIBLE,
            shot=shot,
        )


def _said_elsewhere(shot: Shot, about: ShotFacts) -> bool:
    """Whether the model itself copes, or another rule reports the length."""
    profile = about.profile
    if profile is not None and follows_input(profile):
        return True
    own = held(shot, about)
    return (
        excess(shot, about) is not None
        or (own is not None and own.sure)
        or overlong_motion(shot, about) is not None
        or large_change(shot, about) is not None
        or bool(lacks_controls(shot, about))
    )
