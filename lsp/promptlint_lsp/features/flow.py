"""The cursor in flow style and in JSON: collections in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal

from promptlint.spec.model import KeyPath
from promptlint.text import Span
from promptlint_lsp.features.site import Site

_TOKEN: Final = re.compile(
    r"""(?P<space>\s+)
    |(?P<comment>(?<!\S)\#[^\r\n]*)
    |(?P<open>[\[{])
    |(?P<close>[\]}])
    |(?P<comma>,)
    |(?P<quoted>"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\r\n]|'')*')
    |(?P<unclosed>["'][^\r\n]*)
    |(?P<colon>:(?=[\s,\[\]{}"']|$)|(?<=["']):)
    |(?P<plain>(?:[^\s\[\]{},:]|:(?![\s,\[\]{}]|$))+)""",
    re.VERBOSE,
)
_AHEAD: Final = 4000
"""Characters behind the cursor in which further keys of a mapping are looked for."""


@dataclass(slots=True)
class _Frame:
    """An open bracket.

    Attributes:
        is_mapping: whether it holds a mapping.
        keys: those so far.
        key: the one whose value is being written.
        word: where the key or value that is being written begins.
        ended: whether nothing can be added to that.
    """

    is_mapping: bool
    keys: list[str] = field(default_factory=list)
    key: str | None = None
    word: int | None = None
    ended: bool = False


def flow_site(text: str, start: int, offset: int, path: KeyPath, *, json: bool = False) -> Site | None:
    """What stands at an offset; None where it is not inside the brackets that open at ``start``.

    Args:
        text: the whole text.
        start: where the first bracket stands.
        offset: the cursor.
        path: the way to the collection in these brackets.
        json: whether it is JSON, without comments and with every text in double quotes.
    """
    frames, token, kind = _scanned(text, start, offset)
    if not frames or kind == "comment":
        return None
    frame = frames[-1]
    at = offset if token is None else token
    if set(text[at:offset]) & set("\r\n"):
        return None
    quote = text[at] if kind == "unclosed" else ""
    role: Literal["key", "value"] = "key" if not frame.is_mapping or frame.key is None else "value"
    inner: list[str | int] = [*path]
    for outer in frames[:-1]:
        inner += [outer.key or ""] if outer.is_mapping else [0]
    if frame.is_mapping and frame.key is not None:
        inner.append(frame.key)
    elif not frame.is_mapping:
        inner.append(0)
    end, followed, present = _behind(text, offset, frame, quote, role)
    line = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    return Site(
        role,
        tuple(inner),
        present,
        Span(at, end),
        text[at:offset],
        quote,
        followed,
        "json" if json else "flow",
        at - line,
        not frame.is_mapping,
    )


def _scanned(text: str, start: int, offset: int) -> tuple[list[_Frame], int | None, str]:
    """The brackets that are open at the offset, where the word begins that it stands at the end of, and its kind."""
    frames: list[_Frame] = []
    kind = ""
    for match in _TOKEN.finditer(text, start, offset):
        kind = match.lastgroup or ""
        frame = frames[-1] if frames else None
        match kind:
            case "open":
                frames.append(_Frame(match[0] == "{"))
            case "close":
                if len(frames) < 2:
                    return [], None, kind
                frames.pop()
                frames[-1].word, frames[-1].ended = match.start(), True
            case "comma" if frame is not None:
                frame.key, frame.word, frame.ended = None, None, False
            case "colon" if frame is not None and frame.word is not None and frame.is_mapping and frame.key is None:
                frame.key = unquoted(text[frame.word : match.start()].rstrip())
                frame.keys.append(frame.key)
                frame.word, frame.ended = None, False
            case "quoted" | "unclosed" | "plain" if frame is not None and frame.word is None:
                frame.word, frame.ended = match.start(), kind == "quoted"
    word = frames[-1].word if frames else None
    if frames and frames[-1].ended:
        return [], None, kind
    return frames, word, "unclosed" if word is not None and text[word] in "\"'" else kind


def _behind(text: str, offset: int, frame: _Frame, quote: str, role: str) -> tuple[int, bool, frozenset[str]]:
    """Where the word at the offset ends, whether what follows it is there already, and the other keys."""
    end, closed = offset, False
    if quote:
        line_end = next((at for at in range(offset, len(text)) if text[at] in "\r\n"), len(text))
        closing = text.find(quote, offset, line_end)
        if closing >= 0:
            end, closed = closing + 1, True
    elif match := _TOKEN.match(text, offset):
        end = match.end() if match.lastgroup == "plain" else offset
    keys = list(frame.keys)
    if role == "value" and frame.key is not None:
        keys.remove(frame.key)
    rest = list(_rest(text, end))
    colon = bool(rest) and rest[0] == ":"
    keys += [key for key, behind in pairwise(rest) if behind == ":" and key not in ",:"]
    return end, closed if role == "value" else colon or (closed and not frame.is_mapping), frozenset(keys)


def _rest(text: str, start: int) -> list[str]:
    """What follows in the same brackets: keys, colons and commas."""
    depth, found = 0, []
    for match in _TOKEN.finditer(text, start, min(len(text), start + _AHEAD)):
        kind = match.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
            if depth < 0:
                break
        elif depth == 0 and kind in ("quoted", "plain", "comma", "colon"):
            found.append(unquoted(match[0]))
    return found


def unquoted(key: str) -> str:
    """A key without its quotation marks."""
    return key[1:-1] if key[:1] in ("'", '"') and len(key) > 1 else key
