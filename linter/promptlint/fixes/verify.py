"""Whether edits did to a file what they were meant to do, and nothing else."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise, zip_longest
from typing import Final

from promptlint.document import Document, Mapping, Scalar, compose, compose_lines, walk
from promptlint.document.tokens import Token, tokens
from promptlint.edits import apply
from promptlint.finding import TextEdit
from promptlint.spec_files import JSON_SUFFIXES, is_json_lines
from promptlint.text import Span

_BLOCK_STYLES: Final = ("literal", "folded")


def read(text: str, name: str) -> Document:
    """The document of a file's text, as the loader reads it."""
    return compose_lines(text) if is_json_lines(name, text) else compose(text)


def damage(text: str, edits: Iterable[TextEdit], name: str) -> str:
    """What edits to the text of a file would do besides what they are about; empty where they do nothing else.

    The result has to be read without an error, and every value that no edit touches has to be the same and in the same
    place of the structure. In a value that an edit touches, the rest has to stay as it is.

    Args:
        text: the text before; it is read without an error.
        edits: in any order.
        name: the file's name, whose ending says how it is read.
    """
    ordered = sorted(set(edits))
    if any(not 0 <= edit.span.start <= edit.span.end <= len(text) for edit in ordered):
        return "it edits what lies outside the file"
    if any(after.span.start < before.span.end or after.span == before.span for before, after in pairwise(ordered)):
        return "its edits overlap"
    if any("\ud800" <= char <= "\udfff" for edit in ordered for char in edit.text):
        return "it writes characters that UTF-8 cannot hold"
    result = apply(text, tuple(ordered))
    before, after = read(text, name), read(result, name)
    if after.errors:
        return f"the file could not be read behind it ({after.errors[0].message.rstrip('.')})"
    if name.lower().endswith(JSON_SUFFIXES) and _is_json(text, name) and not _is_json(result, name):
        return "the file would be no JSON behind it"
    if _repeated(after) > _repeated(before):
        return "a key would stand twice behind it"
    return _Comparison(text, result, ordered, is_json_lines(name, text)).difference(before, after)


def _is_json(text: str, name: str) -> bool:
    parts = [line for line in text.splitlines() if line.strip()] if is_json_lines(name, text) else [text]
    try:
        for part in parts:
            json.loads(part)
    except (ValueError, RecursionError):
        return False
    return True


def _repeated(document: Document) -> int:
    return sum(len(mapping.duplicates) for mapping in document.repeated)


