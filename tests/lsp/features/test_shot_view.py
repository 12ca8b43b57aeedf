"""The shot of the side panel as plain data."""

from __future__ import annotations

import json
from typing import Any

import pytest
from PIL import Image
from spec_desk import Desk

from promptlint.text import ColumnEncoding
from promptlint_lsp.features.shot_view import shot_view
from promptlint_lsp.project import Depth

FILM = """\
shots:
  - id: 森-1
    model: kling-1.6
    fps: 24
    image: refs/mara.png
    duration: 10
    usage: b-roll
    prompt: >-
      🙂 The same woman walks slowly.
      Slow pan left. No hats. Masterpiece, 8k.
  - id: b
    model: nothing-1
    image: {from: 森-1, frame: last}
"""


@pytest.fixture
def film(desk: Desk) -> Desk:
    path = desk.root / "refs" / "mara.png"
    path.parent.mkdir()
    with Image.new("RGB", (640, 800), "navy") as image:
        image.save(path)
    return desk


def shown(desk: Desk, text: str, depth: Depth = Depth.TEXT, encoding: ColumnEncoding = "utf-16") -> Any:
    place = desk.open(text, depth=depth, encoding=encoding)
    answer = shot_view(place.view, place.offset)
    return json.loads(json.dumps(answer))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_everything_is_told_once_all_is_known(film: Desk, encoding: ColumnEncoding) -> None:
    shot = shown(film, FILM.replace("10\n", "1¦0\n"), Depth.PICTURES, encoding)
    assert (shot["name"], shot["usage"], shot["version"], shot["complete"]) == ("森-1", "b-roll", 1, True)
    assert shot["range"]["start"] == {"line": 1, "character": 4}
    assert shot["model"] == {"name": "kling-1.6", "title": "Kling 1.6", "status": "current"}
    duration = shot["duration"]
    assert (duration["seconds"], duration["frames"], duration["window"], duration["limit"]) == (10, 240, 4, 10)
    assert "beyond that" in duration["text"]
    reference = shot["reference"]
    assert reference["name"] == "refs/mara.png" and reference["uri"].endswith("/refs/mara.png")
    assert reference["picture"].startswith("data:image/jpeg;base64,") and reference["problem"] is None
    assert {"label": "file", "value": reference["facts"][0]["value"]} == reference["facts"][0]
    parts = shot["prompt"]["parts"]
    assert (
        "".join(part["text"] for part in parts)
        == "🙂 The same woman walks slowly. Slow pan left. No hats. Masterpiece, 8k."
    )
    assert {part["kind"] for part in parts} >= {"subject", "motion", "camera", "negation", None}
    assert any(part["severity"] for part in parts)
    assert shot["prompt"]["range"]["start"]["line"] == 8
    finding = next(one for one in shot["findings"] if one["code"] == "D301")
    assert finding["severity"] in ("warning", "info") and finding["href"].endswith("/exceeds-coherence-window/")
    assert finding["range"]["start"]["line"] == 5 and isinstance(finding["fixable"], bool)
    severities = [("error", "warning", "info").index(one["severity"]) for one in shot["findings"]]
    assert severities == sorted(severities)
    praise = next(one for one in shot["findings"] if one["range"]["start"]["line"] == 9)
    assert praise["range"]["start"]["character"] == len("      Slow pan left. No hats. ")


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 44), ("utf-16", 40), ("utf-32", 39)])
def test_columns_are_counted_as_the_client_counts_them(film: Desk, encoding: ColumnEncoding, column: int) -> None:
    text = "{id: 🙂森, prompt: x, model: kling-1.6}"
    shot = shown(film, f"- {text}¦\n", encoding=encoding)
    assert shot["range"]["end"] == {"line": 0, "character": column}


def test_before_all_is_known_nothing_is_looked_at(film: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from promptlint.facts.reference.decode import Decoded

    monkeypatch.setattr(Decoded, "decode", lambda *_: pytest.fail("looked at"))
    shot = shown(film, FILM.replace("10\n", "1¦0\n").replace("walks", "strolls"))
    assert shot["complete"] is False and shot["reference"]["picture"] is None
    assert {part["kind"] for part in shot["prompt"]["parts"]} == {None}


def test_a_frame_of_another_shot_is_no_picture_yet(film: Desk) -> None:
    shot = shown(film, FILM.replace("nothing-1", "nothing¦-1"))
    assert shot["model"] == {"name": "nothing-1", "title": "nothing-1", "status": "unknown"}
    assert shot["duration"] is None and shot["prompt"] is None
    reference = shot["reference"]
    assert (reference["name"], reference["uri"], reference["picture"]) == ("森-1", None, None)
    assert "last frame of 森-1" in reference["problem"]


@pytest.mark.parametrize(
    ("image", "problem"),
    [
        ("gone.png", "no such file"),
        ("../../x.png", "outside"),
        ("https://e.org/a.png", "not fetched"),
        ("'{{X}}'", "no picture yet"),
    ],
)
def test_why_there_is_no_picture(film: Desk, image: str, problem: str) -> None:
    shot = shown(film, f"id: a¦\nimage: {image}\nprompt: x\n", Depth.PICTURES)
    assert problem in shot["reference"]["problem"] and shot["reference"]["picture"] is None


def test_where_there_is_no_shot_there_is_nothing(film: Desk) -> None:
    assert shown(film, "¦" + FILM) is None
    assert shown(film, "shots: [¦") is None
    assert shown(film, "id: ¦a\nprompt: x\nmodel: kling-1.6\n")["reference"] is None
