"""The names of shots and characters: where they are given, and every place that uses them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from promptlint.document import Mapping, Node, Scalar, Sequence
from promptlint.spec.links import Chains
from promptlint.spec.model import Character, Field, Shot, SpecFile
from promptlint.spec.sequence import NOBODY, ShotSequence
from promptlint.spec.values import Reference, read_reference
from promptlint.text import Span

Kind: TypeAlias = Literal["shot", "character"]
Key: TypeAlias = tuple[Path, int]
"""What a shot or a character is known by: its file, and where its name begins there."""

_MENTION: Final = re.compile(r"(?<![\w@])@(\w(?:[\w.-]*\w)?)")
_TEXTS: Final = ("prompt", "negative_prompt", "motion.subject", "motion.camera")


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A shot or a character, by its name.

    Attributes:
        kind: which of them it is.
        name: its name.
        file: the file that gives it.
        node: the scalar with the name.
        whole: all that it is.
    """

    kind: Kind
    name: str
    file: SpecFile
    node: Scalar
    whole: Node

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.file.path, self.node.start


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """A place that names a shot or a character.

    Attributes:
        file: where it stands.
        node: the scalar that holds the name.
        start: where the name begins in the text of the scalar.
        end: where it ends.
        target: what is named; None where that is not known.
    """

    file: SpecFile
    node: Scalar
    start: int
    end: int
    target: Key | None

    @property
    def span(self) -> Span:
        """The name's own characters in the file."""
        if (self.start, self.end) == (0, len(self.node.value)):
            return self.node.content_span
        return self.node.span_of(self.start, self.end)

    @property
    def is_mention(self) -> bool:
        """Whether the name stands among other words."""
        return (self.start, self.end) != (0, len(self.node.value))


class Names:
    """The names in a sequence of shots."""

    def __init__(self, sequence: ShotSequence) -> None:
        self.sequence = sequence

    @cached_property
    def all(self) -> dict[Key, Named]:
        """Every shot with an id of its own, and every character."""
        found = [*self._shots(), *self._characters()]
        return {named.key: named for named in found}

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """Every place that names one of them, by file and place; what several shots inherit counts once."""
        found: dict[tuple[Path, int, int], Use] = {}
        for use in (*self._links(), *self._casts()):
            found.setdefault((use.file.path, use.node.start, use.start), use)
        return tuple(found[place] for place in sorted(found))

    def of(self, named: Named) -> list[Use]:
        """Every place that names a shot or a character."""
        return [use for use in self.uses if use.target == named.key]

    def at(self, path: Path, offset: int) -> tuple[Named, Span] | None:
        """What is named at an offset of a file, and where the name stands there."""
        for named in self.all.values():
            span = named.node.content_span
            if named.file.path == path and span.start <= offset <= span.end:
                return named, span
        for use in self.uses:
            if use.file.path == path and use.target is not None and use.node.start <= offset <= use.node.end:
                span = use.span
                if span.start <= offset <= span.end:
                    return self.all[use.target], span
        return None

    def _shots(self) -> Iterator[Named]:
        for shot in self.sequence.shots:
            if shot.id is not None and not shot.id.inherited and isinstance(shot.id.node, Scalar):
                yield Named("shot", shot.id.value, shot.id.file, shot.id.node, shot.node)

    def _characters(self) -> Iterator[Named]:
        for character in self.sequence.characters:
            yield Named("character", character.name, character.file, character.key, character.node)

    def _links(self) -> Iterator[Use]:
        chains = Chains.of(self.sequence)
        for user, file, reference in _references(self.sequence):
            if reference.kind == "shot":
                shot = chains.resolve_in(user, reference)
                node = reference.node
                yield Use(file, node, 0, len(node.value), _key_of_shot(shot) if shot is not None else None)

    def _casts(self) -> Iterator[Use]:
        """Names under ``characters``, and ``@name`` in texts and tags."""
        for shot in self.sequence.shots:
            for field in _all_fields(shot):
                if field.name == "characters":
                    yield from (self._use(shot, field.file, node) for node in _names(field))
                elif field.name in _TEXTS and isinstance(field.node, Scalar):
                    yield from self._mentions(shot, field, field.node)
                else:
                    yield from self._tags(shot, field)

    def _use(self, shot: Shot, file: SpecFile, node: Scalar) -> Use:
        character = self.sequence.character_of(shot, node.value)
        return Use(file, node, 0, len(node.value), _key_of_character(character) if character else None)

    def _mentions(self, shot: Shot, field: Field[Any], node: Scalar) -> Iterator[Use]:
        for found in _MENTION.finditer(node.value):
            character = self.sequence.character_of(shot, found[1])
            if character is not None:
                yield Use(field.file, node, *found.span(1), _key_of_character(character))

    def _tags(self, shot: Shot, field: Field[Any]) -> Iterator[Use]:
        """Tags of references by which a prompt speaks of a character."""
        for item in field.node.items if isinstance(field.node, Sequence) else (field.node,):
            entry = item.get("tag") if isinstance(item, Mapping) else None
            if entry is None or not isinstance(entry.value, Scalar):
                continue
            text = entry.value.value
            start = len(text) - len(text.lstrip("@"))
            character = self.sequence.character_of(shot, text[start:])
            if character is not None:
                yield Use(field.file, entry.value, start, len(text), _key_of_character(character))


def _names(field: Field[Any]) -> Iterator[Scalar]:
    nodes = field.node.items if isinstance(field.node, Sequence) else [field.node]
    for node in nodes:
        if isinstance(node, Scalar) and node.value.strip().lower() not in NOBODY:
            yield node


def _all_fields(shot: Shot) -> Iterator[Field[Any]]:
    """The fields of a shot, and the defaults of its file, which it may override."""
    yield from shot.fields.values()
    yield from shot.file.defaults.values()


def _references(sequence: ShotSequence) -> Iterator[tuple[SpecFile, SpecFile, Reference]]:
    """Every reference with the file whose shots use it and the file that it stands in."""
    for shot in sequence.shots:
        for field in _all_fields(shot):
            yield from ((shot.file, field.file, reference) for reference in _in_value(field.value))
        for entry, _ in shot.shadowed:
            overridden = read_reference(entry.value)
            if overridden is not None:
                yield shot.file, shot.file, overridden
    for file in sequence.files:
        for character in file.characters.values():
            for picture in (character.image, *character.views.values()):
                if picture is not None:
                    yield file, character.file, picture


def _in_value(value: object) -> Iterable[Reference]:
    values = value if isinstance(value, list) else [value]
    return (one for one in values if isinstance(one, Reference))


def _key_of_shot(shot: Shot) -> Key | None:
    if shot.id is None or shot.id.inherited or not isinstance(shot.id.node, Scalar):
        return None
    return shot.id.file.path, shot.id.node.start


def _key_of_character(character: Character) -> Key:
    return character.file.path, character.key.start
