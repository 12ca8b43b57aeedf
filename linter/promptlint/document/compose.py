"""The composer: libyaml's events to a node tree, with limits, and without constructing any tag.

``yaml.compose`` is not used: in C it crashes the interpreter on deep nesting, and it resolves ``16:9`` to 969.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

import yaml
from yaml._yaml import CParser

from promptlint.document.errors import DocumentError, describe_syntax_error
from promptlint.document.nodes import Entry, Mapping, Node, Scalar, ScalarStyle, Sequence
from promptlint.text import Span

MAX_DEPTH: Final = 64
MAX_NODES: Final = 250_000
MAX_EXPANDED_NODES: Final = 1_000_000
"""Nodes that a walk through every alias would visit."""

_STYLES: Final[dict[str | None, ScalarStyle]] = {
    None: "plain",
    "": "plain",
    "'": "single",
    '"': "double",
    "|": "literal",
    ">": "folded",
}
_MERGE_KEY: Final = "<<"
_SURROGATE_PAIR: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


@dataclass(slots=True)
class Document:
    """One file's YAML documents.

    ``roots`` holds a node for each document that could be read whole; reading stops at the first error. ``repeated``
    holds the mappings in which a key stands twice.
    """

    roots: list[Node] = field(default_factory=list)
    repeated: list[Mapping] = field(default_factory=list)
    errors: list[DocumentError] = field(default_factory=list)


def walk(document: Document) -> Iterator[Node]:
    """Every node of a document once, those of repeated keys included, in no particular order."""
    seen: set[int] = set()
    stack: list[Node] = list(document.roots)
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, Mapping):
            for entry in (*node.entries, *node.duplicates):
                stack += (entry.key, entry.value)
        elif isinstance(node, Sequence):
            stack += node.items


class _LimitPassed(Exception):  # noqa: N818
    def __init__(self, message: str, span: Span, advice: str) -> None:
        self.error = DocumentError("limit", message, span, advice)


class _BadStructure(Exception):  # noqa: N818
    def __init__(self, message: str, span: Span, advice: str) -> None:
        self.error = DocumentError("syntax", message, span, advice)


def compose(text: str) -> Document:
    """Read YAML or JSON text (without a byte order mark) into node trees; errors are returned, never raised."""
    document = Document()
    _read(document, text, 0, len(text))
    return document


def compose_lines(text: str) -> Document:
    """Read JSON Lines: one JSON value a line, blank lines skipped. A line with an error ends the reading."""
    document = Document()
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if not line.isspace():
            _read(document, text, start, end)
        if document.errors:
            break
        start = end
    return document


def _read(document: Document, text: str, start: int, end: int) -> None:
    try:
        _Composer(text, start, end, document).read()
    except yaml.YAMLError as error:
        found = _syntax_error(error, text[start:end])
        span = Span(found.span.start + start, found.span.end + start)
        document.errors.append(replace(found, span=span))
    except (_LimitPassed, _BadStructure) as error:
        document.errors.append(error.error)


def without_surrogate_pairs(text: str) -> str:
    """JSON's two escapes for one character beyond U+FFFF as YAML's one, the length of the text kept.

    An escaped line break, which YAML drops, fills the two characters that are saved.
    """
    if "\\u" not in text:
        return text

    def merge(match: re.Match[str]) -> str:
        high, low = int(match[2], 16), int(match[3], 16)
        return f"{match[1]}\\\n\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"

    return _SURROGATE_PAIR.sub(merge, text)


def _syntax_error(error: yaml.YAMLError, text: str) -> DocumentError:
    if isinstance(error, yaml.reader.ReaderError):
        at = min(error.position, len(text)) if isinstance(error.position, int) else 0
        return DocumentError(
            "syntax",
            f"Not valid YAML: the character U+{ord(text[at]) if at < len(text) else 0:04X} is not allowed.",
            Span(at, min(at + 1, len(text))),
            'Remove it, or write it as an escape in double quotes, such as "\\u0007".',
        )
    if not isinstance(error, yaml.MarkedYAMLError):
        return DocumentError("syntax", f"Not valid YAML: {error}.", Span(0, 0))
    problem, context = str(error.problem or error), str(error.context or "")
    if "control characters" in problem:
        return _control_character(text)
    mark = error.problem_mark or error.context_mark
    if "unexpected end of stream" in problem and error.context_mark is not None:
        mark = error.context_mark
    at = min(mark.index, len(text)) if mark is not None else 0
    if text[at : at + 1] == "\t" and "cannot start any token" in problem:
        problem = "found a tab character"
    message, advice = describe_syntax_error(problem, context)
    return DocumentError("syntax", message, _visible_span(text, at), advice)


def _control_character(text: str) -> DocumentError:
    at = next(
        (i for i, char in enumerate(text) if (char < " " and char not in "\t\n\r") or "\x7f" <= char < "\x85"),
        0,
    )
    return DocumentError(
        "syntax",
        f"Not valid YAML: the control character U+{ord(text[at]):04X} is not allowed.",
        Span(at, at + 1),
        "Remove it.",
    )


def _visible_span(text: str, at: int) -> Span:
    """The word at an offset, or the end of the last line when the offset lies behind the text."""
    if at >= len(text):
        at = max(len(text.rstrip()) - 1, 0)
    end = at
    while end < len(text) and text[end] not in " \t\r\n":
        end += 1
    return Span(at, max(end, min(at + 1, len(text))))


class _Composer:
    def __init__(self, text: str, base: int, end: int, document: Document) -> None:
        self.text = text
        self.document = document
        self.base = base
        self.events: Callable[[], Any] = CParser(without_surrogate_pairs(text[base:end])).get_event
        self.anchors: dict[str, Node] = {}
        self.open_anchors: set[str] = set()
        self.weights: dict[int, int] = {}
        self.nodes = 0
        self.in_flow = False

    def read(self) -> None:
        """Append the root node of every document."""
        get_event = self.events
        while (event := get_event()) is not None:
            if event.__class__ is yaml.DocumentStartEvent:
                self.anchors.clear()
                root, _ = self.node(get_event(), 0, -1)
                self.document.roots.append(root)

    def node(self, event: Any, depth: int, indent: int) -> tuple[Node, int]:
        """The node that starts with the event, and its weight: the number of nodes a walk over it visits."""
        kind = event.__class__
        start = self.base + event.start_mark.index
        if kind is yaml.AliasEvent:
            return self.alias(event)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _LimitPassed(
                f"The file holds more than {MAX_NODES:,} YAML nodes, and reading stopped here.",
                Span(start, self.base + event.end_mark.index),
                "Split it into several files.",
            )
        if kind is yaml.ScalarEvent:
            return self.scalar(event, start, indent), 1
        if depth >= MAX_DEPTH:
            raise _LimitPassed(
                f"The file nests more than {MAX_DEPTH} levels deep, and reading stopped here.",
                Span(start, start + 1),
                "A shot spec needs about six levels: look for brackets that are never closed.",
            )
        if not event.flow_style:
            indent = event.start_mark.column
        anchor = event.anchor
        if anchor:
            self.open_anchors.add(anchor)
        outside, self.in_flow = self.in_flow, bool(event.flow_style)
        node: Node
        if kind is yaml.MappingStartEvent:
            node, weight = self.mapping(event, start, depth, indent)
        else:
            node, weight = self.sequence(event, start, depth, indent)
        self.in_flow = outside
        if anchor:
            self.open_anchors.discard(anchor)
            node.anchor = anchor
            self.anchors[anchor] = node
            self.weights[id(node)] = weight
        return node, weight

    def scalar(self, event: Any, start: int, indent: int) -> Scalar:
        """A scalar, its end moved back over blank lines that libyaml counts to a block scalar."""
        end = self.base + event.end_mark.index
        style = _STYLES[event.style]
        if style in ("literal", "folded"):
            while end > start and self.text[end - 1] in " \t\r\n":
                end -= 1
        scalar = Scalar(event.value, start, end, style, self.text, indent, event.tag, event.anchor)
        if self.in_flow:
            scalar.in_flow = True
        if scalar.tag or scalar.anchor:
            scalar.start = self._behind_properties(start, end)
        if scalar.anchor:
            self.anchors[scalar.anchor] = scalar
            self.weights[id(scalar)] = 1
        return scalar

    def _behind_properties(self, start: int, end: int) -> int:
        """Offset of the scalar itself behind its anchor and tag."""
        text = self.text
        while start < end and text[start] in "&!":
            while start < end and text[start] not in " \t\r\n":
                start += 1
            while start < end and text[start] in " \t\r\n":
                start += 1
        return start

    def alias(self, event: Any) -> tuple[Node, int]:
        span = Span(self.base + event.start_mark.index, self.base + event.end_mark.index)
        if event.anchor in self.open_anchors:
            raise _BadStructure(
                f"Not valid as a shot spec: `*{event.anchor}` refers to the value that it stands in.",
                span,
                "A value cannot contain itself: remove the alias.",
            )
        node = self.anchors.get(event.anchor)
        if node is None:
            message, advice = describe_syntax_error("found undefined alias", "")
            raise _BadStructure(message, span, advice)
        return node, self.weights[id(node)]

    def _check_weight(self, weight: int, start: int) -> None:
        if weight > MAX_EXPANDED_NODES:
            raise _LimitPassed(
                f"The aliases of this file expand to more than {MAX_EXPANDED_NODES:,} nodes.",
                Span(start, start + 1),
                "Use fewer nested aliases.",
            )

    def sequence(self, event: Any, start: int, depth: int, indent: int) -> tuple[Sequence, int]:
        sequence = Sequence(start, start, bool(event.flow_style))
        items, weight = sequence.items, 1
        get_event = self.events
        while (event := get_event()).__class__ is not yaml.SequenceEndEvent:
            node, node_weight = self.node(event, depth + 1, indent)
            items.append(node)
            weight += node_weight
        self._check_weight(weight, start)
        sequence.end = self._collection_end(event, sequence.flow, items[-1] if items else None, start)
        return sequence, weight

    def mapping(self, event: Any, start: int, depth: int, indent: int) -> tuple[Mapping, int]:
        mapping = Mapping(start, start, bool(event.flow_style))
        merges: list[Entry] = []
        weight = 1
        last: Node | None = None
        get_event = self.events
        while (event := get_event()).__class__ is not yaml.MappingEndEvent:
            key, key_weight = self.node(event, depth + 1, indent)
            value, value_weight = self.node(get_event(), depth + 1, indent)
            last = value if value.end >= key.end else key
            weight += key_weight + value_weight
            if not isinstance(key, Scalar):
                raise _BadStructure(
                    "Not valid as a shot spec: a key is a list or a mapping.",
                    key.span,
                    "A key is a word; quote it if it starts with `[` or `{`.",
                )
            entry = Entry(key, value)
            if key.value == _MERGE_KEY and key.style == "plain":
                merges.append(entry)
            elif not mapping.add(entry):
                mapping.duplicates.append(entry)
        if mapping.duplicates:
            self.document.repeated.append(mapping)
        for entry in merges:
            weight += self._merge(mapping, entry)
        self._check_weight(weight, start)
        mapping.end = self._collection_end(event, mapping.flow, last, start)
        return mapping, weight

    def _merge(self, mapping: Mapping, merge: Entry) -> int:
        """Add the entries of a merge key's value; entries of the mapping itself win. Returns the entries added."""
        sources = merge.value.items if isinstance(merge.value, Sequence) else [merge.value]
        added = 0
        for source in sources:
            if not isinstance(source, Mapping):
                raise _BadStructure(
                    "Not valid as a shot spec: a merge key `<<` takes a mapping or a list of mappings.",
                    merge.key.span,
                    "Write `<<: *name`, where `&name` marks a mapping.",
                )
            for entry in source.entries:
                added += mapping.add(Entry(entry.key, entry.value, merged=True))
        return added

    def _collection_end(self, event: Any, flow: bool, last: Node | None, start: int) -> int:
        """End of a collection: behind its bracket, or behind its last value in block style."""
        if flow or last is None:
            return int(self.base + event.end_mark.index)
        return last.end if last.end > start else int(self.base + event.start_mark.index)
