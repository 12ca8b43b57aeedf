"""What the cursor stands at, while a line is half typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptlint.spec.model import KeyPath
from promptlint.text import SourceText
from promptlint_lsp.features.cursor import directive_at, site_at
from promptlint_lsp.features.site import Site

CURSOR = "¦"
FILM = """\
version: 1
defaults:
  model: kling-1.6   # the model
characters:
  mara: {image: refs/mara.png, hair: red}
shots:
  - id: 森-1
    image: refs/mara.png
    motion:
      strength: subtle
      camera: static
    prompt: >-
      🙂 She turns her head,
      model: slowly.
  - id: "s2"
    image: {from: 森-1, frame: last}
    characters: [mara]
    references:
      - refs/a.png
      - path: refs/b.png
    duration: '5'
"""


PIECES = [*"a:-{}[],\"'#|>& \n\t森🙂", "- ", ": ", "\r\n", "key: "]


def site(text: str, name: str = "film.shot.yaml") -> tuple[Site | None, str]:
    """The site at ``¦``, and the text that it replaces."""
    offset = text.index(CURSOR)
    text = text.replace(CURSOR, "", 1)
    found = site_at(SourceText(text), name, offset)
    return found, text[found.span.start : found.span.end] if found is not None else ""


@pytest.mark.parametrize(
    ("text", "role", "path", "word"),
    [
        ("¦", "key", (), ""),
        ("sho¦", "key", (), "sho"),
        ("shots:\n  - ¦", "key", ("shots", 0), ""),
        ("shots:\n  - du¦", "key", ("shots", 0), "du"),
        ("shots:\n  - id: a\n    du¦ration: 5", "key", ("shots", 0), "duration"),
        ("shots:\n  - id: a\n    dur¦ 5", "key", ("shots", 0), "dur"),
        ("shots:\n  - id: a\n  ¦", "key", ("shots",), ""),
        ("shots:\n- id: a\n  mo¦", "key", ("shots", 0), "mo"),
        ("shots:\n- id: a\nver¦", "key", (), "ver"),
        ("shots:\n- id: a\n- ¦\n- id: c", "key", ("shots", 0), ""),
        ("- id: a\n  ¦", "key", (0,), ""),
        ("shots:\n  - id: a\n    motion:\n      ¦", "key", ("shots", 0, "motion"), ""),
        ("shots:\n  - id: a\n    motion: &m\n      ¦", "key", ("shots", 0, "motion"), ""),
        ("scenes:\n  - title: x\n    shots:\n      - id: 森\n        ¦", "key", ("scenes", 0, "shots", 0), ""),
        ("a: 1\n---\nsho¦", "key", (), "sho"),
        ("shots:\n\n  # a comment\n  - id: a\n\n    ¦", "key", ("shots", 0), ""),
        ("model:¦", "value", ("model",), ""),
        ("shots:\n  - model: kl¦ing # why", "value", ("shots", 0, "model"), "kling"),
        ("shots:\n  - id: a\n    image: '../re¦f.png'", "value", ("shots", 0, "image"), "'../ref.png'"),
        ('shots:\n  - id: a\n    image: "../re¦', "value", ("shots", 0, "image"), '"../re'),
        ("shots:\n  - id: a\n    motion: {str¦, camera: x}", "key", ("shots", 0, "motion"), "str"),
        ("shots:\n  - id: a\n    motion: {strength: su¦btle}", "value", ("shots", 0, "motion", "strength"), "subtle"),
        ("shots:\n  - id: a\n    motion: {strength: ¦", "value", ("shots", 0, "motion", "strength"), ""),
        ("shots:\n  - id: a\n    characters: [a, ¦]", "key", ("shots", 0, "characters", 0), ""),
        ("shots:\n  - id: a\n    characters:\n      - ma¦", "key", ("shots", 0, "characters", 0), "ma"),
        ("shots:\n  - {id: a, ¦}", "key", ("shots", 0), ""),
        ("shots: [\n  {id: x,\n   du¦\n   fps: 5},\n]", "key", ("shots", 0), "du"),
        ("shots:\n  - id: a\n    image: {from: b,\n            fra¦", "key", ("shots", 0, "image"), "fra"),
        ("characters:\n  mara:\n    views:\n      side: r¦", "value", ("characters", "mara", "views", "side"), "r"),
        ("shots:\n  - id: a\n    aspect_ratio: 16:¦9", "value", ("shots", 0, "aspect_ratio"), "16:9"),
        ("{shots: [{id: a, ¦}]}", "key", ("shots", 0), ""),
    ],
)
def test_yaml(text: str, role: str, path: KeyPath, word: str) -> None:
    found, replaced = site(text)
    assert found is not None
    assert (found.role, found.path, replaced) == (role, path, word)


@pytest.mark.parametrize(
    "text",
    [
        "prompt: >-\n  a woman ¦",
        "prompt: >-\n  a woman\n  model: ¦",
        "shots:\n  - prompt: |\n      one\n\n      tw¦",
        "prompt: a woman\n  walks ¦",
        "shots:\n  - id: a\n    duration: 5\n      ¦",
        "prompt: 'a woman' ¦",
        "model: kling # ki¦",
        "# mod¦",
        "model: *an¦",
        "prompt: |¦",
        "motion: {strength: subtle} ¦",
        "motion: {strength: 'x' ¦}",
        "shots:\n  - ¦ id: a",
    ],
)
def test_places_where_nothing_can_follow(text: str) -> None:
    assert site(text)[0] is None


@pytest.mark.parametrize(
    ("text", "role", "path", "word"),
    [
        ('{"shots": [{"id": "森🙂", ¦}]}', "key", ("shots", 0), ""),
        ('{"shots": [{"id": "a", "mo¦"}]}', "key", ("shots", 0), '"mo"'),
        ('{"shots": [{"id": "a", "mo¦del": "x"}]}', "key", ("shots", 0), '"model"'),
        ('{"shots": [{"id": "a", "model": "k¦"}]}', "value", ("shots", 0, "model"), '"k"'),
        ('{"shots": [{"id": "a", "model": "k¦\n}]}', "value", ("shots", 0, "model"), '"k'),
        ('{"shots": [{"id": "a", "duration": ¦, "fps": 3}]}', "value", ("shots", 0, "duration"), ""),
        ('{"shots": [{"duration": 1¦0}]}', "value", ("shots", 0, "duration"), "10"),
        ('{"shots": [{"image": {"from": "¦\n', "value", ("shots", 0, "image", "from"), '"'),
        ('[{"id": 1}, {¦]', "key", (0,), ""),
        ('{"a": "}{][", "shots": [¦]}', "key", ("shots", 0), ""),
    ],
)
def test_json(text: str, role: str, path: KeyPath, word: str) -> None:
    found, replaced = site(text, "film.shot.json")
    assert found is not None and found.style == "json"
    assert (found.role, found.path, replaced) == (role, path, word)


def test_json_lines_count_each_for_itself() -> None:
    found, _ = site('{"id": "a", "prompt": "x"}\n{"id": "b", "¦', "film.shot.jsonl")
    assert found is not None and (found.path, found.present) == ((), frozenset({"id"}))


@pytest.mark.parametrize(
    ("text", "present"),
    [
        ("shots:\n  - id: a\n    ¦\n    motion:\n      camera: x\n    fps: 5\n  - seed: 1\n", {"id", "motion", "fps"}),
        ("shots:\n  - id: a\n  - ¦\n    fps: 5\n", {"fps"}),
        ("shots:\n  - ¦id: a\n    fps: 5\n", {"fps"}),
        ("version: 1\n¦\nshots:\n- id: a\n", {"version", "shots"}),
        ("motion: {camera: x, ¦, strength: y}", {"camera", "strength"}),
        ("motion: {camera: x, st¦: y}", {"camera"}),
        ("motion: {camera: x, reference: {path: z}, ¦}", {"camera", "reference"}),
    ],
)
def test_keys_that_are_there_already(text: str, present: set[str]) -> None:
    found, _ = site(text)
    assert found is not None and found.present == present


@pytest.mark.parametrize(
    ("text", "typed", "word"),
    [
        ("fps: 5 # ¦", "", ""),
        ("fps: 5 # prompt¦", "prompt", "prompt"),
        ("# promptlint: ¦", "promptlint: ", ""),
        ("# promptlint: disable=D3¦01", "promptlint: disable=D3", "D301"),
        ("# promptlint: disable=D301,too-¦", "promptlint: disable=D301,too-", "too-"),
        ("fps: 5 # promptlint:dis¦", "promptlint:dis", "dis"),
    ],
)
def test_directives(text: str, typed: str, word: str) -> None:
    offset = text.index(CURSOR)
    text = text.replace(CURSOR, "", 1)
    found = directive_at(SourceText(text), "film.shot.yaml", offset)
    assert found is not None
    assert (found[0], text[found[1].start : found[1].end]) == (typed, word)


@pytest.mark.parametrize("text", ["fps: 5 # hello ¦", "fps: 5 ¦", "# prompts ¦", "a#promptlint: ¦"])
def test_other_comments_are_left_alone(text: str) -> None:
    assert directive_at(SourceText(text.replace(CURSOR, "")), "film.shot.yaml", text.index(CURSOR)) is None


@given(st.data())
def test_anything_typed_anywhere_raises_nothing_and_replaces_what_is_at_the_cursor(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(FILM)))
    gone = data.draw(st.integers(0, 12))
    typed = "".join(data.draw(st.lists(st.sampled_from(PIECES), max_size=8)))
    text = FILM[:at] + typed + FILM[at + gone :]
    offset = at + len(typed)
    source = SourceText(text)
    for name in ("a.shot.yaml", "a.shot.json", "a.shot.jsonl"):
        found = site_at(source, name, offset)
        if found is not None:
            assert found.span.start <= offset <= found.span.end
            assert text[found.span.start : offset] == found.typed
            assert not {"\n", "\r"} & set(text[found.span.start : found.span.end])


@pytest.mark.parametrize("at", range(len(FILM) + 1))
def test_every_beginning_of_a_file(at: int) -> None:
    site_at(SourceText(FILM[:at]), "a.shot.yaml", at)
    directive_at(SourceText(FILM[:at]), "a.shot.yaml", at)
