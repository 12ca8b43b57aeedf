"""The outline of a spec: scenes, shots and characters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from promptlint.document import Mapping, Node, Scalar, Sequence
from promptlint.profiles.quantities import number_text
from promptlint.spec.fields import FIELD_BY_KEY, LIST_KEYS
from promptlint.spec.model import Character, Shot, SpecFile
from promptlint.text import Span

SymbolKind: TypeAlias = Literal["scene", "shot", "character"]
_LONGEST: Final = 60
_TITLES: Final = ("title", *FIELD_BY_KEY["id"].keys)


@dataclass(frozen=True, slots=True)
class Symbol:
    """An entry of the outline.

    Attributes:
        kind: what it is.
        name: its name; never empty.
        detail: what is worth seeing beside the name.
        span: all of it.
        head: its name, or where it begins; within ``span``.
        children: what lies in it.
    """

    kind: SymbolKind
    name: str
    detail: str
    span: Span
    head: Span
    children: tuple[Symbol, ...] = ()

    def flat(self, container: str = "") -> Iterator[tuple[Symbol, str]]:
        """This and what lies in it, each with the name of what it lies in."""
        yield self, container
        for child in self.children:
            yield from child.flat(self.name)


def outline(file: SpecFile) -> list[Symbol]:
    """The symbols of a file, in its order."""
    shots = {id(shot.node): shot for shot in file.shots}
    found = [_character(one) for one in file.characters.values() if one.file is file]
    for root in file.document.roots:
        found += _inside(root, shots)
    return sorted(found, key=lambda symbol: symbol.span)


def matches(query: str, name: str) -> bool:
    """Whether the characters of a query occur in a name, in that order and in any case."""
    ahead = iter(name.casefold())
    return all(char in ahead for char in query.casefold() if not char.isspace())


def _inside(node: Node, shots: dict[int, Shot]) -> Iterator[Symbol]:
    """The shots and scenes in a document, a scene or a list."""
    shot = shots.get(id(node))
    if shot is not None:
        yield _shot(shot)
    elif isinstance(node, Sequence):
        at = node.start
        for item in node.items:
            if at <= item.start and isinstance(item, Mapping):
                at = item.end
                yield from _inside(item, shots) if id(item) in shots else _scene(item, shots)
    elif isinstance(node, Mapping):
        for entry in node:
            if entry.key.value in LIST_KEYS and not entry.merged and entry.value.start >= entry.key.end:
                yield from _inside(entry.value, shots)


def _scene(node: Mapping, shots: dict[int, Shot]) -> Iterator[Symbol]:
    children = tuple(_inside(node, shots))
    if not children:
        return
    title = next((entry.value for key in _TITLES if (entry := node.get(key)) is not None), None)
    named = isinstance(title, Scalar) and bool(title.value.strip()) and node.start <= title.start <= node.end
    head = title.content_span if isinstance(title, Scalar) and named else Span(node.start, node.start)
    name = _short(title.value) if isinstance(title, Scalar) and named else "(scene)"
    yield Symbol("scene", name, _count(children), node.span, head, children)


def _shot(shot: Shot) -> Symbol:
    node, head = shot.node, shot.head
    inside = head.file is shot.file and node.start <= head.span.start and head.span.end <= node.end
    name = _short(shot.name or "") or _short(shot.prompt.value if shot.prompt else "") or "(shot)"
    details = (_length(shot), _short(shot.model.value) if shot.model else "")
    return Symbol(
        "shot",
        name,
        " · ".join(detail for detail in details if detail),
        node.span,
        head.span if inside else Span(node.start, node.start),
    )


def _length(shot: Shot) -> str:
    if shot.duration is None:
        return ""
    match shot.duration.value.unit:
        case "seconds":
            return f"{number_text(shot.duration.value.amount)} s"
        case "frames":
            return f"{number_text(shot.duration.value.amount)} frames"
        case _:
            return "auto"


def _character(character: Character) -> Symbol:
    key, node = character.key.span, character.node.span
    if node.end < key.start:
        node = key
    whole = Span(min(key.start, node.start), max(key.end, node.end))
    return Symbol("character", _short(character.name) or "(character)", "", whole, key)


def _count(children: tuple[Symbol, ...]) -> str:
    return f"{len(children)} shot{'' if len(children) == 1 else 's'}"


def _short(text: str) -> str:
    """A text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
