"""What is shown about something: blocks that become Markdown, or plain text for clients that show none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from promptlint.report.visible import visible, visible_lines

_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>&|~]|^[#+=-]|(?<=\d)[.)](?=\s)")
_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKUP: Final = re.compile(r"\*\*|(?<!`)`(?!`)")


@dataclass(frozen=True, slots=True)
class Title:
    """The first line: what it is called, and a few words on it. Both are shown as they are."""

    name: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of text from a spec or a picture, shown as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown of promptlint itself."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Labels with their words, shown as they are."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines in letters of one width."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as a ``data:`` URI, with what it is."""

    uri: str
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """A page on the web."""

    text: str
    address: str


Block: TypeAlias = Title | Words | Prose | Rows | Drawing | Image | Link


def markdown(blocks: Iterable[Block]) -> str:
    """The blocks as Markdown; nothing that comes from a spec or a picture is read as markup."""
    return "\n\n".join(_markdown(block) for block in blocks)


def plain(blocks: Iterable[Block]) -> str:
    """The blocks as text without pictures."""
    return "\n\n".join(text for block in blocks if (text := _plain(block)))


def escaped(text: str) -> str:
    """A text on one line in which Markdown finds nothing to interpret."""
    return _SPECIAL.sub(r"\\\g<0>", visible(text))


def _markdown(block: Block) -> str:
    match block:
        case Title(name, words):
            return f"**{escaped(name)}**" + (f"  {escaped(words)}" if words else "")
        case Words(text):
            return "  \n".join(escaped(line) for line in visible_lines(text).split("\n"))
        case Prose(text):
            return text
        case Rows(rows):
            return "\n".join(f"- {escaped(label)}: {escaped(words)}" for label, words in rows)
        case Drawing(lines):
            return "\n".join(["```text", *map(visible, lines), "```"])
        case Image(uri, name):
            return f"![{escaped(name)}]({uri})"
        case Link(text, address):
            return f"[{escaped(text)}]({address})"


def _plain(block: Block) -> str:
    match block:
        case Title(name, words):
            return visible(name) + (f"  {visible(words)}" if words else "")
        case Words(text):
            return visible_lines(text)
        case Prose(text):
            return _MARKUP.sub("", _LINK.sub(r"\1", text))
        case Rows(rows):
            return "\n".join(f"{label}: {visible(words)}" for label, words in rows)
        case Drawing(lines):
            return "\n".join(map(visible, lines))
        case Image():
            return ""
        case Link(text, address):
            return f"{text}: {address}"
