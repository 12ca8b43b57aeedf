"""D306."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.facts.length import general_window, shot_length, window_length
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import HOW_IT_WORKS, VENDORS
from promptlint_rules.duration._budget import lacks_controls


@shot_rule(
    code="D306",
    name="long-without-controls",
    severity=Severity.INFO,
    fields=("model", "duration"),
    confidence=Confidence.LIKELY,
    drift=True,
    summary="A long clip has nothing but its start frame to hold the subject.",
    sources=(HOW_IT_WORKS, VENDORS),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6
            mode: pro
            image: refs/mara-front.png
            prompt: She turns her head slowly to the window.
            duration: 10
            """,
            marks=("10",),
        ),
        Example(
            """
            id: s02
            model: veo-3.1
            image: refs/kettle.png
            prompt: Steam rises from the spout.
            duration: 8s
            """,
            marks=("8s",),
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6
            mode: pro
            image: refs/mara-front.png
            end_image: refs/mara-profile.png
            prompt: She turns her head slowly to the window.
            duration: 10
            """,
            title="With an end frame",
        ),
        Example(
            """
            id: s02
            model: veo-3.1
            image: refs/kettle.png
            prompt: Steam rises from the spout.
            duration: 4s
            """,
        ),
        Example(
            """
            id: s03
            model: hailuo-2.3
            image: refs/pier.png
            prompt: Waves roll against the pier.
            duration: 10
            """,
            title="A model that offers none of these",
        ),
    ),
)
def long_without_controls(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports a clip from a start frame that is longer than 5 s and has neither an end frame nor further references,
    a lock or a motion reference, where its model offers at least one of these.

    Where a more exact rule speaks of the shot (D301, M506, M507), this one is silent.

    ## Why it matters

    The start frame fixes the first moment only. The further a clip runs from it, the more the model invents; an end
    frame or a second reference gives it something to come back to.

    ## What to do

    Add what the model offers, or shorten the clip. An end frame that shows the same subject in the same light is the
    strongest of these.
    """
    offered = lacks_controls(shot, facts)
    window = general_window(facts.surroundings.profiles)
    if not offered or shot.duration is None or window is None or facts.profile is None:
        return
    yield Problem(
        shot.duration.location,
        f"The clip is {shot_length(facts)} and only its start frame holds the subject. Image-to-video models "
        "in general "
        f"hold one for {window_length(window)}; beyond that the picture is invented.",
        f"{facts.profile.name} takes {_joined(offered)}: add one, or shorten the clip.",
    )


def _joined(words: list[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
