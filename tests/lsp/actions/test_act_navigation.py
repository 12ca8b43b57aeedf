"""Definitions, references, links, the outline and folding."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk

from promptlint.spec.model import SpecFile
from promptlint_lsp.features.document_links import links
from promptlint_lsp.features.folding import Fold, folds
from promptlint_lsp.features.navigation import definition, references
from promptlint_lsp.features.symbols import Symbol, matches, outline
from promptlint_lsp.view import View

BASE = """\
# 🎬 who is who
# in the film

characters:
  mara: {hair: red, image: refs/mara.png}
shots: []
"""
SPEC = """\
extends: base.shot.yaml   # 🎬 鹿
scenes:
  - title: "🎬 Kitchen"
    shots:
      - id: s01
        characters: [mara]
        prompt: >-
          🎬 @mara looks up.
          # no comment
        image: refs/mara.png
        model: my-kling
        duration: 120f
      - prompt: A kettle   on the stove
        image: {from: s01}
        duration: 4s
  - shots: [{id: x, image: https://example.org/a.png}]
# one line
"""
CONFIG = '[models."my-kling"]\nbased_on = "kling-2.6"\n'


@pytest.fixture
def film(tmp_path: Path) -> tuple[Desk, View]:
    desk = Desk(tmp_path.resolve(), CONFIG)
    desk.write("base.shot.yaml", BASE)
    desk.write("refs/mara.png", b"no picture")
    return desk, desk.open("a.shot.yaml", SPEC)


@pytest.mark.parametrize(
    ("at", "origin", "file", "words"),
    [
        ("s01}", "s01", "a.shot.yaml", "s01"),
        ("s01\n", "s01", "a.shot.yaml", "s01"),
        ("mara]", "mara", "base.shot.yaml", "mara"),
        ("mara looks", "mara", "base.shot.yaml", "mara"),
        ("base", "base.shot.yaml", "base.shot.yaml", None),
        ("refs", "refs/mara.png", "refs/mara.png", None),
        ("my-kling", "my-kling", "promptlint.toml", '[models."my-kling"]'),
    ],
)
def test_definitions(film: tuple[Desk, View], at: str, origin: str, file: str, words: str | None) -> None:
    desk, view = film
    found = definition(view, desk.names(), SPEC.index(at) + 1)
    assert found is not None
    assert SPEC[slice(*found.origin)] == origin
    assert found.target.path == desk.root / file
    named = found.target.source and found.target.span and found.target.source.text[slice(*found.target.span)]
    assert named == words


@pytest.mark.parametrize("at", ["Kitchen", "looks", "120f", "https", "# one", "prompt", "\n"])
def test_what_leads_nowhere(film: tuple[Desk, View], at: str) -> None:
    desk, view = film
    assert definition(view, desk.names(), SPEC.index(at) + 1) is None


def test_references_with_and_without_the_declaration(film: tuple[Desk, View]) -> None:
    desk, view = film
    path, offset = view.file.path, SPEC.index("mara looks")
    found = references(desk.names(), path, offset, declaration=True)
    assert [(file.name, file.source.text[slice(*span)], gives) for file, span, gives in found] == [
        ("base.shot.yaml", "mara", True),
        ("a.shot.yaml", "mara", False),
        ("a.shot.yaml", "mara", False),
    ]
    assert references(desk.names(), path, offset, declaration=False) == found[1:]
    assert references(desk.names(), path, SPEC.index("looks"), declaration=True) == []


def test_links(film: tuple[Desk, View]) -> None:
    _, view = film
    found = [(SPEC[slice(*link.span)], link.path and link.path.name, link.url) for link in links(view)]
    assert found == [
        ("base.shot.yaml", "base.shot.yaml", ""),
        ("refs/mara.png", "mara.png", ""),
        ("https://example.org/a.png", None, "https://example.org/a.png"),
    ]


@pytest.mark.parametrize("path", ["../outside.png", "refs/none.png", "refs", "javascript://x", "file:///etc/passwd"])
def test_no_links_to_what_is_not_there_or_not_in_the_project(desk: Desk, path: str) -> None:
    (desk.root / "refs").mkdir()
    assert links(desk.open("a.shot.yaml", f"- id: a\n  image: {path}\n")) == []


def shown(symbol: Symbol) -> tuple[str, str, str, list[object]]:
    return symbol.kind, symbol.name, symbol.detail, [shown(child) for child in symbol.children]


def test_outline(film: tuple[Desk, View]) -> None:
    desk, view = film
    assert [shown(symbol) for symbol in outline(view.file)] == [
        (
            "scene",
            "🎬 Kitchen",
            "2 shots",
            [("shot", "s01", "120 frames · my-kling", []), ("shot", "A kettle on the stove", "4 s", [])],
        ),
        ("scene", "(scene)", "1 shot", [("shot", "x", "", [])]),
    ]
    base = desk.project.specs.get(desk.root / "base.shot.yaml")
    assert base is not None
    assert [shown(symbol) for symbol in outline(base)] == [("character", "mara", "", [])]


@pytest.mark.parametrize(
    ("name", "text", "names"),
    [
        ("a.shot.yaml", "id: one 🎬\nprompt: x\n", ["one 🎬"]),
        ("a.shot.yaml", "- {id: 1}\n- {id: 2}\n", ["1", "2"]),
        ("a.shot.yaml", "id: a\n---\nid: b\n", ["a", "b"]),
        ("a.shots.jsonl", '{"id": "a"}\n{"id": "鹿"}\n', ["a", "鹿"]),
        ("a.shot.json", '{"characters": [{"name": "mara"}], "clips": [{"id": ""}]}\n', ["mara", "(shot)"]),
        ("a.shot.yaml", "shots:\n  - &x {id: a}\n  - *x\n", ["a"]),
        ("a.shot.yaml", "shots: &l\n  - {id: a}\nscenes: *l\n", ["a"]),
        ("a.shot.yaml", "", []),
        ("a.shot.yaml", "shots: [", []),
    ],
)
def test_outline_of_other_layouts(desk: Desk, name: str, text: str, names: list[str]) -> None:
    file = desk.open(name, text).file
    assert [symbol.name for symbol in outline(file)] == names
    inside(file, outline(file))


def inside(file: SpecFile, symbols: list[Symbol] | tuple[Symbol, ...]) -> None:
    """Every name lies in its symbol, and every symbol in the one around it."""
    for symbol in symbols:
        assert 0 <= symbol.span.start <= symbol.head.start <= symbol.head.end <= symbol.span.end
        assert symbol.name.strip()
        for child in symbol.children:
            assert symbol.span.start <= child.span.start and child.span.end <= symbol.span.end
        inside(file, symbol.children)


@pytest.mark.parametrize(
    ("query", "name", "found"),
    [("", "s01", True), ("S1", "s01", True), ("10", "s01", False), ("kit 2", "Kitchen 2", True), ("鹿", "x鹿", True)],
)
def test_loose_queries(query: str, name: str, found: bool) -> None:
    assert matches(query, name) is found


def test_folds(film: tuple[Desk, View]) -> None:
    desk, view = film
    assert folds(view.file) == [Fold(2, 16), Fold(3, 15), Fold(4, 15), Fold(5, 12), Fold(7, 9), Fold(13, 15)]
    base = desk.project.specs.get(desk.root / "base.shot.yaml")
    assert base is not None
    assert folds(base) == [Fold(1, 2, is_comment=True), Fold(4, 5)]


def test_folds_of_json_leave_the_bracket_in_sight(desk: Desk) -> None:
    text = '{\n  "shots": [\n    {\n      "id": "a"\n    },\n    {"id": "b",\n     "prompt": "x"}\n  ]\n}\n'
    assert folds(desk.open("a.shot.json", text).file) == [Fold(2, 7), Fold(3, 4), Fold(6, 7)]
