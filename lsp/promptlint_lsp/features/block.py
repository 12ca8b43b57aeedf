"""The cursor in block style: lists and mappings by indentation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from promptlint.spec.model import KeyPath
from promptlint.text import SourceText, Span
from promptlint_lsp.features.flow import flow_site, unquoted
from promptlint_lsp.features.site import Site

_KEY: Final = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'{}\[\],#&*!|>%@`-][^#:]*?|-[^\s#:][^#:]*?)"""
_ENTRY: Final = re.compile(rf"(?P<key>{_KEY})[ \t]*(?P<colon>:)(?:[ \t]+|$)")
_DASHES: Final = re.compile(r"(?:-(?:[ \t]+|$))*")
_PROPERTIES: Final = re.compile(r"(?:[&!][^\s]*[ \t]*)*")
_WORD: Final = re.compile(r"[^\s:#,\]}]*")
_COMMENT: Final = re.compile(r"(?:^|[ \t])#")
_QUOTES: Final = ("'", '"')
_NO_KEY: Final = ("|", ">", "&", "*", "!", "#", "%", "@", "`")
_NO_VALUE: Final = ("|", ">", "*", "#", "%", "@", "`")
_DOCUMENT_MARKS: Final = ("---", "...")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of block style.

    Attributes:
        dashes: columns of the dashes that begin entries of lists.
        column: where its content begins.
        key: the key there; None where the content is no entry of a mapping.
        colon: column of the colon; that of the content's end where there is no key.
        value: column of the value; that of the content where there is no key.
        rest: the value, or the content where there is no key, without anchors and tags.
    """

    dashes: tuple[int, ...]
    column: int
    key: str | None
    colon: int
    value: int
    rest: str

    @classmethod
    def read(cls, text: str) -> _Line:
        indent = indent_of(text)
        column = match.end() if (match := _DASHES.match(text, indent)) else indent
        dashes = tuple(at for at in range(indent, column) if text[at] == "-")
        entry = _ENTRY.match(text, column)
        at = entry.end() if entry else column
        value = match.end() if (match := _PROPERTIES.match(text, at)) else at
        key = unquoted(entry["key"]) if entry else None
        colon = entry.start("colon") if entry else len(text)
        return cls(dashes, column, key, colon, value, text[value:].rstrip())

    @property
    def opens_brackets(self) -> bool:
        """Whether its value begins with a bracket."""
        return self.rest.startswith(("{", "["))

    @property
    def is_open(self) -> bool:
        """Whether its value stands below it."""
        return not self.rest or self.rest.startswith("#")


class BlockScan:
    """Looks around the cursor by indentation, upwards to the keys that hold it and along its siblings."""

    def __init__(self, source: SourceText, offset: int) -> None:
        self.source = source
        self.offset = offset
        self.number = source.line_of(offset)
        self.start = source.line_span(self.number).start
        self.text = source.line_text(self.number)
        self.cursor = min(offset - self.start, len(self.text))
        blank = not self.text.strip()
        self.line = _Line((), self.cursor, None, self.cursor, self.cursor, "") if blank else _Line.read(self.text)

    def site(self) -> Site | None:
        """What stands at the cursor; None inside texts and comments."""
        line = self.line
        if self.cursor < line.column:
            return None
        if line.key is None:
            return self._key()
        return self._value() if self.cursor > line.colon else self._key()

    def _key(self) -> Site | None:
        line, cursor = self.line, self.cursor
        typed = self.text[line.column : cursor]
        path, brackets = self._way(())
        if path is None:
            return None
        if brackets is None and typed.startswith(("{", "[")):
            brackets = self.start + line.column
        if brackets is not None:
            return flow_site(self.source.text, brackets, self.offset, path)
        quote = typed[:1] if typed[:1] in _QUOTES else ""
        if typed.startswith(_NO_KEY) or _COMMENT.search(typed) or (quote and quote in typed[1:]):
            return None
        followed = line.key is not None
        if followed:
            end = line.column + len(self.text[line.column : line.colon].rstrip())
        elif quote:
            closing = self.text.find(quote, cursor)
            end, followed = (closing + 1, True) if closing >= 0 else (cursor, False)
        else:
            end = match.end() if (match := _WORD.match(self.text, cursor)) else cursor
        span = Span(self.start + line.column, self.start + max(end, cursor))
        present = self._present()
        return Site("key", path, present, span, typed, quote, followed, "block", line.column, bool(line.dashes))

    def _value(self) -> Site | None:
        line, cursor = self.line, self.cursor
        assert line.key is not None
        path, brackets = self._way((line.key,))
        if path is None:
            return None
        if brackets is None and line.opens_brackets:
            brackets = self.start + line.value
        if brackets is not None:
            return flow_site(self.source.text, brackets, self.offset, path)
        value = min(line.value, cursor) if line.is_open else line.value
        if cursor < value:
            return None
        typed = self.text[value:cursor]
        quote = typed[:1] if typed[:1] in _QUOTES else ""
        if typed.startswith(_NO_VALUE) or (quote and quote in typed[1:]):
            return None
        if not quote and _COMMENT.search(typed):
            return None
        followed = False
        comment = _COMMENT.search(self.text, max(cursor - 1, line.colon + 1))
        end = len(self.text[: comment.start() if comment else None].rstrip())
        if quote and (closing := self.text.find(quote, cursor)) >= 0:
            end, followed = closing + 1, True
        span = Span(self.start + value, self.start + max(end, cursor))
        return Site("value", path, frozenset(), span, typed, quote, followed, "block", line.column)

    def _way(self, inner: KeyPath) -> tuple[KeyPath | None, int | None]:
        """The path to the collection that the content of the line belongs to, and ``inner`` behind it.

        Where brackets open on a line above it is the path to these, with their offset; inside a text it is None.
        """
        path: list[str | int] = list(inner)
        brackets: int | None = None
        column, in_mapping, in_text = self.line.column, True, False
        for number in range(self.number, 0, -1):
            here = number == self.number
            text = self.text if here else self.source.line_text(number)
            if not here and (indent_of(text) > column or not text.strip() or text.lstrip().startswith("#")):
                continue
            if text.startswith(_DOCUMENT_MARKS):
                break
            line = self.line if here else _Line.read(text)
            owns = not here and line.column < column + (line.key is not None and not in_mapping)
            if owns:
                if line.opens_brackets:
                    brackets = self.source.line_span(number).start + line.value
                    path, in_text = [], False
                elif not line.is_open:
                    in_text = True
                if line.key is not None:
                    path.insert(0, line.key)
                column, in_mapping = line.column, True
            for dash in reversed(line.dashes):
                if dash < column:
                    path.insert(0, 0)
                    column, in_mapping = dash, False
        return (None if in_text else tuple(path)), brackets

    def _present(self) -> frozenset[str]:
        """The other keys of the mapping that the content of the line belongs to."""
        found = set(self._siblings(range(self.number + 1, len(self.source.line_starts) + 1)))
        if not self.line.dashes:
            found |= set(self._siblings(range(self.number - 1, 0, -1), above=True))
        return frozenset(found)

    def _siblings(self, numbers: range, *, above: bool = False) -> Iterator[str]:
        column = self.line.column
        for number in numbers:
            text = self.source.line_text(number)
            if indent_of(text) > column or not text.strip() or text.lstrip().startswith("#"):
                continue
            line = _Line.read(text)
            if text.startswith(_DOCUMENT_MARKS) or line.column < column:
                return
            begins_entry = any(dash < column for dash in line.dashes)
            if line.column == column and line.key is not None and (above or not begins_entry):
                yield line.key
            if begins_entry:
                return


def indent_of(text: str) -> int:
    """The number of spaces that a line begins with."""
    return len(text) - len(text.lstrip(" "))
