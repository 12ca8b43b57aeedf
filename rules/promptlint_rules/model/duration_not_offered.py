"""A101: a clip length that the model does not offer."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.finding import Problem, Severity
from promptlint.profiles import Profile
from promptlint.profiles.answers import allowed_durations, fitting
from promptlint.profiles.quantities import Allowed, number_text
from promptlint.profiles.values import FrameCounts
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.model._basis import certainty, conditional, follows_motion_video, source
from promptlint_rules.model._lengths import length_text, nearest_length, nearest_seconds, to_amount


@shot_rule(
    code="A101",
    name="duration-not-offered",
    severity=Severity.ERROR,
    fields=("model", "duration"),
    summary="The model makes no clip of this length.",
    sources=("Vendor API references, SDKs and provider schemas, listed on each model's page",),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            duration: 7s
            """,
            marks=("7s",),
            fixed=("duration: 5s",),
            title="Kling 2.6 offers 5 and 10 s",
        ),
        Example(
            """
            id: s01
            model: veo-3.1-generate-001
            image: refs/harbour.png
            prompt: A boat drifts slowly into the harbour.
            duration: 120f
            fps: 24
            """,
            marks=("120f",),
            fixed=("duration: 96f",),
            title="Frames count, too: 120 frames at 24 fps are 5 s",
        ),
        Example(
            """
            id: s01
            model: Wan-AI/Wan2.2-I2V-A14B
            image: refs/lamp.png
            prompt: The lamp swings slowly.
            num_frames: 80
            """,
            marks=("80",),
            fixed=("num_frames: 81",),
            title="Wan counts frames as a multiple of 4 plus 1",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            duration: 5s
            """
        ),
        Example(
            """
            id: s01
            model: bytedance/seedance-2.0
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            duration: auto
            """,
            title="Some providers choose the length themselves",
        ),
        Example(
            """
            id: s01
            model: gen4.5
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            duration: 7
            """
        ),
    ),
)
def duration_not_offered(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """The shot's `duration` is compared with the lengths that its model offers, in seconds or in frames.

    Where a length is offered only under circumstances (10 s, but not at 1080p), `conditional-limit` speaks instead;
    where it follows a motion video, `motion-control-length` does.

    ## Why it matters

    Most models make clips of a few fixed lengths. Another one is refused, or a tool on the way rounds it, and the clip
    does not fit the edit.

    ## What to do

    Use an offered length: the fix sets the nearest. It keeps the way in which the length is written, and counts as safe
    as long as the clip is at most doubled or halved, because the length as written cannot be generated at all. A
    longer take is a chain of clips, each starting from the last frame of the one before.
    """
    field, profile = shot.duration, facts.profile
    if field is None or profile is None or field.value.unit == "auto" or follows_motion_video(profile):
        return
    allowed = allowed_durations(profile, facts.context, narrowed=False)
    lengths = _possible_lengths(shot, facts, profile)
    counts = _frame_counts(facts, profile) if field.value.unit == "frames" else []
    by_frames_only = bool(counts) and _set_by_frames(facts, profile)
    if allowed is not None and not by_frames_only and any(length in allowed for length in lengths):
        return
    if any(broken.key == "duration_s" for broken in conditional(facts)):
        return
    if counts:
        yield from _by_frames(facts, profile, counts)
    elif allowed is not None and lengths and not _open_ended(facts, profile):
        yield _by_seconds(facts, profile, allowed)


def _by_seconds(facts: ShotFacts, profile: Profile, allowed: Allowed) -> Problem:
    field, seconds = facts.shot.duration, facts.seconds
    assert field is not None
    basis = (profile.frames, profile.durations) if _set_by_frames(facts, profile) else (profile.durations,)
    advice = ""
    if seconds is not None:
        advice = f"Use {number_text(nearest_seconds(allowed, seconds))} s."
        if seconds > allowed.highest:
            advice = (
                f"{advice[:-1]}, or split the shot into a chain of clips, each starting from the last frame of the "
                "one before."
            )
    return Problem(
        field.location,
        f"{profile.name} makes no clip of {length_text(facts)}: expected {allowed.describe()}; the provider refuses "
        f"other lengths. {source(profile, *basis)}",
        advice,
        fix=nearest_length(facts, allowed),
        confidence=certainty(profile, *basis),
    )


def _by_frames(facts: ShotFacts, profile: Profile, counts: list[FrameCounts]) -> Iterator[Problem]:
    field = facts.shot.duration
    assert field is not None
    frames = round(field.value.amount)
    if any(_takes(count, frames) for count in counts):
        return
    nearest = min((_nearest(count, frames) for count in counts), key=lambda n: (abs(n - frames), n))
    expected = " or ".join(dict.fromkeys(_describe(count) for count in counts))
    yield Problem(
        field.location,
        f"{profile.name} makes no clip of {length_text(facts)}: expected {expected}; other numbers of frames are "
        f"refused. {source(profile, profile.frames)}",
        f"Use {nearest} frames.",
        fix=to_amount(facts.shot, nearest, nearest / frames if frames else 0, "frames"),
        confidence=certainty(profile, profile.frames),
    )


def _open_ended(facts: ShotFacts, profile: Profile) -> bool:
    """Whether the length is set by frames, and a source publishes no most of them: open weights at an unknown host."""
    counts = [part for value in profile.frames.values for part in fitting(value, facts.context)]
    return _set_by_frames(facts, profile) and any(count.high is None for count in counts)


def _set_by_frames(facts: ShotFacts, profile: Profile) -> bool:
    parts = [part for value in profile.durations.values for part in fitting(value, facts.context)]
    return any(part.kind == "frames" for part in parts)


def _possible_lengths(shot: Shot, facts: ShotFacts, profile: Profile) -> list[float]:
    """The shot's length in seconds; several where it is in frames and the model has several frame rates."""
    assert shot.duration is not None
    if shot.duration.value.unit == "seconds" or shot.fps is not None:
        return [] if facts.seconds is None else [facts.seconds]
    parts = [part for value in profile.fps.values for part in fitting(value, facts.context)]
    if any(part.low is not None for part in parts):
        return []
    rates = {rate for part in parts for rate in (*part.offered, part.default) if rate}
    return [shot.duration.value.amount / rate for rate in sorted(rates)]


def _frame_counts(facts: ShotFacts, profile: Profile) -> list[FrameCounts]:
    """The numbers of frames that may be asked for; empty where the model is not asked for frames, or takes any."""
    in_frames = any(value.kind == "frames" or value.cases for value in profile.durations.values)
    counts = [part for value in profile.frames.values for part in fitting(value, facts.context)]
    limited = [count for count in counts if count.high or count.low or count.step]
    steered = in_frames or any(count.low or count.step for count in limited)
    return limited if steered and len(limited) == len(counts) else []


def _takes(count: FrameCounts, frames: int) -> bool:
    above = count.low is None or frames >= count.low
    below = count.high is None or frames <= count.high
    return above and below and (count.step is None or (frames - count.offset) % count.step == 0)


def _nearest(count: FrameCounts, frames: int) -> int:
    low, high = count.low or 1, count.high or frames + (count.step or 1)
    clipped = min(max(frames, low), high)
    if count.step is None:
        return clipped
    below = clipped - (clipped - count.offset) % count.step
    options = [n for n in (below, below + count.step) if low <= n <= high]
    return min(options, key=lambda n: (abs(n - frames), n), default=clipped)


def _describe(count: FrameCounts) -> str:
    parts = []
    if count.low and count.high:
        parts.append(f"{count.low} to {count.high} frames")
    elif count.low or count.high:
        parts.append(f"at least {count.low} frames" if count.low else f"at most {count.high} frames")
    if count.step:
        parts.append(f"a multiple of {count.step} plus {count.offset}")
    return ", ".join(parts)
