"""The page: what stands on it, and that no spec can put anything else there."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from samples import HOSTILE, file_of, finding, full, hostile

from promptlint.__main__ import main
from promptlint.config.finder import ConfigFinder
from promptlint.document import Mapping, Scalar, compose
from promptlint.facts.prompt.parts import Part, PartKind
from promptlint.facts.reference.model import SmallCopy
from promptlint.facts.reference.stated import face, text_box
from promptlint.facts.reference.stated import picture as picture_facts
from promptlint.finding import Evidence, Severity
from promptlint.geometry import Box
from promptlint.project import read_projects
from promptlint.report import ReportOptions, render
from promptlint.report.html.bars import Bar, bar_of
from promptlint.report.html.build import page_of
from promptlint.report.html.page import Page
from promptlint.report.html.pictures import figures_of
from promptlint.report.html.template import spoken
from promptlint.report.html.words import MOST_LINES, excerpt_of, runs_of
from promptlint.report.timeline_words import held_words
from promptlint.run import RunRequest, run
from promptlint.spec.model import SpecFile
from promptlint.spec.pictures import mentions_of
from promptlint.spec.read import read_file
from promptlint.text import SourceText, Span
from promptlint.timeline import TimelineShot, Window

FILM = """\
shots:
  - id: s01
    model: kling-2.6
    image: refs/a.png
    duration: 9s
    prompt: >-
      The red fox jumps
      over the fence. Static camera.
  - id: s02
    model: kling-2.6
    image: {from: s01}
    duration: 5s
  - id: s03
    model: kling-2.6
    image: https://example.org/x.png
    end_image: refs/missing.png
    references: [refs/a.png, the fox from the side]
    duration: 5s
    prompt: She smiles.
"""
VOID = {"meta", "input", "br", "image", "link"}


class Reader(HTMLParser):
    """Elements with their attributes and the text in them; complains of tags that do not match."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def text_in(self, tag: str) -> str:
        return "".join(data for where, data in self.texts if where == tag)

    def text(self) -> str:
        return "".join(data for where, data in self.texts if where not in ("style", "script"))


def picture(path: Path, colour: str = "#906040", size: tuple[int, int] = (800, 450)) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path)


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "promptlint.toml").write_text("")
    (tmp_path / "shots").mkdir()
    (tmp_path / "shots" / "a.yaml").write_text(FILM.replace("refs/", "../refs/"))
    picture(tmp_path / "refs" / "a.png")
    return tmp_path


def page_at(folder: Path, **request: Any) -> Page:
    asked = RunRequest(ConfigFinder(), date(2026, 11, 1), **request)
    result = run([folder], asked)
    return page_of(result, read_projects([folder], asked, result.surroundings))


def test_shots_with_their_findings_pictures_and_lengths(film: Path) -> None:
    page = page_at(film)
    assert [shot.name for shot in page.shots] == ["s01", "s02", "s03"]
    first, second, third = page.shots
    assert (first.place, first.model, first.worst) == ("shots/a.yaml:2", "kling-2.6", "warning")
    assert [found.code for found in first.findings] == ["D901"]
    assert first.findings[0].excerpt[0].marked == "9s" and first.findings[0].where == "line 5"
    assert (first.link, second.link, third.link) == ("first", "last", "")
    assert (second.start, second.start_anchor) == ("starts from the last frame of s01", "shot-1")
    assert [(figure.role, bool(figure.thumbnail)) for figure in third.figures] == [
        ("start frame", False),
        ("end frame", False),
        ("reference", True),
        ("reference", False),
    ]
    assert third.figures[0].note == "On a server: not fetched."
    assert third.figures[1].note == "The picture cannot be shown: missing."
    assert second.figures[0].note == "The last frame of s01: there once it is made."
    assert page.title == film.name
    assert (page.rules[0].code, page.rules[0].number) == ("S901", 1)
    assert page.worst[0].name == "s02" and page.clean == 1


