"""Snippets for a shot, a chain of shots and a character, in the syntax of the place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from promptlint.spec.fields import LIST_KEYS
from promptlint_lsp.features.site import Site, Style

_Body: TypeAlias = list[tuple[str, str]]
"""Keys and what is filled in for them, in the syntax of LSP snippets."""

_ACTION: Final = "The same woman from the reference turns her head slowly towards the window. Static camera."
_LOOKS: Final = "What every prompt says of the looks."


@dataclass(frozen=True, slots=True)
class Snippet:
    """A snippet.

    Attributes:
        name: how it is listed.
        about: what it is.
        lines: in the syntax of LSP snippets, indented from where the line that they are put in begins.
    """

    name: str
    about: str
    lines: list[str]


def snippets_at(site: Site) -> Iterator[Snippet]:
    """What can be begun at a site."""
    if site.role != "key" or site.present or site.followed:
        return
    path, block = site.path, site.style == "block"
    in_entry = path[-1:] == (0,)
    holder = path[:-1] if in_entry else path
    if holder == ("characters",):
        if site.new_entry or not in_entry:
            yield Snippet("character", "A character with its picture and its description.", _character(site))
        return
    if (holder and holder[-1] not in LIST_KEYS) or not (in_entry or block):
        return
    for name, about, bodies in (
        ("shot", "A shot: start frame, length, motion and prompt.", [_first(site.style)]),
        ("chain", "Two shots: the second starts from the last frame of the first.", [*_chain(site.style)]),
    ):
        if name == "shot" or block or site.new_entry:
            yield Snippet(name, about, _entries(bodies, site))


def _chain(style: Style) -> Iterator[_Body]:
    yield _first(style)
    yield _second(style)


def _first(style: Style) -> _Body:
    return _shot(1, "${1:shot-1}", _text("${2:refs/start.png}", style), style)


def _second(style: Style) -> _Body:
    link = '{"from": "$1", "frame": "last"\\}' if style == "json" else "{from: $1, frame: last\\}"
    return _shot(6, "${6:shot-2}", link, style)


def _shot(first: int, name: str, image: str, style: Style) -> _Body:
    strength, camera = (f"${{{first + 3}|subtle,moderate,strong|}}", f"${{{first + 4}:static}}")
    inner = [("strength", _text(strength, style)), ("camera", _text(camera, style))]
    return [
        ("id", _text(name, style)),
        ("image", image),
        ("duration", f"${{{first + 2}:5}}"),
        ("motion", _braces(inner, style)),
        ("prompt", _text(f"${{{first + 10}:{_ACTION}}}", style)),
    ]


def _character(site: Site) -> list[str]:
    style = site.style
    body = [("image", _text("${2:refs/front.png}", style)), ("description", _text(f"${{3:{_LOOKS}}}", style))]
    if site.new_entry:
        return _entries([[("name", _text("${1:name}", style)), *body]], site)
    if style == "block":
        return ["${1:name}:", *(f"  {line}" for line in _lines(body))]
    return [f"{_text('${1:name}', style)}: {_braces(body, style)}"]


def _entries(bodies: list[_Body], site: Site) -> list[str]:
    """Entries of a list, the first without its dash or its braces where these are there already."""
    if site.style != "block":
        return [", ".join(_braces(body, site.style) if site.new_entry else _flow(body, site.style) for body in bodies)]
    lines = [f"{'  ' if number else '- '}{line}" for body in bodies for number, line in enumerate(_lines(body))]
    if site.new_entry:
        return [lines[0].removeprefix("- "), *lines[1:]]
    return lines if site.path else ["version: 1", "shots:", *(f"  {line}" for line in lines)]


def _lines(body: _Body) -> list[str]:
    return [f"{key}: {value}" for key, value in body]


def _flow(body: _Body, style: Style) -> str:
    return ", ".join(f"{_text(key, style)}: {value}" for key, value in body)


def _braces(body: _Body, style: Style) -> str:
    return f"{{{_flow(body, style)}\\}}"


def _text(text: str, style: Style) -> str:
    return f'"{text}"' if style == "json" else text
