"""Coherence windows: how long a model holds a subject in this shot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from promptlint.profiles.answers import default_fps
from promptlint.profiles.facts import ANYHOW, Claim, Context, Fact
from promptlint.profiles.guidance import Window
from promptlint.profiles.profile import Profile
from promptlint.profiles.sources import Source, cite


@dataclass(frozen=True, slots=True)
class Coherence:
    """The window of a shot.

    Attributes:
        window: the figure that applies; the longest where several do.
        seconds: its length in seconds at the shot's frame rate.
        frames: its length in frames; None where no frame rate is known.
        fps: the frame rate that was used.
        certain: False where it is not known whether the window's circumstances hold.
        general: whether it is the figure for image-to-video models at large.
        text: the sources as short text.
    """

    window: Window
    seconds: float
    frames: int | None
    fps: float | None
    certain: bool
    general: bool
    text: str


def coherence(
    profile: Profile,
    context: Context = ANYHOW,
    *,
    general: Iterable[Window] = (),
    kinds: tuple[str, ...] = ("coherence",),
) -> Coherence | None:
    """The coherence window of a shot.

    Of the windows whose circumstances hold the longest counts; a window is left out when its circumstances do not
    hold (see :func:`unmet`). Where no window of the model is left, the general one stands in.

    Args:
        profile: the model.
        context: what is known of the shot.
        general: windows of image-to-video models at large.
        kinds: which kinds of windows count.
    """
    fps = default_fps(profile, context)
    own = [window for window in profile.windows if window.kind in kinds]
    for certain, verdict in ((True, True), (False, None)):
        found = [window for window in own if window.requires.holds(context) is verdict]
        measured = [(seconds, window) for window in found if (seconds := window.seconds_at(fps)) is not None]
        if measured:
            seconds, window = max(measured, key=lambda pair: pair[0])
            return _answer(window, seconds, fps, profile.sources, certain=certain, general=False)
    for window in general:
        seconds_general = window.seconds_at(fps)
        if seconds_general is not None and window.kind in kinds:
            return _answer(window, seconds_general, fps, profile.sources, certain=True, general=True)
    return None


def _answer(
    window: Window, seconds: float, fps: float | None, sources: Mapping[str, Source], *, certain: bool, general: bool
) -> Coherence:
    frames = window.frames_at(fps)
    text = cite(window.claim, sources)
    return Coherence(window, seconds, frames, fps or window.fps, certain, general, text)


def unmet(profile: Profile, context: Context, keys: tuple[str, ...] = ("mode",)) -> list[Window]:
    """Coherence windows that would hold but for circumstances that the shot does not set.

    Kling 1.6 holds 96 frames in high subject coherence mode: for a shot with another mode, or with none, that window
    is returned. Only circumstances named in ``keys`` count, because a spec can set those.
    """
    lacking = []
    for window in profile.windows:
        if window.kind != "coherence" or not set(window.requires.terms) & set(keys):
            continue
        if window.requires.holds(context) is not True:
            lacking.append(window)
    return lacking


def sources_of(fact: Fact[Any] | Claim[Any], sources: Mapping[str, Source]) -> list[Source]:
    """The cited sources that are known."""
    return [sources[key] for key in fact.sources if key in sources]
