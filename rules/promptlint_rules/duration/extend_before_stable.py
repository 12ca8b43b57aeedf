"""D305."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import SequenceFacts, ShotFacts
from promptlint.facts.length import excess, shot_length, window_length
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, sequence_rule
from promptlint.spec.links import Chains, link_location
from promptlint.spec.model import Shot
from promptlint.spec.sequence import ShotSequence
from promptlint_rules.articles import HOW_IT_WORKS
from promptlint_rules.motion._strength import is_too_strong


@sequence_rule(
    code="D305",
    name="extend-before-stable",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    drift=True,
    summary="A shot continues one that is likely to drift itself.",
    sources=(HOW_IT_WORKS,),
    bad=(
        Example(
            """
            defaults: {model: Runway Gen-3 Alpha}
            shots:
              - id: s01
                image: refs/mara-front.png
                prompt: She turns to the window.
                duration: 10
              - id: s02
                image: {from: s01, frame: last}
                prompt: She opens it.
                duration: 5
            """,
            marks=("s01",),
        ),
        Example(
            """
            defaults: {model: kling-2.6, duration: 5}
            shots:
              - id: s01
                image: refs/mara-front.png
                prompt: She dances.
                motion: {strength: strong}
              - id: s02
                extend: {from: s01}
                prompt: She bows.
            """,
            marks=("s01",),
            title="Strong motion in the shot that is continued",
        ),
    ),
    good=(
        Example(
            """
            defaults: {model: kling-2.6, duration: 5}
            shots:
              - id: s01
                image: refs/mara-front.png
                prompt: She turns to the window.
                motion: {strength: subtle}
              - id: s02
                image: {from: s01, frame: last}
                prompt: She opens it.
            """,
        ),
        Example(
            """
            defaults: {model: Runway Gen-3 Alpha, duration: 10}
            shots:
              - id: s01
                image: refs/mara-front.png
                prompt: She turns to the window.
              - id: s02
                image: refs/mara-front.png
                prompt: She opens it.
            """,
            title="Long, but nothing is built on it",
        ),
    ),
)
def extend_before_stable(sequence: ShotSequence, facts: SequenceFacts) -> Iterator[Problem]:
    """Reports a shot that starts from a frame of another one, or extends it, where that one is longer than its model
    holds a subject (D301) or moves more than is advised (M501).

    Within a chain only the first such link is reported: what follows inherits its drift.

    ## Why it matters

    A continuation takes the last frame for the truth. If the face has drifted by then, the next clip starts from the
    drifted face and drifts further from there, and no later reference brings it back.

    ## What to do

    Make the first clip stable: shorten it, lower its motion, and look at its last frame. Only then build on it. Or
    cut it where the subject is still itself, and continue from that frame.
    """
    chains = Chains.of(sequence)
    downstream: set[Shot] = set()
    for shot in _sources_first(chains):
        for link, source in chains.sources(shot):
            if source is shot:
                continue
            if source in downstream:
                downstream.add(shot)
                break
            if link[1].frame == "first" and link[0].name == "image":
                continue
            unstable = _instability(source, facts.of(source))
            if unstable is None:
                continue
            downstream.add(shot)
            reason, evidence = unstable
            yield Problem(
                link_location(link),
                f"This shot continues `{source.name}`, {reason}: it starts from a frame that has likely "
                "drifted, and drifts "
                "on from there.",
                f"Make `{source.name}` stable first, or continue from an earlier frame of it that still shows "
                "the subject.",
                evidence=(evidence,),
                shot=shot,
            )
            break


def _sources_first(chains: Chains) -> Iterator[Shot]:
    """The shots of a sequence, each behind those that it continues; circles are left as they are."""
    done: set[Shot] = set()
    for start in chains.order:
        trail = [start]
        while trail:
            shot = trail[-1]
            waiting = [source for _, source in chains.sources(shot) if source not in done]
            if waiting and shot not in chains.circular:
                trail += waiting
                continue
            trail.pop()
            if shot not in done:
                done.add(shot)
                yield shot


def _instability(source: Shot, about: ShotFacts) -> tuple[str, Evidence] | None:
    figure = excess(source, about)
    if figure is not None and source.duration is not None and about.profile is not None:
        limit = window_length(figure.window, about.fps)
        what = "weights make" if figure.window.kind == "clip_length" else "model holds a subject for"
        reason = f"which is {shot_length(about, figure.window.fps)} long where its {what} {limit}"
        return reason, Evidence("longer than its model holds a subject", source.duration.location)
    strong = is_too_strong(source, about)
    if strong is not None:
        found = strong.found[0].lower() + strong.found[1:]
        return f"where {found}, and {strong.advised}", Evidence(strong.found, strong.at)
    return None
