"""What the character bible declares of somebody, as texts that the prompt parser reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from promptlint.document import Mapping, Node, Scalar
from promptlint.facts.shot import remembered
from promptlint.spec.model import Character, Location, SpecFile
from promptlint.spec.values import read_text

DESCRIPTION: Final = "description"
LIGHTING: Final = "lighting"

_BODY: Final = {
    "hair": re.compile(r"\b(?:hair(?:ed)?|bald|blonde?|brunette|redhead|braids?|curls|locks|ponytail|bun|bob)\b", re.I),
    "eyes": re.compile(r"\beye[sd]?\b", re.I),
    "skin": re.compile(r"\b(?:skin(?:ned)?|complexion)\b", re.I),
}
_AS_WRITTEN: Final = (DESCRIPTION, LIGHTING)
_WORN: Final = ("wardrobe", "clothing", "clothes", "outfit", "costume", "garments")
_COLOURS: Final = ("colour", "color")
_NAMES: Final = ("name", "product", "object", "noun")
_TAIL: Final = re.compile(r",?\s+(?:with|cut|in|to|tied|worn|swept|pulled|that|which)\b", re.I)
_FIRST_WORD: Final = re.compile(r"[^\W_]+")
_LENGTH_KEY: Final = "length"
_MEASURED: Final = frozenset({"ear", "chin", "jaw", "neck", "collarbone", "shoulder", "back", "waist", "hip"})


@dataclass(frozen=True, slots=True)
class Declared:
    """Something that a bible entry says.

    Attributes:
        key: the key that it stands under: ``description``, ``eyes``, ``hair`` ...
        text: what it says, with the part of the body where the key alone names it: ``blue-grey eyes``.
        node: the scalar as written: ``blue-grey``.
        at: where it stands.
    """

    key: str
    text: str
    node: Scalar
    at: Location

    def words(self, start: int, end: int) -> Location:
        """Where the characters ``start`` to ``end`` of the text stand; all of it where the file has other words."""
        if self.text != self.node.value:
            return self.at
        return Location(self.at.file, self.node.span_of(start, end), self.at.path)


def declared_by(character: Character) -> Iterator[Declared]:
    """The texts of a bible entry that say how somebody looks and is lit, the description first."""
    for key in _AS_WRITTEN:
        for _, node, at in _texts(character, key):
            yield Declared(key, node.value, node, at)
    for key in _WORN:
        for part, node, at in _texts(character, key):
            named = part is None or re.search(rf"\b{re.escape(part)}\b", node.value, re.IGNORECASE)
            yield Declared(key, node.value if named else f"{' '.join(node.value.split())} {part}", node, at)
    for key in _BODY:
        for part, node, at in _texts(character, key):
            yield Declared(key, _with_noun(key, part, node.value), node, at)
    for key in _COLOURS:
        for _, node, at in _texts(character, key):
            yield Declared(key, f"{' '.join(node.value.split())} {_name_of(character)}", node, at)


def _name_of(character: Character) -> str:
    """What a thing with a declared colour is called: ``mug``."""
    given = (character.attributes.get(key) for key in _NAMES)
    return next((field.value for field in given if field is not None and isinstance(field.value, str)), character.name)


def _texts(character: Character, key: str) -> Iterator[tuple[str | None, Scalar, Location]]:
    """The texts under a key: one, or those of a mapping by part, such as ``colour``."""
    field = character.attributes.get(key)
    if field is None:
        return
    parts: list[tuple[str | None, Node]] = [(None, field.node)]
    if isinstance(field.node, Mapping):
        parts = [(entry.key.value, entry.value) for entry in field.node.entries]
    for part, node in parts:
        if isinstance(node, Scalar) and (read_text(node) or "").strip():
            path = field.path if part is None else (*field.path, part)
            yield part, node, Location(field.file, node.content_span, path)


def _with_noun(noun: str, part: str | None, written: str) -> str:
    text = " ".join(written.split())
    if _BODY[noun].search(text):
        return text
    if part == _LENGTH_KEY and text.lower() in _MEASURED:
        text = f"{text}-length"
    tail = _TAIL.search(text)
    at = tail.start() if tail else len(text)
    return f"{text[:at]} {noun}{text[at:]}"


def block_of(character: Character) -> str:
    """A character's description, the block that every prompt may repeat; empty where there is none."""
    field = character.attributes.get(DESCRIPTION)
    return field.value if field is not None and isinstance(field.value, str) else ""


def blocks_in(text: str, file: SpecFile) -> Iterator[tuple[int, int, str]]:
    """Where a text repeats a character's description word by word, and whose; the last full stop may be missing."""
    spaced = " ".join(text.lower().split())
    for name, block in begun_in(text, _blocks_of(file)):
        if block in spaced:
            for match in re.finditer(r"\s+".join(map(re.escape, block.split())), text, re.IGNORECASE):
                yield match.start(), match.end(), name


@remembered
def _blocks_of(file: SpecFile) -> dict[str, list[tuple[str, str]]]:
    blocks = ((name, block_of(character)) for name, character in file.characters.items())
    return by_first_word((name, " ".join(block.lower().rstrip(" .,;\n").split())) for name, block in blocks)


def by_first_word(texts: Iterable[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """Names and a text of each by the first word of the text, so that a prompt is not searched for all of them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, text in texts:
        word = _FIRST_WORD.search(text.lower())
        if word is not None:
            found.setdefault(word[0], []).append((name, text))
    return found


def begun_in(text: str, texts: dict[str, list[tuple[str, str]]]) -> Iterator[tuple[str, str]]:
    """The names and texts of which the first word stands in a text."""
    for word in dict.fromkeys(_FIRST_WORD.findall(text.lower())):
        yield from texts.get(word, ())
