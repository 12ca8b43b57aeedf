"""K608."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from promptlint.document import Mapping, Node, Scalar, Sequence
from promptlint.facts import SequenceFacts
from promptlint.finding import Confidence, Evidence, Problem, Severity, Tag
from promptlint.rule import Example, sequence_rule
from promptlint.spec.model import Character, Field, Location, Shot
from promptlint.spec.sequence import ShotSequence, names_in
from promptlint.spec.values import REFERENCE_SOURCES, Reference
from promptlint_rules.articles import SAME_FACE

_LINKS: Final = ("image", "end_image", "references", "extend", "motion.reference")
_WORD: Final = re.compile(r"\w+")


@sequence_rule(
    code="K608",
    name="unused-character",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    summary="A character that no shot shows, or a link to a shot that has no effect.",
    sources=(SAME_FACE,),
    bad=(
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}, tomas: {image: refs/tomas-front.png}}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara-front.png
                prompt: She turns to the window.
            """,
            marks=("tomas",),
        ),
        Example(
            """
            shots:
              - id: s01
                image: refs/mara-front.png
                prompt: She turns to the window.
              - id: s02
                image: {from: s01, frame: last}
                extend: {from: s01}
                prompt: She opens it.
            """,
            marks=("s01",),
            title="A clip that is extended goes on from its last frame anyway",
        ),
        Example(
            """
            shots:
              - id: s01
                image: refs/mara-front.png
                prompt: She turns to the window.
              - id: s02
                image: {from: s01, path: refs/mara-front.png}
                prompt: She opens it.
            """,
            marks=("refs/mara-front.png",),
            title="Beside a link a path is not read",
        ),
        Example(
            """
            defaults: {image: {from: s01, frame: last}}
            shots:
              - {id: s01, image: refs/mara-front.png, prompt: She turns to the window.}
              - {id: s02, image: refs/mara-side.png, prompt: She opens it.}
            """,
            marks=("s01",),
            title="A default that every shot overrides",
        ),
    ),
    good=(
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}, tomas: {image: refs/tomas-front.png}}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara-front.png
                prompt: She turns to the window. Tomas stands outside.
            """,
            title="A character that only a prompt names",
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            """,
            files=(
                (
                    "window.shot.yaml",
                    "extends: example.shot.yaml\nshots:\n"
                    "  - {id: s01, characters: [mara], image: refs/mara-front.png, prompt: She turns.}\n",
                ),
            ),
            title="A bible that another file extends",
        ),
    ),
)
def unused_character(sequence: ShotSequence, facts: SequenceFacts) -> Iterator[Problem]:
    """Reports what the project writes down and does not use:

    - an entry of the character bible that no shot of the project names, neither under `characters` nor in a prompt,
    - a link to a shot (`{from: s01}`) that has no effect: a start frame beside `extend` of the same shot, a path beside
      `from`, a `frame` without `from`, a default that every shot overrides.

    Characters and defaults are looked at only where the whole project is known: by a configuration file, a repository,
    or because a whole folder is linted.

    ## Why it matters

    Somebody who is in the bible and in no shot is often somebody whose shots use another spelling, or none: their
    prompts then describe the face from memory. And a link that does nothing hides that a shot starts from another
    frame than its author thinks.

    ## What to do

    Name the character in its shots, or remove the entry. Remove the link, or what keeps it from being used.
    """
    for shot in sequence.shots:
        yield from _idle_links(shot)
    if sequence.complete and sequence.shots:
        yield from _unused_characters(sequence)
        yield from _unused_defaults(sequence)


def _unused_characters(sequence: ShotSequence) -> Iterator[Problem]:
    if not sequence.characters:
        return
    named = {name for shot in sequence.shots for name in names_in(shot)}
    prompts = (shot.prompt.value for shot in sequence.shots if shot.prompt)
    words = {word.lower() for prompt in set(prompts) for word in _WORD.findall(prompt)}
    for character in sequence.characters:
        if character.name not in named and not _is_spoken_of(character, words):
            yield Problem(
                character.location,
                f"No shot of the project names `{character.name}`, neither under `characters` nor in a prompt.",
                "Name the character in its shots, or remove the entry.",
                tag=Tag.UNNECESSARY,
            )


def _is_spoken_of(character: Character, words: set[str]) -> bool:
    name = [part.lower() for part in re.split(r"[\W_]+", character.name) if part]
    return bool(name) and all(part in words for part in name)


def _unused_defaults(sequence: ShotSequence) -> Iterator[Problem]:
    """Links that stand in the defaults of a file and that each of its shots overrides."""
    given = (shot.fields.get(name) for shot in sequence.shots for name in _LINKS)
    used = {id(field.node) for field in given if field is not None and field.inherited}
    for file in sequence.files:
        for name in _LINKS:
            field = file.defaults.get(name)
            if field is None or field.file is not file or id(field.node) in used:
                continue
            for reference in _links(field):
                yield Problem(
                    _at(field, reference),
                    f"No shot takes over this link to `{reference.text}`: each of them has its own.",
                    "Remove it.",
                    tag=Tag.UNNECESSARY,
                )


def _links(field: Field[Any]) -> list[Reference]:
    references = field.value if isinstance(field.value, list) else [field.value]
    return [reference for reference in references if isinstance(reference, Reference) and reference.kind == "shot"]


def _at(field: Field[Any], reference: Reference) -> Location:
    return Location(field.file, reference.node.content_span, field.path)


def _idle_links(shot: Shot) -> Iterator[Problem]:
    """Links in a shot of which one part has no effect."""
    if _repeats_extend(shot.image, shot.extend):
        assert shot.image is not None and shot.extend is not None
        yield Problem(
            _at(shot.image, shot.image.value),
            f"The shot extends `{shot.extend.value.text}`, which goes on from its last frame: this link does nothing.",
            "Keep `extend`, or keep the start frame.",
            (Evidence("what is extended", _at(shot.extend, shot.extend.value)),),
            tag=Tag.UNNECESSARY,
            shot=shot,
        )
    for name in _LINKS:
        field = shot.fields.get(name)
        if field is not None:
            for node in field.node.items if isinstance(field.node, Sequence) else [field.node]:
                for part, why, advice in _idle_parts(node):
                    at = Location(field.file, part.content_span, field.path)
                    yield Problem(at, f"This has no effect: {why}.", advice, tag=Tag.UNNECESSARY, shot=shot)


def _repeats_extend(image: Field[Reference] | None, extend: Field[Reference] | None) -> bool:
    if image is None or extend is None or not image.value.kind == extend.value.kind == "shot":
        return False
    return image.value.text == extend.value.text and image.value.frame == "last"


def _idle_parts(node: Node) -> Iterator[tuple[Scalar, str, str]]:
    """The values of a reference that are not read, why, and what to do."""
    if not isinstance(node, Mapping):
        return
    given = {entry.key.value: entry.value for entry in node if isinstance(entry.value, Scalar)}
    sources = [key for key in REFERENCE_SOURCES if key in given]
    if "from" in given:
        for key in sources:
            yield given[key], f"beside `from`, `{key}` is not read", "Keep one of them."
    elif "frame" in given and sources:
        yield given["frame"], "only a shot has frames to choose from", "Remove it, or link the shot with `from`."
