"""Inline directives: ``# promptlint: disable=D301,motion-too-strong -- reason``.

Behind a value the directive covers its line; on the line of a key it covers everything below the key; on a line of its
own it covers what the next line begins. ``disable-next-line`` covers one line, ``disable-file`` the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Final

from promptlint.document import Document, Mapping, Node, Scalar, Sequence
from promptlint.finding import Finding
from promptlint.spec.model import SpecFile
from promptlint.text import SourceText, Span

DIRECTIVE: Final = re.compile(
    r"#[ \t]*promptlint:[ \t]*(?P<verb>[a-z-]+)"
    r"(?:[ \t]*=[ \t]*(?P<rules>[\w-]+(?:[ \t]*,[ \t]*[\w-]+)*))?"
    r"(?:[ \t]+--[ \t]*(?P<reason>[^\r\n]*?)|(?P<rest>[^\r\n]*?))[ \t]*(?=\r?$)",
    re.MULTILINE,
)
VERBS: Final = ("disable", "disable-next-line", "disable-file")


@dataclass(frozen=True, slots=True)
class Selector:
    """One code or name of a directive and where it stands."""

    text: str
    span: Span


@dataclass(slots=True)
class Directive:
    """A directive.

    Attributes:
        verb: ``disable``, ``disable-next-line``, ``disable-file``, or a word that is none of them.
        selectors: the rules that it names; empty means every rule.
        reason: the text behind ``--``.
        span: the whole comment.
        covers: the offsets whose findings it suppresses.
        rest: text that is not part of a directive; one with such text suppresses nothing.
        used: the selectors that suppressed a finding.
    """

    verb: str
    selectors: tuple[Selector, ...]
    reason: str
    span: Span
    covers: Span
    rest: str = ""
    used: set[str] = field(default_factory=set)

    @property
    def known(self) -> bool:
        """Whether the verb exists and nothing stands behind it that cannot be read."""
        return self.verb in VERBS and not self.rest

    @property
    def unused_selectors(self) -> tuple[Selector, ...]:
        """The selectors that suppressed nothing."""
        return tuple(selector for selector in self.selectors if selector.text not in self.used)

    @property
    def unused(self) -> bool:
        """Whether the directive suppressed nothing at all."""
        return self.known and not self.used


def find_directives(file: SpecFile) -> list[Directive]:
    """The directives in the comments of a file; text inside values is not a comment."""
    source = file.source
    if "promptlint:" not in source.text:
        return []
    layout = Layout(source, file.document)
    directives = []
    for match in DIRECTIVE.finditer(source.text):
        if layout.inside_value(match.start()):
            continue
        verb = match["verb"]
        directives.append(
            Directive(
                verb,
                tuple(_selectors(match)),
                (match["reason"] or "").strip(),
                Span(match.start(), match.end()),
                _covered(layout, verb, match.start()),
                (match["rest"] or "").strip(),
            )
        )
    return directives


def apply_directives(
    findings: Iterable[Finding], directives: Iterable[Directive], answers_to: Callable[[str, str], bool]
) -> list[Finding]:
    """The findings that no directive suppresses; directives that suppress one remember it.

    ``answers_to`` says whether a rule's code is meant by a selector.
    """
    findings = list(findings)
    waiting = sorted((one for one in directives if one.known), key=lambda one: one.covers.start, reverse=True)
    open_: list[tuple[int, int, Directive]] = []
    suppressed: set[int] = set()
    for index in sorted(range(len(findings)), key=lambda index: findings[index].span.start):
        at, code = findings[index].span.start, findings[index].code
        while waiting and waiting[-1].covers.start <= at:
            directive = waiting.pop()
            heappush(open_, (directive.covers.end, len(waiting), directive))
        while open_ and open_[0][0] < at:
            heappop(open_)
        for _, _, directive in open_:
            meant = [one.text for one in directive.selectors if answers_to(code, one.text)]
            if meant or not directive.selectors:
                directive.used.update(meant or ["all"])
                suppressed.add(index)
    return [finding for index, finding in enumerate(findings) if index not in suppressed]


def _selectors(match: re.Match[str]) -> Iterator[Selector]:
    if match["rules"] is None:
        return
    for word in re.finditer(r"[^\s,]+", match["rules"]):
        at = match.start("rules") + word.start()
        yield Selector(word[0], Span(at, at + len(word[0])))


def _covered(layout: Layout, verb: str, at: int) -> Span:
    source = layout.source
    line = source.line_of(at)
    if verb == "disable-file":
        return Span(0, len(source.text))
    own_line = not source.text[source.line_span(line).start : at].strip()
    if verb == "disable-next-line" or (verb == "disable" and own_line):
        line += 1
        while line < len(source.line_starts) and source.line_text(line).lstrip().startswith("#"):
            line += 1
    if line > len(source.line_starts):
        return Span(len(source.text), len(source.text))
    span = source.line_span(line)
    return Span(span.start, layout.end_of(line, whole_items=own_line)) if verb == "disable" else span


class Layout:
    """Where values stand, and where ends what begins on a line; only the nodes around the line are looked at."""

    def __init__(self, source: SourceText, document: Document) -> None:
        self.source = source
        self._roots = sorted(document.roots, key=lambda node: node.start)
        self._children: dict[int, list[Node]] = {}

    def inside_value(self, offset: int) -> bool:
        """Whether an offset lies inside a value, where ``#`` does not begin a comment."""
        return any(self._holds_text(node, offset) for node in self._around(Span(offset, offset)))

    def _holds_text(self, node: Node, offset: int) -> bool:
        if not isinstance(node, Scalar):
            return False
        start = node.start
        if node.style in ("literal", "folded"):
            start = self.source.line_span(self.source.line_of(start)).end
        return start <= offset < node.end

    def end_of(self, line: int, *, whole_items: bool) -> int:
        """Where ends what begins on the line: its keys, and with ``whole_items`` also its list items."""
        span = self.source.line_span(line)
        end = span.end
        for node in self._around(span):
            if isinstance(node, Mapping):
                begun = (entry for entry in (*node.entries, *node.duplicates) if _begins(entry.key, span))
                end = max((end, *(entry.value.end for entry in begun)))
            elif isinstance(node, Sequence) and whole_items:
                end = max((end, *(item.end for item in self._inside(node) if _begins(item, span))))
        return end

    def _around(self, span: Span) -> Iterator[Node]:
        """The nodes that touch a span."""
        waiting = [node for node in self._roots if node.start <= span.end and node.end >= span.start]
        while waiting:
            node = waiting.pop()
            yield node
            inside = self._inside(node)
            at = bisect_right(inside, span.end, key=lambda child: child.start)
            while at and inside[at - 1].end >= span.start:
                at -= 1
                waiting.append(inside[at])

    def _inside(self, node: Node) -> list[Node]:
        """The nodes directly inside another one, as they stand; what an alias or a merge brings in is elsewhere."""
        known = self._children.get(id(node))
        if known is None:
            known = self._children[id(node)] = []
            end = node.start
            for child in _as_written(node):
                if child.start >= end:
                    known.append(child)
                    end = child.end
        return known


def _begins(node: Node, line: Span) -> bool:
    return line.start <= node.start <= line.end


def _as_written(node: Node) -> Iterator[Node]:
    if isinstance(node, Mapping):
        own = (entry for entry in (*node.entries, *node.duplicates) if not entry.merged)
        for entry in sorted(own, key=lambda entry: entry.key.start):
            yield from (entry.key, entry.value)
    elif isinstance(node, Sequence):
        yield from node.items