class _Regions:
    """Ranges of a text that edits took or wrote, in order and apart from each other."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self.ends = [span.end for span in spans]

    def touch(self, token: Token) -> bool:
        """Whether a value has a part in one of them; what has no length, where it lies at one."""
        if token.start == token.end:
            index = bisect_left(self.ends, token.start)
            return index < len(self.spans) and self.spans[index].start <= token.start
        index = bisect_right(self.ends, token.start)
        return index < len(self.spans) and self.spans[index].start < token.end

    def hold(self, token: Token) -> bool:
        """Whether one of them has all of a value."""
        index = bisect_left(self.ends, token.end)
        if index == len(self.spans):
            return False
        start, end = self.spans[index]
        return start <= token.start and token.end <= end and start < end

    def begin_inside(self, offset: int) -> bool:
        """Whether an offset lies inside one of them, its borders not counted."""
        index = bisect_right(self.ends, offset)
        return index < len(self.spans) and self.spans[index].start < offset


class _Comparison:
    """The values of a file before and behind edits, those left out that the edits are about."""

    def __init__(self, text: str, result: str, edits: Sequence[TextEdit], lines: bool) -> None:
        self.edits = edits
        self.lines = lines
        self.old, self.new = tokens(text, lines=lines), tokens(result, lines=lines)
        self.taken = _Regions([edit.span for edit in edits])
        self.grown = [0]
        written = []
        for span, new_text in edits:
            start = span.start + self.grown[-1]
            written.append(Span(start, start + len(new_text)))
            self.grown.append(self.grown[-1] + len(new_text) - (span.end - span.start))
        self.written = _Regions(written)
        self.starts = [edit.span.start for edit in edits]
        # What begins a line of its own is no part of the value that it is put behind.
        self.put_at = {
            span.start for span, new_text in edits if span.start == span.end and not new_text.startswith(("\r", "\n"))
        }

    def difference(self, before: Document, after: Document) -> str:
        """What differs, in words; empty where nothing does."""
        targets = self._targets()
        about = {id(token) for pair in targets for token in pair}
        old = self._others(self.old, self.taken, about)
        new = self._others(self.new, self.written, about)
        if any(_content(one) != _content(other) for one, other in zip_longest(old, new)):
            return "it would change more than it is meant to"
        if _anchors(self.old) != _anchors(self.new):
            return "it would change an anchor that aliases rest on"
        olds, news = _scalars_by_end(before), _scalars_by_end(after)
        for one, other in targets:
            scalar, changed = olds.get(one.end), news.get(other.end)
            expected = self._expected(scalar) if scalar is not None else None
            if expected is not None and changed is not None and _trimmed(changed, changed.value) != expected:
                return "the words around it would be read in another way"
        return ""

    def _targets(self) -> list[tuple[Token, Token]]:
        """The scalars of which edits change a part, before and behind."""
        olds, news = _leaves(self.old), _leaves(self.new)
        new_starts = {token.start: token for token in reversed(news)}
        new_ends = {token.end: token for token in news}
        old_starts = {self._moved_start(token): token for token in reversed(olds)}
        old_ends = {self._moved_end(token): token for token in olds}
        pairs: dict[int, tuple[Token, Token]] = {}
        for token in olds:
            if self.taken.touch(token) and not self.taken.hold(token):
                partner = None
                if not self.taken.begin_inside(token.start):
                    partner = new_starts.get(self._moved_start(token))
                partner = partner or new_ends.get(self._moved_end(token))
                if partner is not None:
                    pairs[id(partner)] = (token, partner)
        for token in news:
            if id(token) not in pairs and self.written.touch(token) and not self.written.hold(token):
                partner = None
                if not self.written.begin_inside(token.start):
                    partner = old_starts.get(token.start)
                partner = partner or old_ends.get(token.end)
                if partner is not None and not self.put_at.isdisjoint((partner.start, partner.end)):
                    pairs[id(token)] = (partner, token)
        return list(pairs.values())

    def _moved_start(self, token: Token) -> int:
        """Where a value begins behind the edits; what is inserted right before it moves it."""
        return token.start + self.grown[bisect_right(self.taken.ends, token.start)]

    def _moved_end(self, token: Token) -> int:
        """Where a value ends behind the edits; what is inserted right behind it does not move that."""
        return token.end + self.grown[bisect_left(self.starts, token.end)]

    def _others(self, found: list[Token], regions: _Regions, about: set[int]) -> list[Token]:
        """The tokens that no edit is about."""
        gone: set[int] = set()
        kept = []
        for token in found:
            if token.opened_by is not None:
                is_about = id(token.opened_by) in gone
            elif token.is_collection:
                is_about = regions.hold(token)
                if is_about:
                    gone.add(id(token))
            elif token.kind == "document":
                is_about = self.lines and regions.hold(token)
            else:
                is_about = id(token) in about or regions.touch(token)
            if not is_about:
                kept.append(token)
        return kept

    def _expected(self, scalar: Scalar) -> str | None:
        """The text of a scalar with the edits made to it; None where that cannot be told."""
        first = bisect_left(self.taken.ends, scalar.start)
        pieces, at = [], 0
        positions = scalar.map()
        words = positions.span(0, len(scalar.value))
        for span, text in self.edits[first:]:
            if span.start > scalar.end:
                break
            within = words.start <= span.start and span.end <= words.end
            written = _decoded(scalar, text)
            if not within or span == scalar.span or written is None:
                return None
            start = bisect_left(positions.starts, span.start)
            pieces += [scalar.value[at:start], written]
            at = max(start, bisect_left(positions.starts, span.end))
        return _trimmed(scalar, "".join([*pieces, scalar.value[at:]]))


def _content(token: Token | None) -> tuple[object, ...] | None:
    return None if token is None else (token.kind, token.content)


def _leaves(found: list[Token]) -> list[Token]:
    return [token for token in found if token.kind in ("scalar", "alias")]


def _anchors(found: list[Token]) -> list[object]:
    return [token.content[-2] for token in found if len(token.content) > 2 and token.content[-2]]


def _scalars_by_end(document: Document) -> dict[int, Scalar]:
    return {node.end: node for node in walk(document) if isinstance(node, Scalar) and node.end > node.start}


def _trimmed(scalar: Scalar, text: str) -> str:
    """A text without the line breaks at its end, which an edit at the end of a block scalar keeps as they are."""
    return text.rstrip("\n") if scalar.style in _BLOCK_STYLES else text


def _decoded(scalar: Scalar, written: str) -> str | None:
    """What a piece of source means inside a scalar of its style; None where that is not plain to see."""
    if "\n" in written or "\r" in written:
        return None
    if scalar.style == "single":
        return written.replace("''", "'")
    if scalar.style != "double":
        return written
    document = compose(f'k: "{written}"')
    root = document.roots[0] if document.roots and not document.errors else None
    if not isinstance(root, Mapping) or len(root.entries) != 1 or not isinstance(root.entries[0].value, Scalar):
        return None
    return root.entries[0].value.value
