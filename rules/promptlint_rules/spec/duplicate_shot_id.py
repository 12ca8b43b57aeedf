"""S005."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import SequenceFacts
from promptlint.finding import Evidence, Problem, Severity
from promptlint.rule import Example, sequence_rule
from promptlint.spec.model import Shot
from promptlint.spec.sequence import ShotSequence
from promptlint_rules.spec._sources import FORMAT


@sequence_rule(
    code="S005",
    name="duplicate-shot-id",
    severity=Severity.ERROR,
    summary="Two shots of the project have the same id.",
    sources=(FORMAT,),
    bad=(
        Example(
            """
            shots:
              - id: s01
                prompt: She turns to the window.
              - id: s01
                prompt: She opens it.
            """,
            marks=("s01",),
        ),
        Example(
            "id: s01\nprompt: She turns to the window.\n",
            files=(("another.shot.yaml", "id: s01\nprompt: She opens the window.\n"),),
            marks=("s01",),
            title="In two files of one project",
        ),
    ),
    good=(
        Example(
            """
            shots:
              - id: s01
                prompt: She turns to the window.
              - id: s02
                prompt: She opens it.
            """,
        ),
        Example(
            "id: s01\nprompt: She turns to the window.\n",
            files=(("another.shot.yaml", "id: s02\nprompt: She opens the window.\n"),),
        ),
    ),
)
def duplicate_shot_id(sequence: ShotSequence, facts: SequenceFacts) -> Iterator[Problem]:
    """Reports an id that an earlier shot of the project has already.

    In storyboards of other tools, which number the shots of each scene anew, only ids within one list count.

    ## Why it matters

    A link such as `image: {from: s01, frame: last}` leads to one shot. With two of that name the chain may start from
    the wrong picture, and files named by id overwrite each other.

    ## What to do

    Give one of the shots another id, and change the links that mean it.
    """
    first: dict[tuple[object, ...], Shot] = {}
    for shot in sequence.shots:
        if shot.id is None:
            continue
        foreign = shot.file.recognition == "content"
        key = (shot.id.value, shot.file.path, shot.path[:-1]) if foreign else (shot.id.value,)
        other = first.setdefault(key, shot)
        if other is shot or other.id is None:
            continue
        if shot.id.inherited:
            message = f"Every shot that inherits this id is called `{shot.id.value}`."
            advice = "Give each shot its own id."
        else:
            where = f" in {other.file.name}" if other.file is not shot.file else ""
            message = f"An earlier shot{where} is called `{shot.id.value}`, too."
            advice = "Give one of them another id, and change the links that mean it."
        evidence = Evidence(f"the first `{shot.id.value}`", other.id.location)
        yield Problem(shot.id.location, message, advice, evidence=(evidence,))
