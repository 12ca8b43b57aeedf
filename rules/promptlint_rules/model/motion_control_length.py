"""A114: a clip longer than motion control takes for its orientation."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.finding import Evidence, Problem, Severity
from promptlint.profiles.answers import allowed_durations
from promptlint.profiles.quantities import number_text
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.model._basis import certainty, conditional, follows_motion_video, source
from promptlint_rules.model._lengths import length_text, nearest_length, nearest_seconds


@shot_rule(
    code="A114",
    name="motion-control-length",
    severity=Severity.ERROR,
    fields=("model", "duration"),
    summary="The clip is longer or shorter than motion control takes.",
    sources=(
        "Drift in AI video and Kling 2.6 Motion Control: 30 s when the orientation follows the video, 10 s when it "
        "follows the image",
        "Vendor API references, SDKs and provider schemas, listed on each model's page",
    ),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6-motion-control
            image: refs/mara.png
            prompt: She dances in the studio.
            motion: {reference: refs/dance.mp4, orientation: image}
            duration: 20s
            """,
            marks=("20s",),
            fixed=("duration: 10s",),
            title="10 s at most when the character faces as in the image",
        ),
        Example(
            """
            id: s01
            model: act_two
            image: refs/mara.png
            motion: {reference: refs/talk.mp4}
            duration: 45
            """,
            marks=("45",),
            fixed=("duration: 30",),
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6-motion-control
            image: refs/mara.png
            prompt: She dances in the studio.
            motion: {reference: refs/dance.mp4, orientation: video}
            duration: 20s
            """
        ),
        Example(
            """
            id: s01
            model: act_two
            image: refs/mara.png
            motion: {reference: refs/talk.mp4}
            duration: 12
            """
        ),
    ),
)
def motion_control_length(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """The `duration` of a motion control shot is compared with the lengths that its model takes. For Kling that is 3 to
    30 s when the character's orientation follows the motion video, and 3 to 10 s when it follows the image.

    ## Why it matters

    The clip is as long as the motion video, and a video that is too long is refused, or cut off in the middle of the
    movement.

    ## What to do

    Cut the motion video. Or let the orientation follow the video, which takes 30 s, where the movement allows it.
    """
    field, profile = shot.duration, facts.profile
    if field is None or profile is None:
        return
    broken = next(
        (b for b in conditional(facts) if b.key == "duration_s" and "orientation" in b.limit.when.terms), None
    )
    if broken is None and not follows_motion_video(profile):
        return
    allowed = allowed_durations(profile, facts.context)
    if facts.seconds is None or allowed is None or (broken is None and facts.seconds in allowed):
        return
    basis = broken.limit.claim if broken is not None else profile.durations
    orientation = shot.motion.orientation
    because = f" when the orientation follows the {orientation.value}" if broken is not None and orientation else ""
    longer = f", or let the orientation follow the video (up to {number_text(_longest(facts))} s)"
    freer = broken is not None and _longest(facts) >= facts.seconds > allowed.highest
    yield Problem(
        field.location,
        f"{profile.name} makes no motion control clip of {length_text(facts)}{because}: expected "
        f"{allowed.describe()}; the motion video is refused or cut off. {source(profile, basis)}",
        f"Cut the motion video to {number_text(nearest_seconds(allowed, facts.seconds))} s{longer if freer else ''}.",
        (Evidence("the orientation", orientation.location),) if broken is not None and orientation else (),
        fix=nearest_length(facts, allowed),
        confidence=certainty(profile, basis),
    )


def _longest(facts: ShotFacts) -> float:
    assert facts.profile is not None
    allowed = allowed_durations(facts.profile, facts.context, narrowed=False)
    return allowed.highest if allowed else 0
