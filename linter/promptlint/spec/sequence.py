"""The sequence: all shots of a project in the order in which they are seen, and who appears in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Final, TypeAlias

from promptlint.spec.fields import LIST_KEYS
from promptlint.spec.model import Character, KeyPath, Shot, SpecFile

NOBODY: Final = frozenset({"none", "n/a", "-", ""})
"""What storyboards write under ``character`` where nobody is in the picture."""

_Natural: TypeAlias = tuple[str | int, ...]
_DIGITS: Final = re.compile(r"(\d+)", re.ASCII)
_LIST_RANK: Final = {key: rank for rank, key in enumerate(LIST_KEYS)}


@dataclass(frozen=True, slots=True, eq=False)
class CastMember:
    """A character with the shots that name it.

    Attributes:
        name: as the shots write it.
        character: the entry of the bible; None where there is none.
        shots: in order.
    """

    name: str
    character: Character | None
    shots: tuple[Shot, ...]


@dataclass(eq=False)
class ShotSequence:
    """All shots of a project in order.

    Files come by their ``order`` and then by path, where numbers count as numbers: ``scene-2`` is before ``scene-10``.
    Within a file scenes and shots come by their ``order``, and then as they stand.

    Attributes:
        files: in that order, however they are given.
        complete: whether these are all spec files of the project, so that what none of them uses is not used.
    """

    files: list[SpecFile]
    complete: bool = False

    def __post_init__(self) -> None:
        self.files = sorted(self.files, key=lambda file: (_order_of(file), *_natural(file.path)))

    @cached_property
    def shots(self) -> tuple[Shot, ...]:
        """The shots in order."""
        return tuple(shot for file in self.files for shot in self.in_file(file))

    def in_file(self, file: SpecFile) -> list[Shot]:
        """The shots of one file in order."""
        if not file.orders:
            return file.shots
        return sorted(file.shots, key=lambda shot: _place(shot.path, file.orders))

    @cached_property
    def places(self) -> dict[Shot, int]:
        """The place of each shot, from 0."""
        return {shot: place for place, shot in enumerate(self.shots)}

    @cached_property
    def _by_id(self) -> dict[str, list[Shot]]:
        shots: dict[str, list[Shot]] = {}
        for shot in self.shots:
            if shot.name is not None:
                shots.setdefault(shot.name, []).append(shot)
        return shots

    def by_id(self) -> dict[str, list[Shot]]:
        """Shots by id; a list of several where an id is not unique."""
        return self._by_id

    def neighbours(self) -> Iterator[tuple[Shot, Shot, bool]]:
        """Each shot with the one after it, and whether both belong to one run of shots.

        A list is such a run, and so are files of one shot each whose order is given by ``order`` or by numbers in
        their names. A list of several shots is a scene of its own.
        """
        for before, shot in pairwise(self.shots):
            if before.file is shot.file:
                yield before, shot, before.path[:-1] == shot.path[:-1]
            else:
                single = len(before.file.shots) == len(shot.file.shots) == 1
                yield before, shot, single and self.is_ordered(before.file, shot.file)

    def is_ordered(self, file: SpecFile, other: SpecFile) -> bool:
        """Whether somebody gave two files their order, rather than the alphabet."""
        if _order_of(file) != _order_of(other):
            return True
        parts = zip(_natural(file.path), _natural(other.path), strict=False)
        return isinstance(next((one for one, another in parts if one != another), ""), int)

    def character_of(self, shot: Shot, name: str) -> Character | None:
        """The bible entry that a name in a shot means.

        That of the shot's own file, or of a file that it extends; else the only one of that name in the project.
        """
        own = shot.file.characters.get(name)
        if own is not None:
            return own
        entries = self._entries.get(name, ())
        return entries[0] if len(entries) == 1 else None

    @cached_property
    def characters(self) -> tuple[Character, ...]:
        """All entries of the character bibles, those of files that are only extended included."""
        return tuple(dict.fromkeys(character for file in self.files for character in file.characters.values()))

    @cached_property
    def _entries(self) -> dict[str, list[Character]]:
        found: dict[str, list[Character]] = {}
        for character in self.characters:
            found.setdefault(character.name, []).append(character)
        return found

    @cached_property
    def cast(self) -> tuple[CastMember, ...]:
        """Who appears, in order of appearance.

        Two bibles may have an entry of the same name: these are two characters, each with the shots that mean it.
        """
        members: dict[Character | str, dict[Shot, str]] = {}
        for shot in self.shots:
            for name in names_in(shot):
                members.setdefault(self.character_of(shot, name) or name, {})[shot] = name
        return tuple(
            CastMember(next(iter(shots.values())), who if isinstance(who, Character) else None, tuple(shots))
            for who, shots in members.items()
        )


def names_in(shot: Shot) -> Iterable[str]:
    """The characters that a shot names, each once."""
    if shot.characters is None:
        return ()
    names = (node.value for node in shot.characters.value)
    return dict.fromkeys(name for name in names if name.strip().lower() not in NOBODY)


def _order_of(file: SpecFile) -> float:
    return file.orders.get((), inf)


def _natural(path: Path) -> _Natural:
    """A key in which texts and numbers alternate, so that two paths can always be compared."""
    return tuple(int(part) if index % 2 else part for index, part in enumerate(_DIGITS.split(path.as_posix())))


def _place(path: KeyPath, orders: dict[KeyPath, float]) -> tuple[tuple[float, int, int], ...]:
    """The place of a shot within its file: of each list entry on the way to it, its order and where it stands."""
    return tuple(
        (orders.get(path[: depth + 1], inf), _LIST_RANK.get(str(path[depth - 1]), 0) if depth else 0, index)
        for depth, index in enumerate(path)
        if isinstance(index, int)
    )
