"""Questions that rules ask of a profile. Every answer is lenient: what any source allows is allowed.

None always means that no source tells; nothing may then be reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from promptlint.profiles.facts import ANYHOW, Claim, Context, Fact, When, canonical_lines
from promptlint.profiles.guidance import Limit
from promptlint.profiles.profile import Profile
from promptlint.profiles.quantities import Allowed, Span
from promptlint.profiles.values import Durations, FrameCounts, FrameRates, Length, Ratios, Size

RATIO_TOLERANCE = 0.026
"""Relative difference up to which two ratios are the same: vendors call 1584x672 21:9, and 832x480 16:9."""

AREA_TOLERANCE = 0.1
"""Relative difference in pixels up to which a size belongs to a tier: 960x960 and 1470x630 are 720p."""

WIDE_LINES = 2160
"""From this tier on a size also belongs to it by its long side: 3840x1646 is 4k."""


class _Cased(Protocol):
    @property
    def cases(self) -> tuple[tuple[When, Any], ...]: ...


C = TypeVar("C", bound=_Cased)

_remembered = lru_cache(maxsize=4096)
"""Shots of a project ask the same of the same models; profiles count by identity."""


def fitting(value: C, context: Context) -> Iterator[C]:
    """The parts of a value that may hold: the cases that do, else the base and every case that may."""
    verdicts = [(when.holds(context), case) for when, case in value.cases]
    certain = [case for verdict, case in verdicts if verdict is True]
    if certain:
        yield from certain
        return
    yield value
    yield from (case for verdict, case in verdicts if verdict is None)


@_remembered
def frame_rates(profile: Profile, context: Context = ANYHOW) -> Allowed | None:
    """Frame rates that may be set, where the provider takes one."""
    parts = []
    for rates in (part for value in profile.fps.values for part in fitting(value, context)):
        if rates.low is not None and rates.high is not None:
            parts.append(Allowed(spans=(Span(rates.low, rates.high),)))
        elif rates.offered:
            parts.append(Allowed(tuple(rates.offered)))
    return Allowed.union(parts) if parts else None


@_remembered
def default_fps(profile: Profile, context: Context = ANYHOW) -> float | None:
    """The frame rate of a clip: the shot's own, else the model's default, else the only one that it offers."""
    if context.fps:
        return context.fps
    found = [rate for value in profile.fps.values for part in fitting(value, context) if (rate := _rate(part))]
    if found:
        return found[0]
    return next((value.fps_default for value in profile.durations.values if value.fps_default), None)


def _rate(rates: FrameRates) -> float | None:
    if rates.default:
        return rates.default
    return rates.offered[0] if rates.offered else None


@_remembered
def allowed_durations(profile: Profile, context: Context = ANYHOW, *, narrowed: bool = True) -> Allowed | None:
    """Clip lengths in seconds that any source allows for this shot.

    Args:
        profile: the model.
        context: what is known of the shot.
        narrowed: also apply the limits that hold under the shot's circumstances.
    """
    parts: list[Allowed] = []
    for value in profile.durations.values:
        for durations in fitting(value, context):
            allowed = _seconds(profile, durations, context)
            if allowed is None and not durations.cases:
                return None
            if allowed is not None:
                parts.append(allowed)
    if context.extend and parts:
        parts.extend(value.adds for value in profile.extension.values if value.adds is not None)
    if not parts:
        return None
    allowed = Allowed.union(parts)
    if narrowed:
        for limit in applying_limits(profile, context):
            within = limit.allow.get("duration_s")
            if isinstance(within, Allowed):
                allowed = allowed.both(within) or within
    return allowed


def _seconds(profile: Profile, durations: Durations, context: Context) -> Allowed | None:
    if durations.kind != "frames":
        return durations.allowed
    frames = max_frames(profile, context)
    rate = context.fps or durations.fps_default
    return Allowed(spans=(Span(0, frames / rate),)) if frames and rate else None


@_remembered
def max_frames(profile: Profile, context: Context = ANYHOW) -> int | None:
    """Most frames that any source allows in one clip."""
    counts = _frame_counts(profile, context)
    return max((count.high for count in counts if count.high is not None), default=None)


def _frame_counts(profile: Profile, context: Context) -> list[FrameCounts]:
    return [part for value in profile.frames.values for part in fitting(value, context)]


@_remembered
def takes_auto_duration(profile: Profile) -> bool:
    """Whether the provider also takes ``auto``."""
    return any(value.auto for value in profile.durations.values)


@_remembered
def sizes(profile: Profile, context: Context = ANYHOW) -> tuple[Size, ...] | None:
    """Output sizes that any source offers for this shot."""
    found: dict[str, Size] = {}
    for value in profile.resolutions.values:
        for part in fitting(value, context):
            found.update({canonical_lines(size.label): size for size in part.offered})
    return tuple(found.values()) or None


@_remembered
def size_allowed(profile: Profile, resolution: str, context: Context = ANYHOW) -> bool | None:
    """Whether a resolution such as ``1080p`` or ``1280x720`` is offered."""
    offered = sizes(profile, context)
    if offered is None:
        return None
    plain = canonical_lines(resolution)
    width, cross, height = plain.partition("x")
    if cross and width.isdigit() and height.isdigit():
        return any(_size_fits(size, int(width), int(height)) for size in offered)
    if not plain.removesuffix("p").isdigit():
        return None
    lines = int(plain.removesuffix("p"))
    return any(_lines_fit(size, lines) for size in offered)


def _size_fits(size: Size, width: int, height: int) -> bool:
    if size.width and size.height:
        return (width, height) == (size.width, size.height)
    if size.area:
        return width * height <= size.area * (1 + AREA_TOLERANCE)
    if size.lines is None:
        return False
    long_side = round(size.lines * 16 / 9)
    same_area = abs(width * height - size.lines * long_side) <= AREA_TOLERANCE * size.lines * long_side
    same_long_side = size.lines >= WIDE_LINES and max(width, height) == long_side
    return min(width, height) == size.lines or same_area or same_long_side


def _lines_fit(size: Size, lines: int) -> bool:
    if size.area:
        return lines * lines <= size.area * (1 + AREA_TOLERANCE)
    return size.short_side is not None and _same_lines(size.short_side, lines)


def _same_lines(offered: int, lines: int) -> bool:
    return offered == lines or {offered, lines} <= {704, 720} or {offered, lines} <= {480, 496}


@_remembered
def ratios(profile: Profile, context: Context = ANYHOW) -> list[Ratios] | None:
    """Aspect ratios that any source offers for this shot, one entry for each claim or case."""
    return [part for value in profile.aspect_ratios.values for part in fitting(value, context)] or None


@_remembered
def offered_ratios(profile: Profile, context: Context = ANYHOW) -> tuple[str, ...]:
    """The listed aspect ratios for this shot, as the provider writes them."""
    parts = ratios(profile, context) or []
    return tuple(dict.fromkeys(ratio for part in parts for ratio in part.offered))


@_remembered
def ratio_allowed(profile: Profile, ratio: float, context: Context = ANYHOW) -> bool | None:
    """Whether a ratio of width to height is offered; None where the output follows the image or inputs."""
    parts = ratios(profile, context)
    if parts is None:
        return None
    offered = [value for part in parts for text in part.offered if (value := ratio_value(text)) is not None]
    if any(same_ratio(ratio, value) for value in offered) or any(part.any for part in parts):
        return True
    spans = [(part.low, part.high) for part in parts if part.low is not None and part.high is not None]
    if any(low <= ratio <= high for low, high in spans):
        return True
    follows = any(part.follows or part.adaptive for part in parts)
    return None if (follows and not offered) or not (offered or spans) else False


def ratio_value(text: str) -> float | None:
    """Width over height of ``16:9`` or ``1280:720``; None for words."""
    width, colon, height = text.partition(":")
    return float(width) / float(height) if colon and width.isdigit() and height.isdigit() else None


def same_ratio(one: float, other: float) -> bool:
    """Whether two ratios are the same but for the rounding of sides to multiples of 8 or 16."""
    return abs(one - other) <= RATIO_TOLERANCE * max(one, other)


@_remembered
def prompt_limit(profile: Profile, context: Context = ANYHOW) -> Claim[Length] | None:
    """The most generous limit of the prompt; limits of a host count only there."""
    claims = list(profile.prompt.max_length.claims)
    own = [claim for claim in claims if claim.value.host is not None and claim.value.host == context.host]
    if own:
        return own[0]
    everywhere = [claim for claim in claims if claim.value.host is None]
    fitting_claims = claims if context.host is None and everywhere else everywhere
    return max(fitting_claims, key=lambda claim: claim.value.n, default=None)


@_remembered
def takes_prompt(profile: Profile) -> bool | None:
    """Whether the model reads a text prompt."""
    lengths = list(profile.prompt.max_length.values)
    return any(length.n > 0 for length in lengths) if lengths else None


@_remembered
def takes_negative_prompt(profile: Profile) -> bool | None:
    """Whether any source says that there is a negative prompt field."""
    return _any(value.supported for value in profile.prompt.negative.values)


@_remembered
def max_references(profile: Profile) -> int | None:
    """Most images that any source allows: start frame, end frame, elements and key frames together."""
    highs = [value.high for value in profile.image.count.values]
    if not highs or None in highs:
        return None
    listed = max(high for high in highs if high is not None)
    key_frames = [value.extra.get("keyframes_max", 0) for value in profile.image.count.values]
    elements = [*profile.image.elements_max.values, *profile.image.keyframes_max.values]
    frames = 2 if takes_end_frame(profile) else 1
    extra = int(max(elements, default=0))
    return max(listed, *key_frames, frames + extra) if listed else 0


def least(fact: Fact[float]) -> float | None:
    """The least value that any source gives: the lenient reading of a lower limit."""
    return min(fact.values, default=None)


def most(fact: Fact[float]) -> float | None:
    """The largest value that any source gives: the lenient reading of an upper limit."""
    return max(fact.values, default=None)


@_remembered
def keeps_identity(profile: Profile) -> bool | None:
    """Whether the model has a means of holding a subject: references, elements, face binding, a coherence mode."""
    if profile.image.elements_max.known or any(control.role == "lock" for control in profile.controls):
        return True
    if any("mode" in window.requires.terms for window in profile.windows):
        return True
    tasks = ("reference_to_video", "motion_reference_video")
    verdicts = [has_task(profile, task) for task in tasks]
    return True if True in verdicts else verdicts[0]


@_remembered
def min_references(profile: Profile) -> int | None:
    """Fewest images that any source asks for."""
    return min((value.low for value in profile.image.count.values), default=None)


@_remembered
def takes_end_frame(profile: Profile) -> bool | None:
    """Whether any source says that an end frame may be given (limits may tie it to a mode)."""
    return _any(profile.image.last_frame.values)


@_remembered
def has_task(profile: Profile, task: str) -> bool | None:
    """Whether any source lists a task."""
    return _any(task in tasks for tasks in profile.tasks.values)


@_remembered
def offers_sound(profile: Profile) -> bool | None:
    """Whether any source says that a clip can have sound."""
    verdicts = [value.offered for value in profile.audio.values]
    return True if True in verdicts else _any(verdict for verdict in verdicts if verdict is not None)


def _any(verdicts: Iterable[bool]) -> bool | None:
    known = list(verdicts)
    return any(known) if known else None


def applying_limits(profile: Profile, context: Context, *, disputed: bool = False) -> Iterator[Limit]:
    """The limits whose circumstances surely hold; those that a source disputes only where asked for."""
    for limit in profile.limits:
        if limit.when.holds(context) and (disputed or not limit.disputed_by):
            yield limit


@dataclass(frozen=True, slots=True)
class BrokenLimit:
    """A limit that a shot breaks: which key of the context, what it holds, and what is allowed."""

    limit: Limit
    key: str
    found: Any
    allowed: Allowed | tuple[Any, ...]


def broken_limits(profile: Profile, context: Context, *, disputed: bool = False) -> list[BrokenLimit]:
    """The conditional limits that a shot surely breaks."""
    broken = []
    for limit in applying_limits(profile, context, disputed=disputed):
        for key, allowed in limit.allow.items():
            found = getattr(context, key, None)
            if found is None:
                continue
            inside = found in allowed if isinstance(allowed, Allowed) else When({key: allowed}).holds(context)
            if inside is False:
                broken.append(BrokenLimit(limit, key, found, allowed))
    return broken


@_remembered
def extension_sources(profile: Profile) -> frozenset[str] | None:
    """What a model extends: ``own``, ``any``; empty where it extends nothing; None where no source tells."""
    if profile.extension.known:
        accepts = [value.accepts for value in profile.extension.values]
        return None if None in accepts else frozenset(word for word in accepts if word)
    taking = (has_task(profile, task) for task in ("extend", "video_reference", "video_edit", "edit"))
    verdicts = list(taking)
    return None if True in verdicts or None in verdicts else frozenset()
