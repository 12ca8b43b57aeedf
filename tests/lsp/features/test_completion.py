"""Completion: what is offered, and what becomes of the file when it is taken."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lsprotocol import types
from spec_desk import CURSOR, Desk, Place

from promptlint.document import compose, node_at, to_instance
from promptlint.spec.model import KeyPath
from promptlint.text import ColumnEncoding
from promptlint_lsp.features.completion import CompletionAbilities, complete
from promptlint_lsp.project import Depth

ALL = CompletionAbilities()
PLAIN = CompletionAbilities(snippets=False, markdown=False, deprecated=False, as_is=False)
HEAD = """\
defaults: {model: kling-1.6}
characters:
  Mara 🙂: {image: refs/mara.png, description: red hair}
  yes: {image: refs/森.png}
shots:
  - id: 森-1
    image: refs/mara.png
    prompt: 🙂 She walks.
"""
ENCODINGS: tuple[ColumnEncoding, ...] = ("utf-8", "utf-16", "utf-32")


@pytest.fixture
def film(desk: Desk) -> Desk:
    desk.write(
        {"refs/mara.png": "", "refs/森.png": "", "refs/a, b.png": "", "refs/notes.txt": "", "clips/walk.mp4": ""}
    )
    desk.write({".hidden/x.png": "", "bible.yaml": "characters: {}"})
    return desk


def items(place: Place, abilities: CompletionAbilities = ALL, trigger: str | None = None) -> list[types.CompletionItem]:
    found = complete(place.view, place.offset, abilities, trigger)
    return sorted(found.items, key=lambda item: item.sort_text or item.label) if found is not None else []


def labels(place: Place) -> list[str]:
    return [item.label for item in items(place)]


def taken(place: Place, label: str) -> str:
    """The text of the file after an item was taken."""
    item = next(item for item in items(place) if item.label == label)
    edit = item.text_edit
    assert isinstance(edit, types.TextEdit)
    span = place.view.positions.span(edit.range)
    text = place.view.file.source.text
    return text[: span.start] + edit.new_text + text[span.end :]


@pytest.mark.parametrize(
    ("text", "some", "none"),
    [
        ("¦", {"version", "shots", "defaults", "characters"}, {"strength"}),
        (HEAD + "  - ¦", {"id", "image", "duration", "motion"}, {"shots", "version"}),
        (HEAD + "    ¦", {"duration", "motion"}, {"id", "image", "prompt", "image_path", "video_prompt", "shots"}),
        (HEAD + "    motion:\n      ¦", {"strength", "camera"}, {"id"}),
        (HEAD + "    motion: {¦}", {"strength", "camera"}, {"id"}),
        (HEAD + "    end_image: {¦}", {"from", "frame", "path"}, {"id"}),
        (HEAD + "    end_image: {from: 森-1, ¦}", {"frame"}, {"from", "id"}),
        ("characters:\n  mara:\n    ¦", {"image", "hair", "wardrobe"}, {"duration"}),
        (HEAD + "¦", {"version", "extends"}, {"defaults", "generation_settings", "shots", "scenes", "id"}),
    ],
)
def test_keys_by_place(film: Desk, text: str, some: set[str], none: set[str]) -> None:
    offered = set(labels(film.open(text)))
    assert some <= offered
    assert not none & offered


@pytest.mark.parametrize(
    ("text", "label", "result"),
    [
        ("shots:\n  -¦", "id", "shots:\n  - id: "),
        ("shots:\n  -¦", "prompt", "shots:\n  - prompt: >-\n      $0"),
        ("shots:\n  - characters:\n      -¦\n" + HEAD, "Mara 🙂", "shots:\n  - characters:\n      - Mara 🙂\n" + HEAD),
        (HEAD + "    image: {from: 森-1,¦}", "frame", HEAD + "    image: {from: 森-1, frame: }"),
    ],
)
def test_a_space_that_is_missing_before_it_is_put_in(film: Desk, text: str, label: str, result: str) -> None:
    assert taken(film.open(text), label) == result


def test_a_shot_right_behind_its_dash_is_indented_as_behind_a_space(film: Desk) -> None:
    assert taken(film.open("shots:\n  -¦"), "shot") == taken(film.open("shots:\n  - ¦"), "shot")


def test_details_are_plain_text(film: Desk) -> None:
    details = [item.detail for item in items(film.open("¦")) if item.detail]
    assert details and not [one for one in details if "`" in one or "  " in one]


def test_keys_come_with_what_the_schema_says_the_usual_ones_first(film: Desk) -> None:
    found = items(film.open(HEAD + "  - ¦"))
    duration = next(item for item in found if item.label == "duration")
    assert isinstance(duration.documentation, types.MarkupContent)
    assert "seconds" in duration.documentation.value
    order = [item.label for item in found]
    assert order.index("duration") < order.index("duration_seconds")


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("    duration: ¦", ["5", "10"]),
        ("    duration: 1¦0", ["5", "10"]),
        ("    mode: ¦", ["std", "pro", "high-subject-coherence"]),
        ("    resolution: ¦", ["720p", "1080p"]),
        ("    aspect_ratio: ¦", ["16:9", "9:16", "1:1"]),
        ("    usage: ¦", ["hero", "b-roll", "background"]),
        ("    motion: ¦", ["subtle", "moderate", "strong"]),
        ("    motion: {strength: ¦}", ["subtle", "moderate", "strong"]),
        ("    motion:\n      camera: ¦", ["static", "slow push-in", "pan left"]),
        ("    camera: ¦", ["static"]),
        ("    audio: ¦", ["true", "false"]),
        ("    end_image: {from: 森-1, frame: ¦}", ["last", "first"]),
        ("    end_image: {path: ¦}", ["refs/mara.png", "refs/森.png"]),
        ("    references: [¦]", ["refs/mara.png"]),
        ("    references:\n      - ¦", ["refs/mara.png"]),
        ("    references:\n      - path: refs/¦", ["refs/mara.png"]),
        ("    motion: {reference: ¦}", ["clips/walk.mp4"]),
        ("    characters: [¦]", ["Mara 🙂", "yes"]),
        ("    characters:\n      - ¦", ["Mara 🙂", "yes"]),
        ("    controls: {¦}", ["cfg_scale"]),
        ("    orientation: ¦", []),
        ("    prompt: She ¦", []),
    ],
)
def test_values(film: Desk, line: str, some: list[str]) -> None:
    offered = labels(film.open(f"{HEAD}  - id: b\n{line}"))
    assert set(some) <= set(offered)
    assert bool(some) == bool(offered)


def test_only_pictures_of_the_project_are_offered(film: Desk, tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside.png"
    outside.write_bytes(b"")
    (film.root / "refs" / "link.png").symlink_to(outside)
    offered = labels(film.open("image: ¦\nprompt: x\n", "shots/film.shot.yaml"))
    assert offered == ["../refs/a, b.png", "../refs/mara.png", "../refs/森.png"]
    assert labels(film.open("image: ../../¦\nprompt: x\n", "shots/film.shot.yaml")) == offered


def test_a_frame_of_another_shot_is_offered_as_the_start(film: Desk) -> None:
    place = film.open(HEAD + "  - id: b\n    image: ¦\n    prompt: x\n")
    assert "{from: 森-1, frame: last}" in labels(place)
    changed = film.open(taken(place, "{from: 森-1, frame: last}"))
    image = changed.view.file.shots[1].image
    assert image is not None and (image.value.kind, image.value.text, image.value.frame) == ("shot", "森-1", "last")


def test_what_specs_say_is_shown_as_it_is(film: Desk) -> None:
    text = "shots:\n  - {id: a, prompt: 'x ![y](http://e.org/z.png)'}\n  - id: b\n    image: {from: ¦}\n"
    (item,) = items(film.open(text))
    assert isinstance(item.documentation, types.MarkupContent)
    assert item.documentation.value == r"x !\[y\](http://e.org/z.png)"
    (item,) = items(film.open(text), PLAIN)
    assert isinstance(item.documentation, types.MarkupContent)
    assert item.documentation.value == "x ![y](http://e.org/z.png)"


def test_the_closest_shots_before_come_first(film: Desk) -> None:
    shots = "".join(f"  - {{id: s{number}, prompt: x, image: a.png}}\n" for number in range(4))
    text = f"shots:\n{shots}  - id: s9\n    prompt: x\n    image: {{from: ¦}}\n  - {{id: s10, prompt: x}}\n"
    assert labels(film.open(text)) == ["s3", "s2", "s1", "s0", "s10"]


def test_models_have_their_limits_and_retired_ones_come_last(film: Desk) -> None:
    found = items(film.open("model: ¦\nprompt: x\n"))
    kling = next(item for item in found if item.label == "kling-1.6")
    assert kling.detail is not None and "5 or 10 s" in kling.detail and "96 frames" in kling.detail
    retired = [bool(item.tags) for item in found]
    assert any(retired) and retired == sorted(retired)
    assert not any(item.tags for item in items(film.open("model: ¦\nprompt: x\n"), PLAIN))


def test_durations_say_how_they_stand_to_the_window(film: Desk) -> None:
    five, ten = items(film.open(HEAD + "    duration: ¦\n"))
    assert five.detail is not None and "frames" in five.detail and "beyond the window" in five.detail
    assert ten.label == "10"


def test_rules_in_directives(film: Desk) -> None:
    text = HEAD + "    duration: 10 # promptlint: disable=¦\n"
    found = items(film.open(text))
    assert found[0].label == "D301", "rules with findings on the line come first"
    assert next(item for item in found if item.label == "D301").detail == "exceeds-coherence-window"
    assert "D301" not in labels(film.open(text.replace("¦", "D301,¦")))
    assert labels(film.open("# prom¦\n" + HEAD)) == ["promptlint: disable="]
    assert labels(film.open("# promptlint: ¦\n" + HEAD)) == ["disable", "disable-next-line", "disable-file"]
    assert labels(film.open(HEAD + "    # promptlint: disable=D301 -- why ¦\n")) == []


def test_a_space_opens_values_and_nothing_else(film: Desk) -> None:
    assert items(film.open(HEAD + "    usage: ¦"), trigger=" ")
    assert not items(film.open(HEAD + "    ¦"), trigger=" ")
    assert not items(film.open(HEAD + "    camera: slow ¦"), trigger=" ")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    ("text", "label", "path", "value"),
    [
        ("{id: '🙂森', usage: he¦ro}", "b-roll", ("usage",), "b-roll"),
        ("id: x\naspect_ratio:¦", "16:9", ("aspect_ratio",), "16:9"),
        ("id: 🙂\nmodel: kling-1.6\nimage: x\naspect_ratio: ¦ # 🙂", "16:9", ("aspect_ratio",), "16:9"),
        ("shots: [{prompt: '🙂', image: re¦}]", "refs/a, b.png", ("shots", 0, "image"), "refs/a, b.png"),
        ("shots: [{prompt: '🙂', image: 're¦'}]", "refs/森.png", ("shots", 0, "image"), "refs/森.png"),
        (HEAD + "  - prompt: '🙂'\n    image: \"re¦", "refs/森.png", ("shots", 1, "image"), "refs/森.png"),
        (HEAD + "  - prompt: '🙂'\n    characters: [¦]", "yes", ("shots", 1, "characters", 0), "yes"),
        (HEAD + "  - prompt: '🙂'\n    characters: [\"¦\"]", "Mara 🙂", ("shots", 1, "characters", 0), "Mara 🙂"),
        (HEAD + "  - prompt: '🙂'\n    duration: 1¦", "5", ("shots", 1, "duration"), 5),
        (HEAD + "  - prompt: '🙂'\n    duration: '1¦'", "5", ("shots", 1, "duration"), "5"),
        (HEAD + "  - prompt: '🙂'\n    du¦: 5", "duration", ("shots", 1, "duration"), 5),
        (HEAD + "  - {prompt: '🙂', du¦: 5}", "duration", ("shots", 1, "duration"), 5),
    ],
)
def test_what_is_taken_is_read_as_it_was_meant(
    film: Desk, text: str, label: str, path: KeyPath, value: Any, encoding: ColumnEncoding
) -> None:
    film.write({"film.shot.yaml": ""})
    document = compose(taken(film.open(text, encoding=encoding), label))
    assert not document.errors
    node = node_at(document.roots[0], path)
    assert node is not None and to_instance(node) == value


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    ("text", "label", "path", "value"),
    [
        ('{"shots": [{"id": "🙂森", "model": "kling-1.6", "duration": ¦}]}', "10", ("shots", 0, "duration"), 10),
        ('{"shots": [{"id": "🙂森", "usage": ¦}]}', "hero", ("shots", 0, "usage"), "hero"),
        ('{"shots": [{"id": "🙂森", "usage": "b¦"}]}', "hero", ("shots", 0, "usage"), "hero"),
        ('{"shots": [{"id": "🙂森", "image": ¦}]}', "refs/森.png", ("shots", 0, "image"), "refs/森.png"),
        ('{"shots": [{"id": "🙂森", "us¦": "hero"}]}', "usage", ("shots", 0, "usage"), "hero"),
        ('{"shots": [{"id": "🙂森", us¦"hero"}]}', "usage", ("shots", 0, "usage"), "hero"),
        (
            '{"shots": [{"id": "a", "prompt": "x"}, {"id": "b", "image": ¦}]}',
            "{from: a, frame: last}",
            ("shots", 1, "image"),
            {"from": "a", "frame": "last"},
        ),
    ],
)
def test_json_stays_json(
    film: Desk, text: str, label: str, path: KeyPath, value: Any, encoding: ColumnEncoding
) -> None:
    found: Any = json.loads(taken(film.open(text, "film.shot.json", encoding=encoding), label))
    for step in path:
        found = found[step]
    assert found == value


def filled(snippet: str) -> str:
    """A snippet as the editor leaves it when nothing is filled in."""
    tabs: dict[str, str] = {}

    def choose(match: re.Match[str]) -> str:
        tabs[match[1]] = match[2] or match[3].split(",")[0]
        return tabs[match[1]]

    text = re.sub(r"\$\{(\d+)(?::([^}]*)|\|([^|]*)\|)\}", choose, snippet)
    return re.sub(r"\$(\d+)", lambda match: tabs.get(match[1], ""), text).replace("\\}", "}")


@pytest.mark.parametrize(
    ("before", "name", "ids"),
    [
        ("¦", "film.shot.yaml", ["shot-1"]),
        (HEAD + "  ¦", "film.shot.yaml", ["森-1", "shot-1"]),
        (HEAD + "  - ¦", "film.shot.yaml", ["森-1", "shot-1"]),
        ("- ¦", "film.shot.yaml", ["shot-1"]),
        ("shots:\n- ¦", "film.shot.yaml", ["shot-1"]),
        ("scenes:\n- title: x\n  shots:\n    - ¦", "film.shot.yaml", ["shot-1"]),
        ('{"shots": [¦]}', "film.shot.json", ["shot-1"]),
        ('{"shots": [{¦}]}', "film.shot.json", ["shot-1"]),
    ],
)
def test_snippets_make_shots(film: Desk, before: str, name: str, ids: list[str]) -> None:
    place = film.open(before, name)
    shot = film.open(filled(taken(place, "shot")), name).view.file
    assert not shot.document.errors
    assert [one.name for one in shot.shots] == ids
    assert not shot.unknown and not shot.unread
    last = shot.shots[-1]
    assert last.prompt and last.image and last.duration and last.motion.strength and last.motion.camera
    if "chain" in labels(place):
        file = film.open(filled(taken(place, "chain")), name).view.file
        assert [one.name for one in file.shots] == [*ids, "shot-2"]
        assert file.shots[-1].image is not None and file.shots[-1].image.value.text == "shot-1"
    else:
        assert before == '{"shots": [{¦}]}'


@pytest.mark.parametrize(
    ("before", "name"),
    [("characters:\n  ¦", "film.shot.yaml"), ('{"characters": {¦}}', "film.shot.json")],
)
def test_the_snippet_of_a_character(film: Desk, before: str, name: str) -> None:
    file = film.open(filled(taken(film.open(before, name), "character")), name).view.file
    assert not file.document.errors
    assert file.characters["name"].image is not None


def test_a_client_without_snippets_gets_none(film: Desk) -> None:
    found = items(film.open(HEAD + "  - ¦"), PLAIN)
    assert found and not any(item.insert_text_format for item in found)
    assert not any("$" in edit.new_text for item in found if isinstance(edit := item.text_edit, types.TextEdit))


def test_a_client_that_indents_gets_lines_without_indentation(film: Desk) -> None:
    place = film.open(HEAD + "  ¦")
    found = complete(place.view, place.offset, CompletionAbilities(as_is=False, indents=True))
    assert found is not None
    shot = next(item for item in found.items if item.label == "shot")
    assert isinstance(shot.text_edit, types.TextEdit)
    assert "\n  image:" in shot.text_edit.new_text and "\n    image:" not in shot.text_edit.new_text


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("    dura", set()),
        ("    duration: ¦\n   broken", {"5", "10"}),
        ("    image: {from: ¦", {"森-1"}),
        ("    characters: [¦", {"Mara 🙂"}),
        ("    usage: 'h¦", {"hero"}),
    ],
)
def test_shots_are_known_while_the_file_does_not_parse(film: Desk, line: str, some: set[str]) -> None:
    film.open(HEAD)
    text = f"{HEAD}  - id: b\n{line if CURSOR in line else line + CURSOR}"
    assert some <= set(labels(film.open(text)))


def test_what_is_known_of_the_last_text_that_parsed(film: Desk) -> None:
    """So much is broken that leaving out lines does not help."""
    place = film.open(HEAD)
    film.project.lint([place.view.file.path], Depth.TEXT)
    broken = film.open(HEAD + "  - id: b\n    image: {from: ¦\n" + "  oh\n - no: [\n" * 4)
    assert broken.view.file.document.errors and not broken.view.file.shots
    assert labels(broken) == ["森-1"]


FILM = (
    HEAD
    + """\
  - id: b
    image: {from: 森-1, frame: last}
    characters: [yes, 'Mara 🙂']
    motion:
      strength: subtle
    aspect_ratio: "16:9"   # promptlint: disable=D301
    references:
      - refs/mara.png
      - path: refs/森.png
        role: style
    prompt: >-
      🙂 He turns.
"""
)
PIECES = [*"a:-{}[],\"'#|>& \n森🙂", "- ", ": ", "model: ", "\r\n", "  "]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_half_typed_files_raise_nothing(film: Desk, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(FILM)))
    gone = data.draw(st.integers(0, 15))
    typed = "".join(data.draw(st.lists(st.sampled_from(PIECES), max_size=6)))
    text = f"{FILM[:at]}{typed}{CURSOR}{FILM[at + gone :]}"
    place = film.open(text, encoding=data.draw(st.sampled_from(ENCODINGS)))
    cursor = place.view.positions.position(place.offset)
    for abilities in (ALL, PLAIN):
        for item in items(place, abilities):
            edit = item.text_edit
            assert isinstance(edit, types.TextEdit)
            assert edit.range.start.line == edit.range.end.line == cursor.line
            assert edit.range.start.character <= cursor.character <= edit.range.end.character
