"""D303."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.facts.length import (
    TOLERANCE_S,
    context_of,
    general_start,
    shot_length,
    window_length,
)
from promptlint.finding import Confidence, Problem, Severity
from promptlint.profiles import Profile
from promptlint.profiles.guidance import Window
from promptlint.profiles.quantities import number_text
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import DRIFT, VENDORS


@shot_rule(
    code="D303",
    name="window-needs-mode",
    severity=Severity.INFO,
    fields=("model",),
    confidence=Confidence.LIKELY,
    drift=True,
    summary="The model's coherence window holds only in a mode or framing that the shot does not set.",
    sources=(DRIFT, VENDORS),
    bad=(
        Example(
            """
            id: s01
            model: kling-1.6
            image: refs/mara-front.png
            prompt: She turns her head slowly to the window.
            duration: 5
            """,
            marks=("kling-1.6",),
        ),
        Example(
            """
            id: s02
            model: kling-1.6
            mode: pro
            image: refs/kettle.png
            prompt: Steam rises from the spout.
            duration: 5
            """,
            marks=("pro",),
            title="Another mode is set",
        ),
        Example(
            """
            id: s03
            model: sora-1
            image: refs/mara-front.png
            prompt: She turns her head slowly to the window.
            duration: 5
            """,
            marks=("5",),
            title="The figure depends on the framing",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-1.6
            mode: high subject coherence
            image: refs/mara-front.png
            prompt: She turns her head slowly to the window.
            duration: 4
            """,
        ),
        Example(
            """
            id: s02
            model: kling-2.6
            image: refs/mara-front.png
            prompt: She turns her head slowly to the window.
            duration: 5
            """,
            title="A model without such a figure",
        ),
        Example(
            """
            id: s03
            model: sora-1
            image: refs/mara-front.png
            prompt: Tight close-up. She turns her head slowly to the window.
            duration: 5
            """,
        ),
    ),
)
def window_needs_mode(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports a shot whose model holds a subject for a known time only in a certain mode or framing, where the shot
    sets another mode or none, or where its length stands or falls with a framing that the prompt does not name.

    Clips of 3 s and less are not reported. Where no duration is given, the model's own default counts.

    ## Why it matters

    Kling 1.6 is known to hold a subject for 96 frames (4 s) with high subject coherence. Without it the subject goes
    earlier, and nobody has published when: the figure must not be counted on.

    ## What to do

    Set the mode that the figure belongs to, or shorten the clip. For a figure that depends on the framing say in the
    prompt how close the camera is.
    """
    profile = facts.profile
    if profile is None or not profile.windows:
        return
    context = context_of(shot, facts)
    windows = [window for window in profile.windows if window.kind == "coherence" and window.requires]
    verdicts = [(window, window.requires.holds(context)) for window in windows]
    if any(verdict for _, verdict in verdicts):
        return
    lacking = [window for window, _ in verdicts if "mode" in window.requires.terms]
    if lacking:
        yield from _mode(shot, facts, profile, lacking[0])
        return
    open_windows = [window for window, verdict in verdicts if verdict is None and "framing" in window.requires.terms]
    yield from _framing(shot, facts, profile, open_windows)


def _mode(shot: Shot, facts: ShotFacts, profile: Profile, window: Window) -> Iterator[Problem]:
    seconds = facts.seconds
    if shot.duration is None:
        seconds = next((value.default for value in profile.durations.values), None)
    if shot.model is None or (seconds is not None and seconds <= general_start(facts) + TOLERANCE_S):
        return
    mode = " or ".join(str(value) for value in window.requires.terms["mode"]).replace("-", " ")
    found = f"the shot sets mode `{shot.mode.value}`" if shot.mode else "the shot sets no mode"
    yield Problem(
        (shot.mode or shot.model).location,
        f"{profile.name} is known to hold a subject for {window_length(window, facts.fps)} in mode `{mode}`, "
        f"and {found}: "
        "it drifts earlier, after a time that no source gives.",
        f"Set `mode: {mode}` where your provider has it, or keep the clip at "
        f"{number_text(general_start(facts))} s or less.",
    )


def _framing(shot: Shot, facts: ShotFacts, profile: Profile, windows: list[Window]) -> Iterator[Problem]:
    seconds = facts.seconds
    measured = [(length, window) for window in windows if (length := window.seconds_at(facts.fps)) is not None]
    if len(measured) < 2 or seconds is None or shot.duration is None:
        return
    best, window = max(measured, key=lambda pair: (pair[0], not pair[1].below))
    fits_all = all(seconds < length if w.below else seconds <= length + TOLERANCE_S for length, w in measured)
    if fits_all or seconds > best + TOLERANCE_S:
        return
    yield Problem(
        shot.duration.location,
        f"{profile.name} holds a subject for {window_length(window, facts.fps)} in {window.condition}, and for "
        "less in other "
        f"framings. The clip is {shot_length(facts, window.fps)}, and the prompt does not say how close the camera is.",
        "Name the framing in the prompt, or shorten the clip.",
    )
