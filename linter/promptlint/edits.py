"""Edits for fixes: they change what they are about and keep everything else, style and quoting included.

A function returns None where the place cannot be edited on its own: a value that an alias or a merge key shares.
"""

from __future__ import annotations

import json
import re
from typing import Final, Literal, TypeAlias

from promptlint.document import Entry, Mapping, Node, PlainValue, Scalar, compose, resolve
from promptlint.finding import TextEdit
from promptlint.spec.yaml11 import other_reading
from promptlint.text import Span

_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_AMOUNT: Final = re.compile(r"\s*\+?(?P<number>\d+(?:\.\d*)?|\.\d+)\s*[a-zA-Z]*\s*", re.ASCII)
_BLOCK_STYLES: Final = ("literal", "folded")
_LINE_ENDS: Final = "\r\n"
_Parsed: TypeAlias = Scalar | None
Style: TypeAlias = Literal["json", "flow", "block"]


def apply(text: str, edits: tuple[TextEdit, ...]) -> str:
    """The text with the edits made; they must not overlap."""
    pieces: list[str] = []
    at = 0
    for span, new in sorted(edits, key=lambda edit: edit.span):
        pieces += (text[at : span.start], new)
        at = span.end
    return "".join((*pieces, text[at:]))


def line_break(source: str) -> str:
    """How the lines of a text end."""
    at = source.find("\n")
    return "\r\n" if at > 0 and source[at - 1] == "\r" else "\n"


def double_quoted(text: str) -> str:
    """The text as a double-quoted scalar, which is JSON as well where no other escape is needed."""
    return '"' + "".join(map(_escaped, text)) + '"'


def replace_scalar(scalar: Scalar, text: str) -> TextEdit:
    """Give a scalar another text in the same style; in double quotes where that style cannot hold it."""
    return replace_words(scalar, 0, len(scalar.value), text)


def replace_words(scalar: Scalar, start: int, end: int, text: str) -> TextEdit:
    """Replace the characters ``start`` to ``end`` of a scalar's text and keep the rest as it is written.

    A block scalar keeps the line breaks at its end.
    """
    if scalar.start == scalar.end:
        before = scalar.source[scalar.start - 1 : scalar.start]
        return TextEdit(
            scalar.span,
            (" " if before in ("-", ":", "?") else "") + value_text(text, "flow" if scalar.in_flow else "block"),
        )
    if scalar.style in _BLOCK_STYLES:
        last = len(scalar.value.rstrip("\n"))
        if end > last:
            start, end, text = min(start, last), last, text.rstrip("\n")
    value = scalar.value[:start] + text + scalar.value[end:]
    written = _in_style(scalar, text)
    if scalar.value and written is not None:
        whole = scalar.style == "plain" and start == 0 and end == len(scalar.value)
        edit = TextEdit(scalar.span if whole else _words_span(scalar, start, end), written)
        within = TextEdit(Span(edit.span.start - scalar.start, edit.span.end - scalar.start), written)
        if _reads_as(scalar, apply(scalar.source[scalar.start : scalar.end], (within,)), value):
            return edit
    return TextEdit(scalar.span, double_quoted(value) + _comment_in_head(scalar))


def _in_style(scalar: Scalar, text: str) -> str | None:
    """A text as it is written within a scalar; None where its style cannot hold it."""
    if scalar.style == "double":
        return "".join(map(_escaped, text))
    if scalar.style in _BLOCK_STYLES:
        return _in_block(scalar, text)
    if not text.isprintable():
        return None
    return text.replace("'", "''") if scalar.style == "single" else text


def _words_span(scalar: Scalar, start: int, end: int) -> Span:
    """Where characters of a scalar stand; a line break among them goes with the indentation behind it."""
    span = scalar.span_of(start, end)
    if start < end < len(scalar.value) and scalar.value[end - 1] == "\n":
        return Span(span.start, scalar.span_of(end, end + 1).start)
    return span


def _comment_in_head(scalar: Scalar) -> str:
    """The comment in the first line of a block scalar, with the blanks before it."""
    if scalar.style not in _BLOCK_STYLES:
        return ""
    head = scalar.source[scalar.start : end_of_line(scalar.source, scalar.start)]
    comment = head.lstrip("|>+-123456789").rstrip()
    return comment if comment.lstrip().startswith("#") else ""


