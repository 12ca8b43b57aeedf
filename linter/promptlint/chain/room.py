"""How long each shot of a chain may be: what its model makes, and how long it holds a subject."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from promptlint.facts import ShotFacts
from promptlint.facts.length import Held, window_length, window_of
from promptlint.profiles.answers import allowed_durations, broken_limits, fitting
from promptlint.profiles.quantities import Allowed, Span, number_text
from promptlint.spec.model import Field, Shot
from promptlint.spec.values import Reference

Unit: TypeAlias = Literal["seconds", "frames"]

_EPSILON: Final = 1e-6


@dataclass(frozen=True, slots=True)
class NoChain:
    """Why a shot is not split, and what to do instead; ``fits`` where it is short enough as it is."""

    reason: str
    advice: str = ""
    fits: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """How long one shot of a chain may be, in the unit that was asked for.

    Attributes:
        longest: how long its model holds the subject.
        offered: what its model makes.
        note: what is worth knowing of these figures; empty where there is nothing.
    """

    longest: float
    offered: Allowed
    note: str = ""


def amount(length: float, unit: Unit) -> str:
    """A length in words: ``4 s``, ``96 frames``."""
    return f"{number_text(length)} {'s' if unit == 'seconds' else 'frames'}"


def room_for(shot: Shot, facts: ShotFacts, unit: Unit, asked: float) -> Room | NoChain:
    """How long each shot may be, by the figures and offers for the first, a middle and the last one."""
    windows: list[tuple[float, Held]] = []
    offers: Allowed | None = None
    known = _broken(facts)
    for variant in _variants(shot):
        about = ShotFacts(variant, facts.surroundings)
        broken = [says for says in _broken(about) if says not in known]
        if broken and facts.profile is not None:
            return NoChain(
                f"The shots of a chain start from a picture, and {facts.profile.name} sets a limit then: {broken[0]}.",
                "Remove what excludes a start frame, or shorten the shot.",
            )
        figure = window_of(variant, about)
        if figure is not None:
            longest = _longest(figure, about, unit)
            if longest is None:
                return NoChain(
                    "The frame rate is not known, and with it how long a subject is held.",
                    "Give the shot its `fps`.",
                )
            windows.append((longest, figure))
        offered = _offered(about, unit)
        if offered is not None:
            offers = offered if offers is None else offers.both(offered)
    return _within(facts, unit, asked, min(windows, key=lambda window: window[0], default=None), offers)


def _broken(facts: ShotFacts) -> list[str]:
    """The limits that a shot breaks, those on its length apart."""
    if facts.profile is None:
        return []
    return [broken.limit.says for broken in broken_limits(facts.profile, facts.context) if broken.key != "duration_s"]


def _within(
    facts: ShotFacts, unit: Unit, asked: float, window: tuple[float, Held] | None, offers: Allowed | None
) -> Room | NoChain:
    name = facts.profile.name if facts.profile is not None else "the model"
    if offers is not None and not offers:
        return NoChain(f"{name} offers no length for all shots of such a chain.", "Shorten the shot.")
    if window is None and offers is None:
        return NoChain("Nothing is known of how long the clip may be.", "Name the model of the shot.")
    longest, figure = window if window is not None else (math.inf, None)
    note = ""
    if offers is not None and offers.at_most(longest) is None:
        if figure is None or not figure.general or offers.lowest >= asked - _EPSILON:
            return _nothing_short_enough(facts, unit, asked, longest, figure, offers)
        note = (
            f"{_holds(figure, facts)}, and the shortest clip of {name} is {amount(offers.lowest, unit)}: look at the "
            "last seconds of each shot."
        )
        longest = offers.lowest
    if asked <= min(longest, offers.highest if offers is not None else math.inf) + _EPSILON:
        about = _holds(figure, facts) if figure is not None else f"{name} makes it"
        return NoChain(f"{about}, and the shot is {amount(asked, unit)} long.", fits=True)
    if offers is None:
        low = 1.0 if unit == "frames" else 0.0
        offers = Allowed(spans=(Span(low, longest, 1.0 if unit == "frames" else None),))
    return Room(longest, offers, note)


def _holds(figure: Held, facts: ShotFacts) -> str:
    """What a figure says: ``Pika 1.5 holds a subject for 3 s``."""
    length = window_length(figure.window, facts.fps)
    if figure.general or facts.profile is None:
        return f"Image-to-video models in general hold a subject for {length}"
    if figure.window.kind == "clip_length":
        return f"{facts.profile.name} makes {length} in one pass"
    return f"{facts.profile.name} holds a subject for {length}"


def _nothing_short_enough(
    facts: ShotFacts, unit: Unit, asked: float, longest: float, figure: Held | None, offers: Allowed
) -> NoChain:
    assert figure is not None
    name = facts.profile.name if facts.profile is not None and figure.general else "it"
    kept = math.floor(longest * 10 + _EPSILON) / 10 if unit == "seconds" else longest
    count = math.ceil(asked / kept - _EPSILON) if kept else 0
    offered = offers.describe("s" if unit == "seconds" else "frames")
    chain = f" {amount(asked, unit)} are {count} such shots, each from the last frame kept." if count > 1 else ""
    return NoChain(
        f"{_holds(figure, facts)}, and {name} makes no clip that short ({offered}).",
        f"Generate {amount(offers.lowest, unit)} and keep the first {amount(kept, unit)}.{chain}",
    )


def _longest(figure: Held, facts: ShotFacts, unit: Unit) -> float | None:
    """The longest clip within a figure, in the unit."""
    if unit == "frames":
        frames = figure.window.frames_at(facts.fps)
        return None if frames is None else frames - figure.window.below
    if figure.seconds is None:
        return None
    return figure.seconds - 0.01 if figure.window.below else figure.seconds


def _offered(facts: ShotFacts, unit: Unit) -> Allowed | None:
    """The lengths that the model offers, in the unit; None where no source tells."""
    profile = facts.profile
    if profile is None:
        return None
    seconds = allowed_durations(profile, facts.context)
    if unit == "seconds":
        return seconds
    by_frames = any(
        part.kind == "frames" for value in profile.durations.values for part in fitting(value, facts.context)
    )
    if seconds is not None and facts.fps and not by_frames:
        return _in_frames(seconds, facts.fps)
    counts = [part for value in profile.frames.values for part in fitting(value, facts.context)]
    spans = []
    for count in [count for count in counts if count.step] or counts:
        step, low = count.step or 1, count.low or 1
        low += (count.offset - low) % step
        spans.append(Span(low, count.high or math.inf, step))
    return Allowed(spans=tuple(spans)) if spans else None


def _in_frames(seconds: Allowed, fps: float) -> Allowed:
    values = [value * fps for value in seconds.values]
    whole = tuple(float(round(value)) for value in values if abs(value - round(value)) < _EPSILON)
    spans = []
    for span in seconds.spans:
        step = float(span.step * fps) if span.step else 1.0
        step = step if step.is_integer() else 1.0
        low, high = math.ceil(span.low * fps - _EPSILON), math.floor(span.high * fps + _EPSILON)
        if max(low, 1) <= high:
            spans.append(Span(max(low, 1), high, step))
    return Allowed(whole, tuple(spans))


def _variants(shot: Shot) -> Iterator[Shot]:
    """The first, a middle and the last shot of a chain, as far as their circumstances differ."""
    assert shot.duration is not None
    anywhere = shot.duration.key
    start = Field("image", anywhere, anywhere, Reference("shot", anywhere, ""), (), shot.file)
    own: dict[str, Field[Any]] = dict(shot.fields)
    first = {name: field for name, field in own.items() if name != "end_image"}
    middle = {name: field for name, field in first.items() if name != "extend"} | {"image": start}
    yield _with_fields(shot, first)
    yield _with_fields(shot, middle)
    if "end_image" in own:
        yield _with_fields(shot, middle | {"end_image": own["end_image"]})


def _with_fields(shot: Shot, fields: dict[str, Field[Any]]) -> Shot:
    return Shot(shot.file, shot.node, shot.path, fields)
