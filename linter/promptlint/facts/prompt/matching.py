"""Finding lexicon phrases in running text: one pass over the words with a prefix tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from promptlint.facts.prompt.vocabulary import WORD, split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")


class Word(NamedTuple):
    """A lower-case word or mark with its place."""

    text: str
    start: int
    end: int


class Match(NamedTuple, Generic[T]):
    """A phrase found at `start:end`."""

    start: int
    end: int
    value: T


def scan_words(lowered: str) -> list[Word]:
    """Words and marks of a text in lower case, hyphens left out."""
    return [Word(m.group(), m.start(), m.end()) for m in WORD.finditer(lowered) if m.group() != "-"]


class _Node(Generic[T]):
    __slots__ = ("children", "values")

    def __init__(self) -> None:
        self.children: dict[str, _Node[T]] = {}
        self.values: list[T] = []


class PhraseTree(Generic[T]):
    """Phrases with values; the longest match wins at each place, plural endings of the last word are ignored."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._root: _Node[T] = _Node()
        for phrase, value in phrases:
            node = self._root
            for word in split_words(phrase):
                node = node.children.setdefault(word, _Node())
            if value not in node.values:
                node.values.append(value)

    def find(self, words: list[Word]) -> Iterator[Match[T]]:
        """Every match; several values of one phrase give several matches."""
        position = 0
        top = self._root.children
        while position < len(words):
            word = words[position].text
            if word not in top and not (word[-1] == "s" and word[:-1] in top):
                position += 1
                continue
            length, values = self._longest(words, position)
            for value in values:
                yield Match(words[position].start, words[position + length - 1].end, value)
            position += length or 1

    def _longest(self, words: list[Word], position: int) -> tuple[int, list[T]]:
        node, best, values = self._root, 0, list[T]()
        for offset in range(position, len(words)):
            text = words[offset].text
            singular = node.children.get(text[:-1]) if text[-1] == "s" and len(text) > 3 else None
            if singular is not None and singular.values and text not in node.children:
                return offset - position + 1, singular.values
            following = node.children.get(text)
            if following is None:
                break
            node = following
            if node.values:
                best, values = offset - position + 1, node.values
        return best, values
