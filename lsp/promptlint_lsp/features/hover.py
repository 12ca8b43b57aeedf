"""Hover: what stands under the cursor, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from lsprotocol import types

from promptlint.document import Mapping, Node, Scalar, Sequence
from promptlint.facts.reference.model import Stage
from promptlint.report.picture_facts import picture_rows
from promptlint.spec.keys import KeyInfo, names_characters, value_at
from promptlint.spec.model import Field, KeyPath, Shot
from promptlint.spec.values import REFERENCE_SOURCES, read_reference
from promptlint.suppress import find_directives
from promptlint.text import Span
from promptlint_lsp.features.model_note import figures_note, length_note, model_note
from promptlint_lsp.features.note import Block, Image, Prose, Rows, Title, Words, markdown, plain
from promptlint_lsp.features.picture import picture_of, trouble_of
from promptlint_lsp.features.rule_note import rule_note
from promptlint_lsp.features.shot_note import character_note, shot_note
from promptlint_lsp.features.word_note import word_note
from promptlint_lsp.view import View

_FIGURES: Final = {
    "aspect_ratio": "aspect ratios",
    "resolution": "sizes",
    "fps": "frame rate",
    "audio": "sound",
    "negative_prompt": "negative prompt",
    "seed": "seed",
    "motion.strength": "motion",
}
_ROLES: Final = {
    "image": "start frame",
    "end_image": "end frame",
    "references": "reference",
    "extend": "clip to extend",
    "motion.reference": "motion reference",
}
_CLIPS: Final = ("extend", "motion.reference")
_ALL: Final = frozenset(Stage)
_HEIGHT: Final = 150
"""Pixels. VS Code shows 250 of a hover, and what is said of the picture should be among them."""


@dataclass(frozen=True, slots=True)
class Hoverable:
    """Something that there is something to say about.

    Attributes:
        span: what it is.
        needs_facts: whether saying it may parse a prompt or look at a picture.
        describe: says it; an empty list where there is nothing to say, a span where it is about some of the words.
    """

    span: Span
    needs_facts: bool
    describe: Callable[[], tuple[Span, list[Block]]]


def hover(found: Hoverable, view: View, *, show_markdown: bool) -> types.Hover | None:
    """The hover, as Markdown or as text."""
    span, blocks = found.describe()
    if not blocks:
        return None
    kind = types.MarkupKind.Markdown if show_markdown else types.MarkupKind.PlainText
    return types.Hover(types.MarkupContent(kind, (markdown if show_markdown else plain)(blocks)), view.range(span))


def hoverable_at(view: View, offset: int) -> Hoverable | None:
    """What stands at an offset; None where nothing is known of it."""
    return _directive(view, offset) or _Tree(view, offset).found()


def _directive(view: View, offset: int) -> Hoverable | None:
    for directive in find_directives(view.file):
        for selector in directive.selectors:
            if selector.span.start <= offset <= selector.span.end:
                note = rule_note(view.project.registry, selector.text)
                return _ready(selector.span, note)
    return None


def _ready(span: Span, blocks: list[Block]) -> Hoverable:
    return Hoverable(span, False, lambda: (span, blocks))


class _Tree:
    """The key or value at an offset, by the tree of the document."""

    def __init__(self, view: View, offset: int) -> None:
        self.view = view
        self.offset = offset

    def found(self) -> Hoverable | None:
        placed = self._placed()
        if placed is None:
            return None
        path, node, is_key = placed
        if is_key:
            return self._key(path, node)
        keys = tuple(path)
        info = value_at(keys[:-1] if keys and isinstance(keys[-1], int) else keys) if keys else None
        return self._value(keys, node, info)

    def _placed(self) -> tuple[list[str | int], Scalar, bool] | None:
        """The scalar at the offset, the path of keys and indices to it, and whether it is a key."""
        nodes = self.view.path_at(self.offset)
        path: list[str | int] = []
        for node, inner in zip_longest(nodes, nodes[1:]):
            if isinstance(node, Mapping):
                entry = next((one for one in node.entries if inner is one.key or inner is one.value), None)
                if entry is None:
                    return None
                path.append(entry.key.value)
                if inner is entry.key:
                    return path, entry.key, True
            elif isinstance(node, Sequence):
                index = next((at for at, item in enumerate(node.items) if item is inner), None)
                if index is None:
                    return None
                path.append(index)
            elif isinstance(node, Scalar):
                return path, node, False
        return None

    def _key(self, path: list[str | int], key: Scalar) -> Hoverable | None:
        if names_characters(tuple(path[:-1])):
            return self._character(key)
        info = value_at(tuple(path))
        if info is None:
            return None
        blocks: list[Block] = [Title(info.key), Prose(info.summary)]
        if info.expected:
            blocks.append(Prose(f"Takes {info.expected}."))
        if info.examples:
            blocks.append(Prose("Such as " + ", ".join(f"`{example}`" for example in info.examples) + "."))
        return _ready(key.span, blocks)

    def _value(self, path: KeyPath, node: Scalar, info: KeyInfo | None) -> Hoverable | None:
        in_bible = path[:1] == ("characters",)
        if in_bible and "views" in path:
            return self._picture(node, f"view {path[path.index('views') + 1]} of {path[1]}")
        if info is None:
            return None
        span = node.content_span
        match info.means:
            case "model":
                return _ready(span, model_note(self.view.project.surroundings.profiles, node.value))
            case "duration":
                return self._length(node)
            case "image" if in_bible:
                return self._picture(node, f"picture of {path[1]}")
            case "image" | "end_image" | "references" | "extend" | "motion.reference":
                return self._picture(node, _ROLES[info.means], is_clip=info.means in _CLIPS)
            case "from":
                return self._linked(node)
            case "characters":
                return self._character(node)
            case "id":
                return self._character(node) if in_bible else self._own_shot(node)
            case "prompt":
                return self._word(node)
            case _ if info.key in REFERENCE_SOURCES:
                outer = value_at(tuple(step for step in path[:-1] if not isinstance(step, int) or step == path[0]))
                means = outer.means if outer is not None else ""
                return self._picture(node, _ROLES.get(means, "reference"), is_clip=means in _CLIPS)
            case means if means in _FIGURES:
                shot = next(self._shots(node), None)
                profile = self.view.project.facts_of(shot).profile if shot is not None else None
                return _ready(span, figures_note(profile, _FIGURES[means])) if profile is not None else None
        return None

    def _shots(self, node: Node) -> Iterator[Shot]:
        """The shots that have a value, those that inherit it included."""
        for shot in self.view.file.shots:
            if any(field.node is node for field in shot.fields.values()):
                yield shot

    def _length(self, node: Scalar) -> Hoverable | None:
        shot = next(self._shots(node), None)
        if shot is None:
            return None
        return _ready(node.content_span, length_note(shot, self.view.project.facts_of(shot)))

    def _own_shot(self, node: Scalar) -> Hoverable | None:
        shot = next(self._shots(node), None)
        return _ready(node.content_span, shot_note(self.view, shot, self.view.sequence)) if shot is not None else None

    def _linked(self, node: Scalar) -> Hoverable | None:
        named = self.view.sequence.by_id().get(node.value, [])
        shot = next((one for one in named if one.file is self.view.file), named[0] if named else None)
        span = node.content_span
        if shot is None:
            return _ready(span, [Title(node.value, "no shot of the project has this id")])
        return _ready(span, shot_note(self.view, shot, self.view.sequence))

    def _character(self, node: Scalar) -> Hoverable | None:
        sequence = self.view.sequence
        here = self.view.shot_at(self.offset)
        character = self.view.file.characters.get(node.value)
        if character is None and here is not None:
            character = sequence.character_of(here, node.value)
        span = node.content_span
        if character is None:
            return _ready(span, [Title(node.value, "no entry in the character bible")])
        found = character

        def describe() -> tuple[Span, list[Block]]:
            blocks = character_note(found, sequence)
            if found.image is not None and found.image.kind == "path":
                references = self.view.project.surroundings.references
                picture = picture_of(references.of(found.file, found.image.text, _ALL), height=_HEIGHT)
                if picture is not None:
                    return span, [Image(picture, found.image.text), *blocks]
            return span, blocks

        return Hoverable(span, True, describe)

    def _picture(self, node: Scalar, role: str, *, is_clip: bool = False) -> Hoverable | None:
        reference = read_reference(node)
        span = node.content_span
        if reference is None:
            return None
        title = Title(reference.text if len(reference.text) < 200 else role, role)
        if reference.kind == "url":
            return _ready(span, [title, Words("On a server: promptlint does not fetch it.")])
        if reference.kind != "path":
            what = "A placeholder that a pipeline fills in." if reference.kind == "placeholder" else "A description."
            return _ready(span, [title, Words(f"{what} There is no picture yet.")])
        if is_clip:
            return _ready(span, [title, Words("A clip: promptlint does not look into it.")])
        return Hoverable(span, True, lambda: (span, self._picture_blocks(title, reference.text)))

    def _picture_blocks(self, title: Title, text: str) -> list[Block]:
        references = self.view.project.surroundings.references
        known = references.of(self.view.file, text, _ALL)
        picture = picture_of(known, height=_HEIGHT)
        blocks: list[Block] = [Image(picture, text)] if picture is not None else []
        trouble = trouble_of(known)
        blocks += [title, Words(trouble)] if trouble is not None else [title]
        rows = tuple((label, _cut(words)) for label, words in picture_rows(known) if label != "not readable")
        return [*blocks, Rows(rows)] if rows else blocks

    def _word(self, node: Scalar) -> Hoverable | None:
        shot = next(self._shots(node), None)
        field: Field[str] | None = shot.prompt if shot is not None else None
        mapped = node.map()
        if field is None or field.node is not node or mapped.decoded != field.value:
            return None
        index, end = mapped.characters(Span(self.offset, self.offset + 1))
        if index >= end:
            return None
        text = field.value

        def describe() -> tuple[Span, list[Block]]:
            facts = self.view.project.surroundings.prompts.of(text)
            found = word_note(facts, text, index)
            return (node.span_of(found[0], found[1]), found[2]) if found is not None else (node.span, [])

        return Hoverable(node.span, True, describe)


def _cut(words: str) -> str:
    return words if len(words) <= 600 else f"{words[:600]}…"
