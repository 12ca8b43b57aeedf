"""K606."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from promptlint.facts import SequenceFacts, ShotFacts
from promptlint.facts.shot import task_of
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, sequence_rule
from promptlint.spec.model import Shot
from promptlint.spec.sequence import CastMember, ShotSequence
from promptlint_rules.articles import SAME_CHARACTER


@sequence_rule(
    code="K606",
    name="model-changes",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    drift=True,
    summary="Shots of one character are made with different models.",
    sources=(SAME_CHARACTER,),
    bad=(
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            defaults: {model: kling-2.6, characters: [mara], image: refs/mara-front.png}
            shots:
              - id: s01
                prompt: She turns to the window.
              - id: s02
                prompt: She opens it.
              - id: s03
                model: hailuo-2.3
                prompt: She leans out.
            """,
            marks=("hailuo-2.3",),
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            defaults: {characters: [mara]}
            shots:
              - {id: s01, model: kling-2.6, image: refs/mara-front.png, prompt: She turns to the window.}
              - {id: s02, model: kling-3.0, image: {from: s01, frame: last}, prompt: She opens it.}
            """,
            marks=("kling-3.0",),
            title="A new version is another model",
        ),
    ),
    good=(
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            defaults: {characters: [mara]}
            shots:
              - {id: s01, model: kling-2.6, image: refs/mara-front.png, prompt: She turns to the window.}
              - {id: s02, model: Kling 2.6, image: {from: s01, frame: last}, prompt: She opens it.}
            """,
            title="Two names of one model",
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}, tomas: {image: refs/tomas-front.png}}
            shots:
              - {id: s01, model: kling-2.6, characters: [mara], image: refs/mara-front.png, prompt: She turns around.}
              - {id: s02, model: hailuo-2.3, characters: [tomas], image: refs/tomas-front.png, prompt: He looks up.}
            """,
            title="Another character",
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            defaults: {characters: [mara], image: refs/mara-front.png, prompt: She turns to the window.}
            shots:
              - {id: s01, model: kling-2.6}
              - {id: s02, model: hailuo-2.3}
            """,
            title="One shot made with two models, to compare them",
        ),
    ),
)
def model_changes(sequence: ShotSequence, facts: SequenceFacts) -> Iterator[Problem]:
    """Reports the shots of a character that are not made with the model of most of its shots. Names that mean the same
    model count as one. Where a shot needs what only another model does (it copies the motion of a video, or extends a
    clip), a change is possible drift only. The same prompt for several models is a comparison and no drift.

    ## Why it matters

    Each model has its own idea of a face. The same reference picture and the same prompt give another skin, another
    set of the eyes and another light in each of them, and the cut between two models shows it.

    ## What to do

    Make all shots of a character with one model. Where one shot needs another, keep the character small or turned away
    in it, or mark it `usage: b-roll`.
    """
    for member in sequence.cast:
        yield from _changes(member, facts)


def _changes(member: CastMember, facts: SequenceFacts) -> Iterator[Problem]:
    models = {shot: model for shot in member.shots if (model := _model(shot, facts.of(shot))) is not None}
    counts = Counter(models.values())
    if len(counts) < 2:
        return
    main, number = counts.most_common(1)[0]
    usual = [shot for shot, model in models.items() if model == main]
    tasks = {task_of(shot) for shot in usual}
    prompts = {shot.prompt.value for shot in usual if shot.prompt}
    first = usual[0]
    usually = _shown(first, facts)
    evidence = (Evidence(f"a shot of `{member.name}` with {usually}", first.model.location),) if first.model else ()
    for shot, model in models.items():
        if model == main or shot.model is None or (shot.prompt is not None and shot.prompt.value in prompts):
            continue
        others = f"{number} other shots are" if number > 1 else "another shot is"
        yield Problem(
            shot.model.location,
            f"`{member.name}` is made with {_shown(shot, facts)} here, and {others} made with {usually}: "
            "each model draws the face anew.",
            f"Use {usually} for every shot of `{member.name}`.",
            evidence,
            confidence=None if task_of(shot) in tasks or not _needs_its_model(shot) else Confidence.POSSIBLE,
            shot=shot,
        )


def _model(shot: Shot, facts: ShotFacts) -> str | None:
    """What a shot is made with, so that two names of one model are equal."""
    if facts.profile is not None:
        return facts.profile.id
    return shot.model.value.strip().casefold() if shot.model is not None else None


def _shown(shot: Shot, facts: SequenceFacts) -> str:
    profile = facts.of(shot).profile
    return profile.name if profile is not None else f"`{shot.model.value}`" if shot.model else "another model"


def _needs_its_model(shot: Shot) -> bool:
    return shot.motion.reference is not None or shot.extend is not None or shot.references is not None
