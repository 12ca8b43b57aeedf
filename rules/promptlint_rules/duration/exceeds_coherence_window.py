"""D301."""

from __future__ import annotations

import math
from collections.abc import Iterator

from promptlint.chain import NoChain, make_chain
from promptlint.facts import ShotFacts
from promptlint.facts.length import (
    Held,
    excess,
    follows_input,
    general_window,
    held,
    is_long,
    longest_within,
    made_at_once,
    shot_length,
    window_length,
)
from promptlint.finding import Confidence, Fix, Problem, Severity
from promptlint.profiles import Profile
from promptlint.profiles.answers import allowed_durations
from promptlint.profiles.quantities import number_text
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import DRIFT, SAME_CHARACTER, VENDORS
from promptlint_rules.duration._cap import cap_fix


@shot_rule(
    code="D301",
    name="exceeds-coherence-window",
    severity=Severity.WARNING,
    needs=frozenset({Need.PROJECT}),
    fields=("duration",),
    drift=True,
    summary="The clip is longer than its model holds the subject.",
    sources=(DRIFT, SAME_CHARACTER, VENDORS),
    bad=(
        Example(
            """
            id: s01
            model: Runway Gen-3 Alpha
            image: refs/mara-front.png
            prompt: She turns her head slowly to the window.
            duration: 10s
            """,
            marks=("10s",),
        ),
        Example(
            """
            id: s02
            model: pika-1.5
            image: refs/kettle.png
            prompt: Steam rises from the spout.
            duration: 5
            """,
            marks=("5",),
            fixed=("duration: 3",),
            title="A window that holds without an identity anchor",
        ),
        Example(
            """
            id: s03
            model: kling-1.6
            mode: high subject coherence
            image: refs/mara-front.png
            prompt: She smiles.
            duration: 240f
            fps: 24
            """,
            marks=("240f",),
            title="A length in frames",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: sora-2
            image: refs/mara-front.png
            prompt: Close-up. She turns her head slowly to the window.
            duration: 4
            """,
        ),
        Example(
            """
            id: s02
            model: pika-1.5
            image: refs/kettle.png
            prompt: Steam rises from the spout.
            duration: 3s
            """,
        ),
        Example(
            """
            id: s03
            model: pika-1.5
            image: refs/kettle.png
            references: [refs/kettle-side.png]
            prompt: Steam rises from the spout.
            duration: 5s
            """,
            title="With an anchor the figure does not hold",
        ),
    ),
)
def exceeds_coherence_window(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Compares the length of the clip with how long its model is known to hold a subject, in seconds and in frames at
    the frame rate of the shot.

    The figures stand in the model's profile with their sources; `promptlint models MODEL` shows them. A figure that
    holds only in a mode or framing counts where the shot has it, and where the clip is longer than even that. Of
    several figures the longest counts. For models with open weights the number of frames made in one pass counts as
    well. For a model without a figure of its own the general one of 3 to 5 s gives a finding that is only possible.

    ## Why it matters

    Each frame is drawn from the ones before it, and small errors add up. Behind the window the face, the outfit or the
    shape of the product is no longer the one of the reference, and the rest of the clip is paid for in vain.

    ## What to do

    Shorten the clip, or plan it as a chain: several short shots, each of which starts from the last good frame of the
    one before (`image: {from: s01, frame: last}`). Where the model offers nothing short enough, keep only the first
    seconds of the clip.

    `promptlint chain FILE --shot ID` writes such a chain, the actions of the prompt dealt out over its shots. The fix
    does the same where the prompt has several actions, and caps the length where it has one; an editor offers both.
    Where no rule about prompts runs, only the cap is offered.
    Links from other files to the shot are followed by the command only.

    Your own measured windows can be set in the project's configuration.
    """
    figure = excess(shot, facts)
    if figure is None:
        yield from _general(shot, facts)
        return
    if shot.duration is None or facts.profile is None:
        return
    window, name = figure.window, facts.profile.name
    length = shot_length(facts, window.fps)
    limit = window_length(window, facts.fps)
    if window.kind == "clip_length":
        message = (
            f"The clip is {length}, and the weights of {name} make {limit} in one pass. "
            "What lies beyond that tends to repeat itself or to lose the subject."
        )
    else:
        about = "" if window.below else "about "
        message = (
            f"The clip is {length}, and {name} holds a subject for {about}{limit}{'' if figure.sure else ' at best'}. "
            "From there on the face, the outfit or the product becomes another one than in the reference."
        )
    fix, others = _repairs(shot, facts, figure)
    yield Problem(
        shot.duration.location,
        message + _origin(facts.profile, figure),
        _advice(facts, figure),
        fix=fix,
        confidence=Confidence.CERTAIN if figure.sure else Confidence.LIKELY,
        alternatives=others,
    )


def _repairs(shot: Shot, facts: ShotFacts, figure: Held) -> tuple[Fix | None, tuple[Fix, ...]]:
    """The cap, and the chain as another way; the other way round where the prompt has several actions to deal out.

    A chain is offered where a rule that needs prompts runs, as by default: a run that looks at lengths only does not
    load the parser for it.
    """
    cap = cap_fix(shot, facts, figure.window, figure.seconds)
    if shot.prompt is not None and facts.prompt_where_read is None:
        return cap, ()
    made = make_chain(shot, facts)
    chain = None if isinstance(made, NoChain) else made.fix
    if chain is None or isinstance(made, NoChain):
        return cap, ()
    return (chain, (cap,) if cap else ()) if made.plan.acts > 1 else (cap, (chain,))


def _origin(profile: Profile, figure: Held) -> str:
    """For what the figure holds and who gives it."""
    window = figure.window
    source = profile.cite(window.claim)
    parts = [
        f"for {window.condition}" if window.condition not in ("", "general") else "",
        f"the longest of {figure.others + 1}" if figure.others else "",
        f"source: {source}" if source else "",
    ]
    told = "; ".join(part for part in parts if part)
    return f" (Figure {told}.)" if told else ""


def _advice(facts: ShotFacts, figure: Held) -> str:
    seconds, wanted, profile = figure.seconds, facts.seconds, facts.profile
    if seconds is None or wanted is None or profile is None:
        return "Shorten the clip, or split it into a chain of shorter shots."
    offered = allowed_durations(profile, facts.context)
    segment = longest_within(offered, seconds, below=figure.window.below)
    if segment is not None:
        count = math.ceil(wanted / segment - 1e-6)
        return (
            f"Cap it at {number_text(segment)} s, or plan a chain of {count} shots of at most "
            f"{number_text(segment)} s, "
            "each starting from the last frame of the one before."
        )
    usable = math.floor(seconds * 10 + 1e-6) / 10
    count = math.ceil(wanted / usable - 1e-6)
    if offered is None or not offered:
        return f"Plan it as {count} shots, each starting from the last good frame of the one before."
    lowest = offered.lowest
    chain = (
        f" For the full {number_text(wanted)} s plan a chain of {count} such shots, each starting from the "
        "last frame kept."
        if count > 1
        else ""
    )
    return (
        f"The shortest clip that it offers is {number_text(lowest)} s: generate that and keep the first "
        f"{number_text(usable)} s.{chain}"
    )


def _general(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    if facts.surroundings.min_confidence > Confidence.POSSIBLE:
        return
    window = general_window(facts.surroundings.profiles)
    profile = facts.profile
    if window is None or shot.duration is None or not is_long(facts) or facts.context.task == "motion_reference_video":
        return
    if profile is None and shot.image is None:
        return
    if profile is not None and (
        follows_input(profile) or held(shot, facts) is not None or made_at_once(facts) is not None
    ):
        return
    name = profile.name if profile is not None else "this model"
    fix, others = _repairs(shot, facts, Held(window, window.seconds, sure=False, general=True))
    yield Problem(
        shot.duration.location,
        f"The clip is {shot_length(facts)}. There is no figure for {name}; image-to-video models in general hold a "
        f"subject for {window_length(window)}.",
        "Look at the last seconds with care, or split the clip into a chain of shorter shots.",
        severity=Severity.INFO,
        confidence=Confidence.POSSIBLE,
        alternatives=tuple(fix for fix in (fix, *others) if fix is not None),
    )