@pytest.mark.parametrize(
    ("seconds", "window", "longest", "bar", "words"),
    [
        (
            9.0,
            3.0,
            12.0,
            Bar(25.0, 50.0, 0.0, 25.0, True),
            "9 s; the model holds a subject for 3 s. 6 s lie beyond that.",
        ),
        (3.0, 6.0, 12.0, Bar(25.0, 0.0, 25.0, 50.0, True), "3 s; the model holds a subject for 6 s."),
        (3.0, None, 3.0, Bar(100.0, 0.0, 0.0, None, True), "3 s; how long the model holds a subject is not known."),
        (
            None,
            6.0,
            12.0,
            Bar(0.0, 0.0, 50.0, 50.0, False),
            "Its length is not known; the model holds a subject for 6 s.",
        ),
        (
            None,
            None,
            0.0,
            Bar(0.0, 0.0, 0.0, None, False),
            "Its length is not known; how long the model holds a subject is not known.",
        ),
    ],
)
def test_bars(seconds: float | None, window: float | None, longest: float, bar: Bar, words: str) -> None:
    held = Window(window, None, sure=True, general=False, below=False) if window is not None else None
    too_long = seconds is not None and window is not None and seconds > window
    shot = TimelineShot("a", 1, "s01", None, "hero", 0.0, seconds, None, held, too_long, None)
    assert bar_of(shot, longest) == bar
    assert held_words(shot) == words


def test_a_picture_is_on_the_page_once_and_small(film: Path) -> None:
    picture(film / "refs" / "copy.png")
    page = page_at(film)
    assert len(page.thumbnails) == 1
    thumbnail = page.thumbnails[0]
    with Image.open(BytesIO(b64decode(thumbnail.uri.partition(",")[2]))) as image:
        assert image.format == "JPEG" and image.size == (320, 180)
    assert (thumbnail.width, thumbnail.height) == (800, 450)


