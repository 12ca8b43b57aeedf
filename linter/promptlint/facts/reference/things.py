"""The things that the networks know, in everyday words, and which kind of subject each is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, cast, get_args

from promptlint.facts.reference.model import PictureKind

DATA: Final = Path(__file__).parent / "networks"
_KINDS: Final = frozenset(get_args(PictureKind))
_NONE: Final = "-"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that pictures are classified as.

    Attributes:
        name: an everyday word, singular.
        kind: what kind of subject it is.
        line: names of itself and of everything broader.
        words: other words for it, and for what the classifier cannot tell from it; the name among them.
        classes: of the classifier, those of narrower things included.
    """

    name: str
    kind: PictureKind
    line: tuple[str, ...]
    words: tuple[str, ...]
    classes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DetectorClass:
    """One of the kinds of things that the detector finds.

    Attributes:
        name: as in "wine glass".
        kind: of subject; None for what is no subject by itself, such as a bench.
        thing: name of the thing that it is; None where the classifier does not know it.
    """

    name: str
    kind: PictureKind | None
    thing: str | None


def thing_called(word: str) -> Thing | None:
    """The thing that a noun in the singular means, lower case; None where the networks do not know it."""
    return _words().get(word)


@cache
def things() -> dict[str, Thing]:
    """All things by their names."""
    rows = {words[0]: (row, words) for row in _rows("classifier_things.tsv") if (words := _listed(row[1]))}
    lines = {name: _line(name, {name: row[2] for name, (row, _) in rows.items()}) for name in rows}
    own = {name: _numbers(row[0]) for name, (row, _) in rows.items()}
    return {
        name: Thing(
            name,
            cast(PictureKind, lines[name][-1]),
            tuple(lines[name][:-1]),
            words,
            tuple(sorted(number for other in rows if name in lines[other] for number in own[other])),
        )
        for name, (_, words) in rows.items()
    }


@cache
def kinds() -> dict[PictureKind, tuple[int, ...]]:
    """The classes of the classifier that belong to each kind of subject."""
    found: dict[PictureKind, set[int]] = {}
    for classes, words, broader in _rows("classifier_things.tsv"):
        kind = cast(PictureKind, broader) if words == _NONE else things()[_listed(words)[0]].kind
        found.setdefault(kind, set()).update(_numbers(classes))
    return {kind: tuple(sorted(classes)) for kind, classes in found.items()}


@cache
def detector_classes() -> tuple[DetectorClass, ...]:
    """What the detector finds, in its order."""
    return tuple(
        DetectorClass(name, cast(PictureKind, kind) if kind in _KINDS else None, None if thing == _NONE else thing)
        for name, kind, thing in _rows("detector_classes.tsv")
    )


@cache
def _words() -> dict[str, Thing]:
    return {word: thing for thing in things().values() for word in thing.words}


def _line(name: str, parents: dict[str, str]) -> list[str]:
    """A name and everything broader, the kind last."""
    line = [name]
    while line[-1] in parents:
        line.append(parents[line[-1]])
    return line


def _rows(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def _listed(words: str) -> tuple[str, ...]:
    return () if words == _NONE else tuple(words.split(", "))


def _numbers(ranges: str) -> tuple[int, ...]:
    """The numbers of "3,7-9"."""
    ends = [part.partition("-") for part in ranges.split(",")]
    return tuple(number for first, _, last in ends for number in range(int(first), int(last or first) + 1))