def replace_amount(scalar: Scalar, amount: str) -> TextEdit:
    """Give a length another number, and keep its unit and notation.

    A number in a notation of its own, such as ``1e1`` or ``0x0c``, is written out.
    """
    written = _AMOUNT.fullmatch(scalar.value)
    if written is None:
        return replace_scalar(scalar, amount)
    number = f"{amount}.0" if "." in written["number"] and "." not in amount else amount
    return replace_words(scalar, written.start("number"), written.end("number"), number)


def _in_block(scalar: Scalar, text: str) -> str:
    """A text as the lines of a block scalar after the first are written."""
    if "\n" not in text or not scalar.value.strip():
        return text
    first = len(scalar.value) - len(scalar.value.lstrip("\n"))
    _, column = line_start(scalar.source, scalar.span_of(first, first + 1).start)
    between = line_break(scalar.source) * (2 if scalar.style == "folded" else 1) + " " * column
    return between.join(text.split("\n"))


def quote_scalar(scalar: Scalar) -> TextEdit:
    """Put an unquoted scalar in double quotes."""
    return TextEdit(scalar.span, double_quoted(scalar.value))


def rename_key(entry: Entry, name: str) -> TextEdit | None:
    """Give a key another name."""
    return None if entry.merged else replace_scalar(entry.key, name)


def replace_value(entry: Entry, value: PlainValue) -> TextEdit:
    """Give a key of its own another value, on one line and in place of all that stands behind the colon."""
    return TextEdit(Span(_behind_colon(entry), value_end(entry)), f" {value_text(value, _style_at(entry.key))}")


def insert_entry(mapping: Mapping, after: Entry, key: str, value: PlainValue) -> TextEdit | None:
    """Add a key behind another one of the same mapping, laid out as that one is."""
    if after.merged:
        return None
    source = after.key.source
    entry = _entry_text(key, value, _style_at(after.key))
    start, indent = line_start(source, after.key.start)
    own_line = not source[start : after.key.start].strip()
    end = value_end(after)
    if mapping.flow:
        space = line_break(source) + source[start : after.key.start] if own_line else " "
        return TextEdit(Span(end, end), f",{space}{entry}")
    if isinstance(after.value, Scalar) and after.value.style in _BLOCK_STYLES and end == after.value.end:
        trailing = source[end:]
        if not trailing.strip() or "+" in source[after.value.start : after.value.start + 3]:
            return TextEdit(Span(after.key.start, after.key.start), f"{entry}{line_break(source)}{' ' * indent}")
    at = end_of_line(source, end)
    return TextEdit(Span(at, at), f"{line_break(source)}{' ' * indent}{entry}")


def remove_entry(mapping: Mapping, entry: Entry) -> TextEdit | None:
    """Remove a key with its value, and the comment behind it."""
    if entry.merged or has_anchor(entry):
        return None
    source = entry.key.source
    end = value_end(entry)
    if len(mapping.entries) + len(mapping.duplicates) == 1:
        if mapping.anchor is not None:
            return None
        return TextEdit(Span(mapping.start, max(end, mapping.end)), "{}") if mapping.entries[0] is entry else None
    if mapping.flow:
        return _remove_from_flow(mapping, entry, end)
    start, indent = line_start(source, entry.key.start)
    after = _behind_block_value(source, entry, end)
    if not source[start : entry.key.start].strip():
        return TextEdit(Span(start, after), "")
    at = after
    while at < len(source):
        line_end = end_of_line(source, at)
        if source[at:line_end].strip() and not source[at:line_end].lstrip().startswith("#"):
            break
        at = _next_line(source, at)
    found = line_start(source, at)[1] if at >= len(source) else at + indent
    if at < len(source) and not source[at:found].strip() and source[found : found + 1].strip():
        return TextEdit(Span(entry.key.start, found), "")
    return None


def has_anchor(entry: Entry) -> bool:
    """Whether something in the entry is marked for aliases elsewhere."""
    stack: list[Node] = [entry.key, entry.value]
    seen: set[int] = set()
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if node.anchor is not None and not (node is entry.value and is_alias(entry)):
            return True
        if isinstance(node, Mapping):
            stack += [part for inner in node.entries for part in (inner.key, inner.value)]
        elif not isinstance(node, Scalar):
            stack += node.items
    return False


def value_end(entry: Entry) -> int:
    """Where the entry ends: behind its value, or behind the alias that stands for it."""
    if not is_alias(entry):
        return max(entry.value.end, _behind_colon(entry))
    source = entry.key.source
    at = source.index("*", _behind_colon(entry))
    while at < len(source) and source[at] not in " \t\r\n,[]{}":
        at += 1
    return at


def is_alias(entry: Entry) -> bool:
    """Whether the value stands elsewhere; an alias can only follow its anchor."""
    return entry.value.start < entry.key.end


