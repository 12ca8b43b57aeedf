"""S009."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from promptlint.document import Scalar
from promptlint.edits import replace_scalar
from promptlint.facts import SequenceFacts
from promptlint.finding import Evidence, Fix, Problem, Severity
from promptlint.nearest import nearest
from promptlint.rule import Example, sequence_rule
from promptlint.spec.model import Character, Field, Location, Shot
from promptlint.spec.sequence import NOBODY, ShotSequence
from promptlint.spec.values import Reference
from promptlint_rules.spec._sources import FORMAT

_LINKS = ("image", "end_image", "extend", "motion.reference")


@sequence_rule(
    code="S009",
    name="unresolved-link",
    severity=Severity.ERROR,
    summary="A link to a shot, a character or another file leads nowhere.",
    sources=(FORMAT,),
    bad=(
        Example(
            """
            characters:
              mara: {eyes: blue-grey}
            shots:
              - id: s01
                prompt: She turns to the window.
                characters: [marra]
              - id: s02
                prompt: She opens it.
                image: {from: s1, frame: last}
            """,
            marks=("marra", "s1"),
            fixed=("characters: [mara]", "image: {from: s01, frame: last}"),
        ),
        Example(
            """
            extends: look.yaml
            shots:
              - id: s01
                prompt: She turns to the window.
            """,
            marks=("look.yaml",),
            title="A base file that is not there",
        ),
    ),
    good=(
        Example(
            """
            characters:
              mara: {eyes: blue-grey}
            shots:
              - id: s01
                prompt: She turns to the window.
                characters: [mara]
              - id: s02
                prompt: She opens it.
                image: {from: s01, frame: last}
            """,
        ),
        Example(
            """
            extends: look.yaml
            shots:
              - id: s01
                prompt: She turns to the window.
                characters: [mara]
            """,
            files=(("look.yaml", "defaults: {model: kling-2.6}\ncharacters: {mara: {eyes: blue-grey}}\n"),),
            title="The bible may stand in the file that is extended",
        ),
    ),
)
def unresolved_link(sequence: ShotSequence, facts: SequenceFacts) -> Iterator[Problem]:
    """Reports links that lead nowhere.

    - `from:` names a shot that the project does not have,
    - `characters:` names somebody who is not in the character bible of the file or of a file that it extends,
    - `extends:` leads to a file that is missing, lies outside the project, or extends this one in turn.

    In storyboards of other tools, characters are compared only where the file has a bible.

    ## Why it matters

    Without its start frame a chained shot begins from nothing, and without its bible entry a character is described
    from memory. Both are how a face changes between two shots.

    ## What to do

    Correct the name; the message gives the closest ones. A bible that several files share belongs in a file that each
    of them extends.
    """
    shots = sequence.by_id()
    bibles: dict[str, Character] = {}
    for file in sequence.files:
        for name, character in file.characters.items():
            bibles.setdefault(name, character)
    for file in sequence.files:
        for unread in file.unread_extends:
            yield Problem(unread.location, unread.reason, unread.advice)
        for shot in file.shots:
            for problem in _broken_links(shot, shots, bibles):
                yield replace(problem, shot=shot)


def _broken_links(shot: Shot, shots: dict[str, list[Shot]], bibles: dict[str, Character]) -> Iterator[Problem]:
    fields = shot.fields
    for name in _LINKS:
        field = fields.get(name)
        if field is not None and field.value.kind == "shot" and field.value.text not in shots:
            yield _missing_shot(shot, field, field.value, shots)
    if (field := fields.get("references")) is not None:
        for reference in field.value:
            if reference.kind == "shot" and reference.text not in shots:
                yield _missing_shot(shot, field, reference, shots)
    if (names := fields.get("characters")) is not None:
        yield from _missing_characters(shot, names, bibles)


def _missing_shot(shot: Shot, field: Field[Any], reference: Reference, shots: Iterable[str]) -> Problem:
    known = [name for name in shots if name != shot.name]
    near = nearest(reference.text, known, limit=3, cutoff=0.6)
    return _problem(field, reference.node, f"There is no shot `{reference.text}` in the project.", near, known)


def _missing_characters(shot: Shot, field: Field[list[Scalar]], bibles: dict[str, Character]) -> Iterator[Problem]:
    known = {**shot.file.characters, **field.file.characters}
    if not known and shot.file.recognition == "content":
        return
    for name in field.value:
        if name.value in known or name.value.strip().lower() in NOBODY:
            continue
        other = bibles.get(name.value)
        if other is not None:
            yield Problem(
                _place(field, name),
                f"`{name.value}` is in the character bible of {other.file.name}, which this file does not extend.",
                f"Add `extends:` with the path to {other.file.name}.",
                evidence=(Evidence(f"the entry of `{name.value}`", other.location),),
            )
            continue
        near = nearest(name.value, known, limit=3, cutoff=0.6)
        message = f"`{name.value}` is not in the character bible."
        if known:
            yield _problem(field, name, message, near, list(known))
        else:
            advice = (
                f"Add `characters:` with an entry `{name.value}:` at the top of the file, or extend a file that has it."
            )
            yield Problem(_place(field, name), message, advice)


def _problem(field: Field[Any], node: Scalar, message: str, near: list[str], known: list[str]) -> Problem:
    if near:
        advice = f"Did you mean {' or '.join(f'`{name}`' for name in near)}?"
    elif known:
        advice = f"Expected one of {', '.join(f'`{name}`' for name in known[:8])}{', ...' if len(known) > 8 else ''}."
    else:
        advice = "Add it, or remove the link."
    fix = Fix(f"Change to `{near[0]}`", (replace_scalar(node, near[0]),), safe=False) if len(near) == 1 else None
    return Problem(_place(field, node), message, advice, fix=fix)


def _place(field: Field[Any], node: Scalar) -> Location:
    return Location(field.file, node.content_span, field.path)
