"""The timeline: its rows, and what is drawn of them."""

from __future__ import annotations

import json
import re
from time import process_time
from xml.etree import ElementTree

import pytest
from chaining import read, surroundings
from hypothesis import given
from hypothesis import strategies as st

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Finding, Severity
from promptlint.report import timeline_json, timeline_svg, timeline_text
from promptlint.report.style import Style
from promptlint.report.timeline_words import clock
from promptlint.report.width import widths
from promptlint.spec.model import SpecFile
from promptlint.spec.sequence import ShotSequence
from promptlint.text import Span
from promptlint.timeline import Start, Timeline, timeline_of

TWO_FILES = {
    "a": """\
defaults: {model: pika-1.5, duration: 3}
shots:
  - {id: s01, image: a.png}
  - {id: s02, image: {from: s01}, duration: 9}
  - {id: s03, image: {from: s02}, duration: 1.5}
""",
    "b": """\
shots:
  - {id: t01, model: pika-1.5, extend: {from: s03}, duration: auto, usage: b-roll}
  - {id: t02, model: kling-2.6, image: {from: s01, frame: first}, duration: 5}
  - {id: t03, image: {from: elsewhere}, duration: 48f, fps: 24}
""",
}


def files_of(texts: dict[str, str]) -> list[SpecFile]:
    return [read(text, f"{name}.shot.yaml") for name, text in texts.items()]


def timeline(
    texts: dict[str, str], findings: tuple[Finding, ...] = (), files: list[SpecFile] | None = None
) -> Timeline:
    sequence = ShotSequence(files or files_of(texts))
    return timeline_of(sequence, lambda shot: ShotFacts(shot, surroundings(), sequence), findings)


def finding(file: SpecFile, words: str, severity: Severity, shot: str | None = None, code: str = "X900") -> Finding:
    at = file.source.text.index(words)
    return Finding(code, "x", severity, Confidence.CERTAIN, "m", "", file, Span(at, at + len(words)), (), shot)


def test_rows() -> None:
    rows = timeline(TWO_FILES).shots
    assert [row.id for row in rows] == ["s01", "s02", "s03", "t01", "t02", "t03"]
    assert [row.start for row in rows] == [0, 3, 12, 13.5, None, None]
    assert [row.seconds for row in rows] == [3, 9, 1.5, None, 5, 2]
    assert [row.too_long for row in rows] == [False, True, False, False, False, False]
    assert [row.over for row in rows] == [0, 6, 0, 0, 0, 0]
    assert [row.window.seconds if row.window else None for row in rows] == [3, 3, 3, 3, 5, 5]
    assert [row.window.general for row in rows if row.window] == [False, False, False, False, True, True]
    assert [row.starts_from for row in rows] == [
        None,
        Start("s01", "image", "last", 0),
        Start("s02", "image", "last", 1),
        Start("s03", "extend", "last", 2),
        Start("s01", "image", "first", 0),
        Start("elsewhere", "image", "last", None),
    ]
    assert (rows[0].file, rows[0].line, rows[0].model, rows[3].usage) == ("a.shot.yaml", 3, "pika-1.5", "b-roll")


def test_totals() -> None:
    found = timeline(TWO_FILES)
    assert (found.seconds, found.unknown, found.files, found.chains) == (20.5, 1, 2, 1)


def test_findings_go_to_the_shot_that_they_stand_in_or_name() -> None:
    files = files_of(TWO_FILES)
    one, other = files
    found = timeline(
        TWO_FILES,
        (
            finding(one, "s02", Severity.ERROR),
            finding(one, "1.5}", Severity.WARNING),
            finding(one, "1.5}", Severity.INFO, code="X901"),
            finding(one, "pika-1.5", Severity.WARNING, "s01"),
            finding(one, "defaults", Severity.INFO),
            finding(other, "t01", Severity.INFO),
        ),
        files,
    )
    counts = [(row.findings.errors, row.findings.warnings, row.findings.infos) for row in found.shots]
    assert counts == [(0, 1, 0), (1, 0, 0), (0, 1, 1), (0, 0, 1), (0, 0, 0), (0, 0, 0)]
    assert found.shots[2].findings.codes == ("X900", "X901")
    assert found.elsewhere.infos == 1
    assert (found.findings.errors, found.findings.warnings, found.findings.infos) == (1, 2, 3)


TEXT = """\
a.shot.yaml
    0:00 , s01 =======                 3 / 3 s
    0:03 | s02 =======xxxxxxxxxxxxxx   9 / 3 s  1E
    0:12 | s03 ====...               1.5 / 3 s

b.shot.yaml
  0:13.5 ` t01 ?......                 ? / 3 s
       ?   t02 ============           5 / ~5 s     <- s01 first frame
       ?   t03 =====.......           2 / ~5 s     <- elsewhere (not here)

6 shots of 2 files, 20.5 s together, 1 of unknown length, 1 longer than the window, 1 chain. 1 error.
= within the window, x behind it, . window not used; ~ models in general; E errors, W warnings, I infos
"""


