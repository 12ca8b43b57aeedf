"""Copies of a shot's text, each with the changes that make it one shot of a chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from promptlint.chain.changes import Changes, own_entry
from promptlint.document import Mapping, Node, Scalar
from promptlint.edits import (
    apply,
    end_of_line,
    entry_text,
    insert_entry,
    is_alias,
    line_break,
    line_start,
    remove_entry,
    value_end,
)
from promptlint.finding import TextEdit
from promptlint.spec.model import Shot
from promptlint.suppress import DIRECTIVE
from promptlint.text import Span


def copy_of(shot: Shot, number: int, changes: Changes, end: int) -> str | None:
    """The text of a shot, from its first key or bracket to ``end``, as that of one shot of its chain.

    Comments stay with the first copy, directives with all but for those beside the length. None where an entry cannot
    be removed.
    """
    source, span = shot.file.source.text, Span(shot.node.start, end)
    edits = list(changes.edits)
    for removed in _joined([remove_entry(shot.node, entry) for entry in changes.removed]):
        if removed is None:
            return None
        start = removed.start if removed.end <= end else len(source[: removed.start].rstrip("\r\n"))
        edits.append(TextEdit(Span(start, min(removed.end, end)), ""))
    if changes.added:
        edits.append(_addition(shot, changes))
    if number > 0:
        edits += without(left_out(shot, span), edits)
    return edited(source, span, edits)


def _joined(removals: Iterable[TextEdit | None]) -> list[Span | None]:
    """The spans of removals, those of lines in a row as one; None for one that cannot be made."""
    spans: list[Span | None] = []
    for removal in sorted(removals, key=lambda removal: removal.span if removal is not None else Span(-1, -1)):
        before = spans[-1] if spans else None
        if removal is not None and before is not None and before.end == removal.span.start:
            spans[-1] = Span(before.start, removal.span.end)
        else:
            spans.append(removal.span if removal is not None else None)
    return spans


def edited(source: str, span: Span, edits: Iterable[TextEdit]) -> str | None:
    """A part of a text with the edits in it; None where they overlap."""
    within = sorted(edit for edit in edits if span.start <= edit.span.start and edit.span.end <= span.end)
    if any(before.span.end > after.span.start for before, after in pairwise(within)):
        return None
    moved = (TextEdit(Span(edit.span.start - span.start, edit.span.end - span.start), edit.text) for edit in within)
    return apply(source[span.start : span.end], tuple(moved))


def without(edits: Iterable[TextEdit], others: Iterable[TextEdit]) -> list[TextEdit]:
    """The edits that do not touch what others change."""
    spans = [edit.span for edit in others]
    return [
        edit for edit in edits if not any(edit.span.start < span.end and span.start < edit.span.end for span in spans)
    ]


def added_lines(changes: Changes, *, json_style: bool) -> list[str]:
    """The entries that a copy has besides, each as text."""
    return [entry_text(key, value, json_style=json_style) for key, value in changes.added.items()]


def _addition(shot: Shot, changes: Changes) -> TextEdit:
    """Further entries behind the id, or before all others where there is none."""
    node, source = shot.node, shot.file.source.text
    behind = own_entry(shot, "id")
    if behind is not None:
        inserted = [insert_entry(node, behind, key, value) for key, value in changes.added.items()]
        first = inserted[0]
        assert first is not None
        return TextEdit(first.span, "".join(edit.text for edit in inserted if edit is not None))
    lines = added_lines(changes, json_style=any(entry.key.style == "double" for entry in node.entries[:1]))
    if not node.flow:
        _, column = line_start(source, node.start)
        between = line_break(source) + " " * column
        return TextEdit(Span(node.start, node.start), "".join(f"{line}{between}" for line in lines))
    at = node.start + 1
    space = source[at : len(source) - len(source[at:].lstrip())]
    at += len(space)
    text = f",{space or ' '}".join(lines)
    return TextEdit(Span(at, at), text if source[at] == "}" else f"{text},{space or ' '}")


def left_out(shot: Shot, span: Span) -> Iterator[TextEdit]:
    """What the further copies of a part of the shot do without: comments, and marks for aliases."""
    source = shot.file.source.text
    nodes = [node for node in _nodes(shot.node) if span.start <= node.start < span.end]
    for node in nodes:
        if node.anchor is not None:
            mark = f"&{node.anchor}"
            at = source.rfind(mark, span.start, node.start + len(mark))
            if at >= 0:
                end = at + len(mark)
                yield TextEdit(Span(at, end + len(source[end:]) - len(source[end:].lstrip(" \t"))), "")
    length = own_entry(shot, "duration")
    bounds = Span(0, 0)
    if length is not None:
        bounds = Span(line_start(source, length.key.start)[0], end_of_line(source, value_end(length)))
    yield from _comments(source, span, nodes, bounds)


def _comments(source: str, span: Span, nodes: list[Node], length: Span) -> Iterator[TextEdit]:
    """The comments but for directives; one beside the length speaks of a length that is gone."""
    texts = sorted(_text_span(source, node) for node in nodes if isinstance(node, Scalar))
    at = span.start
    while (at := source.find("#", at, span.end)) >= 0:
        inside = next((text for text in texts if text.start <= at < text.end), None)
        if inside is not None:
            at = inside.end
            continue
        end = at
        while end < span.end and source[end] not in "\r\n":
            end += 1
        stays = DIRECTIVE.match(source, at) and not length.start <= at < length.end
        if source[at - 1 : at].isspace() and not stays:
            start, _ = line_start(source, at)
            if not source[start:at].strip():
                yield TextEdit(Span(len(source[:start].rstrip("\r\n")), end), "")
            else:
                yield TextEdit(Span(start + len(source[start:at].rstrip()), end), "")
        at = end


def _text_span(source: str, scalar: Scalar) -> Span:
    """Where ``#`` does not begin a comment: the scalar, of a block scalar without the line of its indicator."""
    start = scalar.start
    if scalar.style in ("literal", "folded"):
        while start < scalar.end and source[start] not in "\r\n":
            start += 1
    return Span(start, scalar.end)


def _nodes(mapping: Mapping) -> Iterator[Node]:
    """The keys and values that are written in a mapping, at any depth; not those that aliases bring."""
    stack: list[Node] = [mapping]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, Mapping):
            for entry in (*node.entries, *node.duplicates):
                if not entry.merged:
                    stack.append(entry.key)
                    if not is_alias(entry):
                        stack.append(entry.value)
        elif not isinstance(node, Scalar):
            stack += [item for item in node.items if node.start <= item.start and item.end <= node.end]
