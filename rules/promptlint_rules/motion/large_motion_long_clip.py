"""M506."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.facts.length import general_window, shot_length, window_length
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import DRIFT, HOW_IT_WORKS, VENDORS
from promptlint_rules.duration._controls import offers_end_frame
from promptlint_rules.motion._change import overlong_motion


@shot_rule(
    code="M506",
    name="large-motion-long-clip",
    severity=Severity.WARNING,
    fields=("model", "duration"),
    confidence=Confidence.LIKELY,
    drift=True,
    summary="Strong motion and a long clip together are beyond what a model holds.",
    sources=(HOW_IT_WORKS, DRIFT, VENDORS),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara-front.png
            prompt: She dances.
            duration: 10
            motion: {strength: strong}
            """,
            marks=("strong",),
        ),
        Example(
            """
            id: s02
            model: svd-xt
            image: refs/pier.png
            num_frames: 50
            fps: 7
            motion_bucket_id: 220
            """,
            marks=("220",),
            title="In the top third of the model's range",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara-front.png
            prompt: She dances.
            duration: 10
            motion: {strength: subtle}
            """,
        ),
        Example(
            """
            id: s02
            model: kling-2.6
            image: refs/mara-front.png
            prompt: She dances.
            duration: 5
            motion: {strength: strong}
            """,
            title="Strong, but short (M501 speaks of the strength)",
        ),
    ),
)
def large_motion_long_clip(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports strong motion (its word, or the top third of the range that the model takes) in a clip that is longer
    than the model holds a subject; where it has no figure of its own, longer than 5 s.

    ## Why it matters

    Motion and length draw on one budget: a strong movement can be held for a moment, and a long clip if little moves.
    Both together leave the start frame behind within the first seconds.

    ## What to do

    Lower the one or the other: cut the action into short shots, or let it be calm. An end frame, where the model takes
    one, gives the movement somewhere to arrive.
    """
    found = overlong_motion(shot, facts)
    general = general_window(facts.surroundings.profiles)
    if found is None or shot.duration is None or facts.profile is None or general is None:
        return
    name = facts.profile.name
    if found.figure is None:
        limit = f"models in general hold a subject for {window_length(general)}"
    elif found.figure.window.kind == "clip_length":
        limit = f"the weights of {name} make {window_length(found.figure.window, facts.fps)} in one pass"
    else:
        limit = f"{name} holds a subject for about {window_length(found.figure.window, facts.fps)}"
    end_frame = offers_end_frame(facts.profile, facts) if shot.end_image is None else None
    yield Problem(
        found.motion.at,
        f"The motion strength is {found.motion.shown} in a clip of {shot_length(facts)}; {limit}, and less the "
        "more it moves.",
        "Lower the strength, or cut the action into shorter shots"
        + (f"; {name} also takes {end_frame}." if end_frame else "."),
        evidence=(Evidence("the length of the clip", shot.duration.location),),
    )