def test_text() -> None:
    files = files_of(TWO_FILES)
    found = timeline(TWO_FILES, (finding(files[0], "s02", Severity.ERROR),), files)
    assert timeline_text.render(found, columns=74, plain=True) == TEXT
    drawn = timeline_text.render(found, columns=73)
    assert "0:03 ├ s02 ███████▒▒▒▒▒▒▒▒▒▒▒▒▒▒   9 / 3 s  1E" in drawn
    coloured = timeline_text.render(found, columns=73, style=Style(True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == drawn
    assert "\x1b[1;33m▒▒▒▒▒▒▒▒▒▒▒▒▒▒\x1b[0m" in coloured


@pytest.mark.parametrize("columns", [60, 80, 100, 120, 200])
def test_lines_fit_the_terminal(columns: int) -> None:
    text = timeline_text.render(timeline(TWO_FILES), columns=columns)
    bars = [line for line in text.splitlines() if " / " in line]
    assert len(bars) == 6
    assert all(sum(widths(line)) <= max(columns, 70) for line in bars)


def test_nothing_to_draw() -> None:
    assert timeline_text.render(timeline({})) == "No shots.\n"
    assert json.loads(timeline_json.render(timeline({})))["shots"] == []
    ElementTree.fromstring(timeline_svg.render(timeline({})))


def test_json() -> None:
    files = files_of(TWO_FILES)
    report = json.loads(timeline_json.render(timeline(TWO_FILES, (finding(files[0], "s02", Severity.ERROR),), files)))
    assert report["version"] == 1
    assert report["tool"]["name"] == "promptlint"
    assert report["shots"][1] == {
        "file": "a.shot.yaml",
        "line": 4,
        "id": "s02",
        "model": "pika-1.5",
        "usage": "hero",
        "start_s": 3.0,
        "duration_s": 9.0,
        "frames": 216,
        "window": {"seconds": 3.0, "frames": 72, "sure": True, "general": False, "below": False},
        "too_long": True,
        "over_s": 6.0,
        "starts_from": {"shot": "s01", "field": "image", "frame": "last", "index": 0},
        "findings": {"errors": 1, "warnings": 0, "infos": 0, "codes": ["X900"]},
    }
    assert report["shots"][3]["duration_s"] is None
    assert report["shots"][4]["start_s"] is None
    assert report["summary"] == {
        "files": 2,
        "shots": 6,
        "duration_s": 20.5,
        "unknown_lengths": 1,
        "too_long": 1,
        "chains": 1,
        "errors": 1,
        "warnings": 0,
        "infos": 0,
    }


SVG = "{http://www.w3.org/2000/svg}"


def test_svg() -> None:
    root = ElementTree.fromstring(timeline_svg.render(timeline(TWO_FILES)))
    assert root.get("role") == "img"
    titles = {
        element.get("id"): element.text
        for element in (root.find(f"{SVG}title"), root.find(f"{SVG}desc"))
        if element is not None
    }
    assert root.get("aria-labelledby", "").split() == list(titles)
    assert (titles["timeline-desc"] or "").startswith("6 shots of 2 files, 20.5 s together")
    style = root.find(f"{SVG}style")
    assert style is not None
    assert "prefers-color-scheme: dark" in (style.text or "")
    rows = [title.text or "" for group in root.iter(f"{SVG}g") if (title := group.find(f"{SVG}title")) is not None]
    assert rows[1] == "s02, 9 / 3 s, pika-1.5, starts from the last frame of s01 (a.shot.yaml:4)"
    assert len(rows) == 6
    assert sum(element.get("class") == "behind" for element in root.iter(f"{SVG}rect")) == 2, "a bar and the key"
    assert sum(element.get("class") == "head" for element in root.iter(f"{SVG}path")) == 4
    text = ElementTree.tostring(root, encoding="unicode")
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_the_drawing_stays_in_its_frame() -> None:
    long_name = "a very long name of a shot that goes on and on"
    chained = "".join(f"  - {{id: s{n}, image: {{from: s{n % 7}}}, duration: {n}}}\n" for n in range(8, 40))
    text = (
        f"shots:\n  - {{id: {long_name}, duration: 4}}\n" + "".join(f"  - {{id: s{n}}}\n" for n in range(8)) + chained
    )
    root = ElementTree.fromstring(timeline_svg.render(timeline({"a": text})))
    width = float(root.get("width", "0"))
    height = float(root.get("height", "0"))
    for element in root.iter(f"{SVG}rect"):
        x, wide = float(element.get("x", "0")), float(element.get("width", "0"))
        assert 0 <= x <= x + wide <= width + 0.1
    assert all(0 < float(element.get("y", "0")) < height for element in root.iter(f"{SVG}text"))


HOSTILE = st.text(st.characters(codec=None), max_size=30)


@given(HOSTILE, HOSTILE)
def test_any_name_can_be_drawn(name: str, source: str) -> None:
    text = json.dumps([{"id": name, "duration": 3}, {"id": "b", "image": {"from": source or "x"}}])
    try:
        found = timeline({"a": text})
    except AssertionError:
        return
    svg = timeline_svg.render(found)
    ElementTree.fromstring(svg.encode("utf-8"))
    drawn = timeline_text.render(found)
    assert "\x1b" not in drawn
    assert len(drawn.splitlines()) == 6
    json.loads(timeline_json.render(found))


@pytest.mark.parametrize(
    ("seconds", "text"), [(None, "?"), (0, "0:00"), (5.04, "0:05"), (61.55, "1:01.6"), (59.99, "1:00"), (3600, "60:00")]
)
def test_clock(seconds: float | None, text: str) -> None:
    assert clock(seconds) == text


def test_time_grows_with_the_number_of_shots() -> None:
    def spent(count: int) -> float:
        shots = "".join(f"  - {{id: s{n}, image: {{from: s{n - 1}}}, duration: 3}}\n" for n in range(count))
        files = [read(f"defaults: {{model: pika-1.5}}\nshots:\n{shots}")]
        started = process_time()
        found = timeline({}, files=files)
        for render in (timeline_text.render, timeline_json.render, timeline_svg.render):
            render(found)
        return process_time() - started

    spent(10)
    assert min(spent(1600), spent(1600)) < 12 * max(spent(400), 0.05)
