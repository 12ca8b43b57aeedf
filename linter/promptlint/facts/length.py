"""How long a shot is against how long its model holds a subject."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from promptlint.facts.shot import ShotFacts, remembered
from promptlint.profiles import Context, Profile, Profiles
from promptlint.profiles.answers import fitting
from promptlint.profiles.guidance import Window
from promptlint.profiles.quantities import Allowed, number_text
from promptlint.spec.model import Shot

TOLERANCE_S: Final = 0.1
"""Figures in seconds are rounded: 81 frames at 16 fps are called 5 s."""

TERMS_THAT_HELP: Final = frozenset({"mode", "framing"})
"""Circumstances without which a window is shorter and not longer: no other framing beats a tight close-up."""

_FOLLOWING: Final = ("follows_reference_video", "follows_audio")
_CLOSE_UP: Final = re.compile(r"\b(?<!medium )(?<!medium-)close[- ]?ups?\b", re.IGNORECASE)
_FULL_BODY: Final = re.compile(r"\bfull[- ](?:body|length|figure)\b|\bhead[- ]to[- ]toe\b|\bwide shot\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Held:
    """How long a model holds a subject, or how much its weights make at once, by its own figures.

    Attributes:
        window: the figure, the longest of those that apply.
        seconds: its length at the shot's frame rate; None where only frames can be compared.
        sure: whether its circumstances hold; otherwise it is the longest window under any circumstances.
        others: how many further figures apply.
        general: whether it is the figure for image-to-video models at large, and not one of the model.
    """

    window: Window
    seconds: float | None
    sure: bool
    others: int = 0
    general: bool = False


def general_window(profiles: Profiles) -> Window | None:
    """The figure for image-to-video models at large."""
    return _general(profiles)


@lru_cache(maxsize=4)
def _general(profiles: Profiles) -> Window | None:
    return next((window for window in profiles.general_windows if window.kind == "coherence"), None)


def general_seconds(facts: ShotFacts) -> float:
    """The longest clip, in seconds, that image-to-video models at large hold a subject in."""
    window = general_window(facts.surroundings.profiles)
    return window.seconds if window is not None and window.seconds is not None else float("inf")


def general_start(facts: ShotFacts) -> float:
    """From how many seconds on drift is reported of image-to-video models at large."""
    window = general_window(facts.surroundings.profiles)
    return window.seconds_low if window is not None and window.seconds_low is not None else general_seconds(facts)


def is_long(facts: ShotFacts) -> bool:
    """Whether the clip is longer than image-to-video models at large hold a subject."""
    return facts.seconds is not None and facts.seconds > general_seconds(facts) + TOLERANCE_S


def follows_input(profile: Profile) -> bool:
    """Whether the clip is as long as a video or sound that is given, and held by it."""
    return any(value.kind in _FOLLOWING for value in profile.durations.values)


@remembered
def context_of(shot: Shot, facts: ShotFacts) -> Context:
    """The circumstances of a shot, with the framing where a figure of its model depends on it."""
    profile = facts.profile
    if profile is None or not any("framing" in window.requires.terms for window in profile.windows):
        return facts.context
    return replace(facts.context, framing=framing_of(shot))


def framing_of(shot: Shot) -> str | None:
    """``close-up`` or ``full-body`` where prompt or camera say one of them."""
    camera = shot.motion.camera.value if shot.motion.camera else None
    text = " ".join(part for part in (shot.prompt.value if shot.prompt else "", camera) if isinstance(part, str))
    close, full = _CLOSE_UP.search(text), _FULL_BODY.search(text)
    if close and not full:
        return "close-up"
    return "full-body" if full and not close else None


@remembered
def held(shot: Shot, facts: ShotFacts) -> Held | None:
    """How long the shot's model holds a subject by its own coherence figures; None where it has none that applies."""
    profile = facts.profile
    windows = [w for w in profile.windows if w.kind == "coherence"] if profile is not None else []
    if not windows:
        return None
    context = context_of(shot, facts)
    verdicts = [(window, window.requires.holds(context)) for window in windows]
    holding = [window for window, verdict in verdicts if verdict]
    if holding:
        return _longest(holding, facts, sure=True)
    bounds = [w for w, verdict in verdicts if verdict is not True and set(w.requires.terms) <= TERMS_THAT_HELP]
    return _longest(bounds, facts, sure=False) if bounds else None