def _behind_colon(entry: Entry) -> int:
    return entry.key.source.index(":", entry.key.end) + 1


def _remove_from_flow(mapping: Mapping, entry: Entry, end: int) -> TextEdit:
    entries = sorted((*mapping.entries, *mapping.duplicates), key=lambda e: e.key.start)
    own = [other for other in entries if not other.merged]
    index = next(i for i, other in enumerate(own) if other is entry)
    if index > 0:
        return TextEdit(Span(value_end(own[index - 1]), end), "")
    following = entry.key.source.find(",", end) + 1
    source = entry.key.source
    while source[following : following + 1].isspace():
        following += 1
    return TextEdit(Span(entry.key.start, following), "")


def _behind_block_value(source: str, entry: Entry, end: int) -> int:
    """Start of the line behind an entry, blank lines that belong to a block scalar included."""
    at = _next_line(source, end_of_line(source, end))
    if isinstance(entry.value, Scalar) and entry.value.style in _BLOCK_STYLES and not is_alias(entry):
        while at < len(source) and not source[at : end_of_line(source, at)].strip():
            at = _next_line(source, at)
    return at


def line_start(source: str, at: int) -> tuple[int, int]:
    """Start of the line of an offset, and the offset's column."""
    start = at
    while start > 0 and source[start - 1] not in _LINE_ENDS:
        start -= 1
    return start, at - start


def end_of_line(source: str, at: int) -> int:
    """Where the line of an offset ends, its line break not counted."""
    while at < len(source) and source[at] not in _LINE_ENDS:
        at += 1
    return at


def _next_line(source: str, at: int) -> int:
    at = end_of_line(source, at)
    return at + 2 if source[at : at + 2] == "\r\n" else min(at + 1, len(source))


def _escaped(char: str) -> str:
    known = _ESCAPES.get(char)
    if known is not None:
        return known
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def entry_text(key: str, value: PlainValue, *, json_style: bool) -> str:
    """A key with its value on one line, as it can stand anywhere."""
    return _entry_text(key, value, "json" if json_style else "flow")


def _entry_text(key: str, value: PlainValue, style: Style) -> str:
    return f"{value_text(key, style)}: {value_text(value, style)}"


def _style_at(key: Scalar) -> Style:
    """How an entry is written that stands where another key does."""
    return "json" if key.style == "double" else "flow" if key.in_flow else "block"


def value_text(value: PlainValue, style: Style) -> str:
    """A value on one line: as JSON, as YAML in brackets, or as YAML that stands in none."""
    inner: Style = "json" if style == "json" else "flow"
    if isinstance(value, str):
        return value if style != "json" and _is_plain_safe(value, style) else double_quoted(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{value_text(k, inner)}: {value_text(v, inner)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(value_text(item, inner) for item in value) + "]"
    return json.dumps(value)


def _is_plain_safe(text: str, style: Style) -> bool:
    """Whether a text can stand without quotes and is read as the same text by everyone."""
    if not text or not text.isprintable() or other_reading(text) is not None:
        return False
    found = _parsed(f"k: {text}" if style == "block" else f"{{k: {text}}}")
    return found is not None and found.style == "plain" and resolve(found) == text


def _reads_as(scalar: Scalar, written: str, value: str) -> bool:
    """Whether a scalar written in this way, at its place, is read as the value."""
    if scalar.style in ("plain", *_BLOCK_STYLES) and not value.strip():
        return False
    if scalar.style == "plain":
        if other_reading(value) is not None or (set(value) & set(",[]{}:?") and scalar.in_flow):
            return False
        as_text = isinstance(resolve(scalar), str)
        parsed = _parsed(f"k: {written}")
        return parsed is not None and parsed.value == value and (not as_text or isinstance(resolve(parsed), str))
    if scalar.style not in _BLOCK_STYLES:
        parsed = _parsed(f"k: {written}")
        return parsed is not None and parsed.value == value
    indent = " " * max(scalar.parent_indent, 0)
    parsed = _parsed(f"{indent}k: {written}{line_break(scalar.source)}")
    return parsed is not None and parsed.value.rstrip("\n") == value.rstrip("\n")


def _parsed(snippet: str) -> _Parsed:
    document = compose(snippet)
    if document.errors or len(document.roots) != 1:
        return None
    root = document.roots[0]
    if not isinstance(root, Mapping) or len(root.entries) != 1 or root.entries[0].key.value != "k":
        return None
    value = root.entries[0].value
    return value if isinstance(value, Scalar) and value.tag is None and value.anchor is None else None
