"""The syntax of a text as one flat list: each value where it stands, with anchors and aliases as they are written.

A node tree shares what an alias repeats and merges what ``<<`` brings in. Whoever compares two states of a file wants
to see what is written instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import yaml
from yaml._yaml import CParser

from promptlint.document.compose import without_surrogate_pairs

TokenKind: TypeAlias = Literal["document", "mapping", "list", "end", "scalar", "alias"]

_KINDS: Final[dict[type, TokenKind]] = {
    yaml.DocumentStartEvent: "document",
    yaml.MappingStartEvent: "mapping",
    yaml.SequenceStartEvent: "list",
    yaml.MappingEndEvent: "end",
    yaml.SequenceEndEvent: "end",
    yaml.ScalarEvent: "scalar",
    yaml.AliasEvent: "alias",
}


@dataclass(slots=True, eq=False)
class Token:
    """A value, or the start or end of a collection or document.

    Attributes:
        kind: what it is; ``end`` closes a mapping or list.
        start: offset of its first character, anchor and tag included.
        end: offset behind its last character; of a collection behind the whole of it.
        content: what two tokens must have in common to be the same: value, style of collection, anchor and tag.
        opened_by: the start that an ``end`` closes.
    """

    kind: TokenKind
    start: int
    end: int
    content: tuple[object, ...] = ()
    opened_by: Token | None = None

    @property
    def is_collection(self) -> bool:
        """Whether it is the start of a mapping or list."""
        return self.kind in ("mapping", "list")


def tokens(text: str, *, lines: bool = False) -> list[Token]:
    """The tokens of a text that ``compose`` reads without an error; with ``lines`` of one for ``compose_lines``.

    Raises:
        yaml.YAMLError: the text cannot be read.
    """
    if not lines:
        return list(_tokens(text, 0))
    found: list[Token] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if not line.isspace():
            found += _tokens(line, start)
        start += len(line)
    return found


def _tokens(text: str, base: int) -> Iterator[Token]:
    opened: list[Token] = []
    last = 0
    get_event: Callable[[], Any] = CParser(without_surrogate_pairs(text)).get_event
    while (event := get_event()) is not None:
        kind = _KINDS.get(event.__class__)
        if kind is None:
            continue
        start, end = event.start_mark.index, event.end_mark.index
        if kind == "end":
            collection = opened.pop()
            last = collection.end = base + end if collection.content[0] else max(last, collection.start)
            yield Token(kind, last, last, (collection.kind,), collection)
            continue
        token = Token(kind, base + start, base + end)
        if kind in ("mapping", "list"):
            token.content = (bool(event.flow_style), event.anchor, event.tag)
            opened.append(token)
        elif kind == "scalar":
            if event.style in ("|", ">"):
                end = start + len(text[start:end].rstrip(" \t\r\n"))
                token.end = base + end
            token.content = (event.value, event.style or "", event.anchor, event.tag)
            last = token.end
        elif kind == "alias":
            token.content = (event.anchor,)
            last = token.end
        yield token