def made_at_once(facts: ShotFacts) -> Held | None:
    """What the model's weights make in one pass; None where the provider offers the shot's length itself."""
    profile = facts.profile
    windows = [w for w in profile.windows if w.kind == "clip_length"] if profile is not None else []
    if profile is None or not windows or follows_input(profile) or facts.context.task == "motion_reference_video":
        return None
    offered = [part.allowed for value in profile.durations.values for part in fitting(value, facts.context)]
    if facts.seconds is not None and any(facts.seconds in lengths for lengths in offered if lengths):
        return None
    return _longest([w for w in windows if w.requires.holds(facts.context) is not False], facts, sure=True)


def window_of(shot: Shot, facts: ShotFacts) -> Held | None:
    """What the length of a shot is measured against: the shortest figure of its model, else the general one.

    None where the length follows a video or sound that is given, and where nothing tells that a picture is animated.
    """
    profile = facts.profile
    if (profile is not None and follows_input(profile)) or facts.context.task == "motion_reference_video":
        return None
    own = [figure for figure in (held(shot, facts), made_at_once(facts)) if figure is not None]
    if own:
        return min(own, key=lambda figure: figure.seconds or math.inf)
    window = general_window(facts.surroundings.profiles)
    if window is None or (profile is None and shot.image is None):
        return None
    return Held(window, window.seconds_at(facts.fps), sure=False, general=True)


def _longest(windows: Iterable[Window], facts: ShotFacts, *, sure: bool) -> Held | None:
    measured = [(window.seconds_at(facts.fps), window) for window in windows]
    if not measured:
        return None
    seconds, window = max(measured, key=lambda pair: (pair[0] or 0, not pair[1].below))
    return Held(window, seconds, sure, others=len(measured) - 1)


@remembered
def excess(shot: Shot, facts: ShotFacts) -> Held | None:
    """The figure of its own model that a shot exceeds; None where it exceeds none."""
    if shot.duration is None or facts.profile is None or not facts.profile.windows:
        return None
    own = held(shot, facts)
    if own is not None and exceeds(own, facts):
        return own
    weights = made_at_once(facts)
    return weights if weights is not None and exceeds(weights, facts) else None


def exceeds(figure: Held, facts: ShotFacts) -> bool:
    """Whether the shot is longer than a figure, in seconds or, where the frame rate is not known, in frames."""
    if facts.seconds is not None and figure.seconds is not None:
        if figure.window.below:
            return facts.seconds >= figure.seconds
        return facts.seconds > figure.seconds + TOLERANCE_S
    frames = figure.window.frames_at(facts.fps)
    return facts.frames is not None and frames is not None and facts.frames > frames


def longest_within(offered: Allowed | None, seconds: float, *, below: bool = False) -> float | None:
    """The longest clip of at most ``seconds`` that is offered, in whole seconds where it can be.

    Where no source tells what is offered it is the longest clip in whole seconds.
    """
    limit = seconds - 0.01 if below else seconds
    if offered is None:
        return float(math.floor(limit + 1e-6)) if limit >= 1 else None
    found = offered.at_most(limit)
    longest = float(found) if found is not None else None
    if longest is None or longest.is_integer():
        return longest
    whole = float(math.floor(longest))
    return whole if whole > 0 and whole in offered else math.floor(longest * 100) / 100


def shot_length(facts: ShotFacts, rate: float | None = None) -> str:
    """The shot's length in both units: ``10 s (240 frames at 24 fps)``."""
    seconds, frames, fps = facts.seconds, facts.frames, facts.fps or rate
    if seconds is None:
        return f"{frames} frames" if frames is not None else "of unknown length"
    if frames is None and fps:
        frames = round(seconds * fps)
    counted = f" ({frames} frames at {number_text(fps)} fps)" if frames is not None and fps else ""
    return f"{number_text(seconds)} s{counted}"


def window_length(window: Window, fps: float | None = None) -> str:
    """A figure in both units: ``3.3 s (80 frames at 24 fps)``, ``3 to 5 s``."""
    rate = window.fps or fps
    seconds, frames = window.seconds_at(rate), window.frames_at(rate)
    span = f"{number_text(window.seconds_low)} to " if window.seconds_low else ""
    counted = f"{frames} frames at {number_text(rate)} fps" if frames is not None and rate else f"{frames} frames"
    if seconds is None:
        text = counted
    else:
        text = f"{span}{number_text(round(seconds, 1))} s" + (f" ({counted})" if frames is not None else "")
    return f"less than {text}" if window.below else text