def test_small_copies_are_kept_between_runs(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from promptlint.facts.reference.decode import Decoded

    before = page_at(film).thumbnails
    monkeypatch.setattr(Decoded, "decode", lambda *_: pytest.fail("decoded again"))
    assert page_at(film).thumbnails == before
    (film / "refs" / "a.png").write_bytes(b"no picture")
    assert page_at(film).thumbnails == ()


@pytest.mark.parametrize("use_cache", [True, False])
def test_the_page_of_a_stored_run_is_the_same(film: Path, use_cache: bool) -> None:
    fresh = page_at(film, use_cache=use_cache)
    assert page_at(film, use_cache=use_cache) == fresh


def test_only_what_was_asked_for_is_shown(film: Path) -> None:
    (film / "shots" / "b.yaml").write_text(FILM.replace("s0", "t0"))
    one = film / "shots" / "b.yaml"
    request = RunRequest(ConfigFinder(), date(2026, 11, 1))
    assert len(page_of(run([one], request), read_projects([one], request)).shots) == 3
    whole = RunRequest(ConfigFinder(), date(2026, 11, 1), project=True)
    assert len(page_of(run([one], whole), read_projects([one], whole)).shots) == 6


def test_standard_input_stands_for_a_file(film: Path) -> None:
    stdin = (film / "shots" / "a.yaml", b"shots: [{id: new, prompt: She smiles.}]")
    request = RunRequest(ConfigFinder(), date(2026, 11, 1), stdin=stdin)
    assert [shot.name for shot in page_of(run([], request), read_projects([], request)).shots] == ["new"]


def test_check_writes_the_page(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--output-format", "html", "--output-file", "report.html", "--quiet"]) == 1
    assert capsys.readouterr().out == ""
    text = (film / "report.html").read_bytes().decode("ascii")
    assert main(["check", "--output-format", "html", "--quiet"]) == 1
    assert capsys.readouterr().out == text
    reader = Reader(text)
    ids = [attributes["id"] for _, attributes in reader.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    targets = [href for _, attributes in reader.elements if (href := attributes.get("href") or "").startswith("#")]
    assert {target[1:] for target in targets} <= set(ids)
    assert {"shot-1", "shot-2", "shot-3", "f1"} <= set(ids)


def test_the_policy_allows_exactly_what_is_in_the_page() -> None:
    reader = Reader(render("html", full(), ReportOptions()))
    policy = next(a["content"] for _, a in reader.elements if a.get("http-equiv") == "Content-Security-Policy") or ""
    for kind, tag in (("style-src", "style"), ("script-src", "script")):
        expected = b64encode(sha256(reader.text_in(tag).encode()).digest()).decode()
        assert f"{kind} 'sha256-{expected}'" in policy
    assert policy.startswith("default-src 'none'; img-src data:;") and "unsafe" not in policy
    assert sum(tag == "script" for tag, _ in reader.elements) == 1
    assert not any(name.startswith("on") or name == "style" for _, a in reader.elements for name in a)
    assert "http" not in reader.text_in("style") + reader.text_in("script")


def test_findings_without_shots_are_listed() -> None:
    text = Reader(render("html", full(), ReportOptions())).text()
    for words in ("Outside of shots", "The clip is too long.", "Write 8s", "unsafe fix", "the face", "refs/a b.png"):
        assert words in text


def skeleton(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Elements and the names of their attributes: what the template makes, whatever the texts are."""
    return [(tag, tuple(attributes)) for tag, attributes in Reader(text).elements]


ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style></script><b>",
    "{% raw %}{# x #}",
    "<!-- -->]]>&lt;&#60;",
    "javascript:alert(1)",
    HOSTILE.replace("\ud800", ""),
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_spec_cannot_add_an_element(film: Path, attack: str) -> None:
    def written(text: str) -> str:
        quoted = "".join(f"\\u{ord(char):04x}" for char in text)
        spec = film / "shots" / "a.yaml"
        spec.write_text(
            f'shots:\n  - id: "{quoted}"\n    model: "{quoted}"\n    usage: hero\n    duration: 9s\n'
            f'    image: "../refs/{quoted}.png"\n    prompt: "{quoted} jumps"\n    negative_prompt: "{quoted}"\n'
            f'  - id: s02\n    image: {{from: "{quoted}"}}\n    duration: 9s\n    prompt: x\n'
        )
        assert main(["check", "--output-format", "html", "--output-file", "r.html", "--quiet"]) in (0, 1)
        return (film / "r.html").read_text()

    harmless, hurt = written("x"), written(attack)
    assert skeleton(hurt) == skeleton(harmless)
    shown = Reader(hurt).text()
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)


def test_hostile_findings_and_file_names() -> None:
    text = render("html", hostile(), ReportOptions())
    assert text.isascii()
    reader = Reader(text)
    assert "\\x1b[31m" in reader.text()
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", reader.text())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from("<>&\"'`/={}%!-ab \n\t\x1b\u202e\ud800"), max_size=30))
def test_any_message_stays_text(message: str) -> None:
    one = finding(file_of("a: b\n"), "b", f"x{message}", advice=message)
    calm = finding(file_of("a: b\n"), "b", "x" + re.sub("[^`]", "y", message), advice=re.sub("[^`]", "y", message))

    def rendered(found: Any) -> str:
        from promptlint.run import RunResult

        return render("html", RunResult([found], files=1, shots=1), ReportOptions())

    assert skeleton(rendered(one)) == skeleton(rendered(calm))


def test_backticks_become_code() -> None:
    assert spoken("Use `<b>` or `a`.") == "Use <code>&lt;b&gt;</code> or <code>a</code>."
    assert spoken("5` tall") == "5` tall"


def spec(text: str) -> SpecFile:
    return read_file(Path("/film/a.shot.yaml"), "a.shot.yaml", SourceText(text), compose(text), "name")


@pytest.mark.parametrize(
    "style", ["The red fox jumps", '"The red\\x20fox jumps"', ">-\n  The red\n  fox jumps", "|-\n  The red fox jumps"]
)
def test_a_prompt_is_cut_at_parts_and_findings(style: str) -> None:
    file = spec(f"id: a\nprompt: {style}\n")
    prompt = file.shots[0].prompt
    assert prompt is not None
    parts = [Part(PartKind.SUBJECT, 4, 11), Part(PartKind.MOTION, 12, 17)]
    wide = finding(file, prompt.words(8, 17).span, severity=Severity.INFO, code="D902")  # type: ignore[arg-type]
    narrow = finding(file, prompt.words(8, 11).span, code="D901")  # type: ignore[arg-type]
    elsewhere = finding(file, "id: a")  # type: ignore[arg-type]
    runs = runs_of(prompt, parts, [wide, narrow, elsewhere])
    assert [
        ([found.code for found in run.findings], [(piece.text, piece.kind) for piece in run.pieces]) for run in runs
    ] == [
        ([], [("The ", ""), ("red ", "subject")]),
        (["D901", "D902"], [("fox", "subject")]),
        (["D902"], [(" ", ""), ("jumps", "motion")]),
    ]


def test_a_finding_in_another_file_marks_nothing() -> None:
    file = spec("id: a\nprompt: The red fox\n")
    other = finding(file_of("id: a\nprompt: The red fox\n", "b.shot.yaml"), "red")
    prompt = file.shots[0].prompt
    assert prompt is not None
    assert [run.findings for run in runs_of(prompt, [], [other])] == [()]


def test_excerpts() -> None:
    text = "a:\n  - one\n  - two\n  - three\n  - four\n  - five\n"
    lines = excerpt_of(SourceText(text), Span(text.index("- one"), text.index("five") + 4))
    assert [line.number for line in lines] == [2, 3, None, 6] and len(lines) == MOST_LINES
    assert (lines[0].before, lines[0].marked, lines[-1].marked) == ("", "- one", "- five")
    long = SourceText("x" * 500 + "HERE" + "y" * 500)
    (line,) = excerpt_of(long, Span(500, 504))
    assert line.marked == "HERE" and line.before.startswith("…") and line.behind.endswith("…")
    assert len(line.before) < 100 and len(line.behind) < 100
    assert excerpt_of(SourceText(""), Span(0, 0))[0].number == 1


@pytest.mark.parametrize(
    "style", ["plain words here", "'it''s here'", '"a\\tb \\u0041 c"', ">\n  one\n  two\n\n  three"]
)
def test_source_and_characters_lead_to_each_other(style: str) -> None:
    root = compose(f"prompt: {style}\n").roots[0]
    assert isinstance(root, Mapping)
    scalar = root.entries[0].value
    assert isinstance(scalar, Scalar)
    mapped, size = scalar.map(), len(scalar.value)
    for start in range(size):
        for end in range(start + 1, size + 1):
            assert mapped.characters(mapped.span(start, end)) == (start, end)
    assert mapped.characters(Span(0, 3)) == (0, 0)


def test_boxes_of_facts_and_findings_lie_over_the_picture() -> None:
    file = spec("id: a\nimage: a.png\nprompt: x\n")
    shot = file.shots[0]
    known = replace(
        picture_facts(faces=(face(0.25),), text=(text_box("hello"),)), sha256="00", copy=SmallCopy("", 1280, 1280)
    )
    (mention,) = mentions_of(shot)
    facts = SimpleNamespace(shot=shot, pictures=((mention, known),))
    points = (
        Evidence("here", picture="a.png", box=Box(1, 2, 3, 4)),
        Evidence("there", picture="b.png", box=Box(1, 2, 3, 4)),
    )
    outside = Evidence("outside", picture="a.png", box=Box(2000, 2, 3, 4))
    found = finding(file_of("id: a\n"), "a", evidence=(*points, outside))
    (figure,) = figures_of(facts, [("f1", found)])  # type: ignore[arg-type]
    assert {outline.kind for outline in figure.outlines} >= {"face", "letters", "warning"}
    assert [(outline.label, outline.target) for outline in figure.outlines if outline.target] == [("here", "f1")]


def test_the_page_of_fixed_files_shows_what_is_left(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--fix", "--output-format", "html", "--output-file", "r.html", "--quiet"]) in (0, 1)
    assert "s03" in Reader((film / "r.html").read_text()).text()
    text = (film / "shots" / "a.yaml").read_bytes()
    stdin = SimpleNamespace(buffer=BytesIO(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", stdin)
        assert main(["check", "--fix", "--stdin-filename", "shots/a.yaml", "--output-format", "html", "-", "-q"]) in (
            0,
            1,
        )
    assert "s03" in Reader(capsys.readouterr().err).text()
