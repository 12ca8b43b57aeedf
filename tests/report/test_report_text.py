import pytest
from samples import file_of, finding, full

from promptlint.finding import Severity
from promptlint.report import ReportOptions, render
from promptlint.report.excerpt import excerpt
from promptlint.report.style import Style
from promptlint.report.totals import statistics, summary, timing
from promptlint.report.width import widths
from promptlint.run import RunResult
from promptlint.text import SourceText, Span
from promptlint.timings import Timings

TEXT = """\
info[M901] demo-static (likely): The prompt is short.
 --> shots/a.shot.yaml:5:7, shot s01
  |
5 |       She turns
  |       ^^^^^^^^^
6 |       to the window.
  |       ^^^^^^^^^^^^^^

warning[D901] demo-too-long: The clip is too long.
 --> shots/a.shot.yaml:7:15, shot s01
  |
7 |     duration: 20s
  |               ^^^
 ::: shots/a.shot.yaml:3:12
  |
3 |     model: kling-2.6
  |            --------- the model
  = see: refs/a b.png, pixels 10,20 to 40,60: the face
  |
  = help: Shorten it.
  = safe fix: Write 8s
  = or: Write 4s

error[S901] demo-no-prompt: The file is empty.
 --> b.shot.yaml:1:1
  |
  = help: Shorten it.

Found 1 error, 1 warning and 1 info in 1 shot of 2 files.
"""


def test_text() -> None:
    assert render("text", full(), ReportOptions()) == TEXT


def test_text_without_summary_and_with_colour() -> None:
    assert render("text", full(), ReportOptions(summary=False)) == TEXT.rpartition("Found")[0]
    coloured = render("text", full(), ReportOptions(colour=True))
    assert "\x1b[1;33mwarning[D901]\x1b[0m" in coloured
    assert "\x1b[1;33m^^^\x1b[0m" in coloured


def test_concise() -> None:
    assert render("concise", full(), ReportOptions()) == (
        "shots/a.shot.yaml:5:7: M901 demo-static The prompt is short.\n"
        "shots/a.shot.yaml:7:15: D901 demo-too-long The clip is too long. Shorten it.\n"
        "b.shot.yaml:1:1: S901 demo-no-prompt The file is empty. Shorten it.\n"
        "Found 1 error, 1 warning and 1 info in 1 shot of 2 files.\n"
    )


def underlined(text: str, words: str) -> tuple[str, str]:
    """The shown line and its marks, without the gutter."""
    start = text.index(words)
    lines = list(excerpt(SourceText(text), Span(start, start + len(words)), "^", str, Style(False), 1))
    return lines[0][4:], lines[1][4:]


@pytest.mark.parametrize(
    ("text", "words", "shown", "marks"),
    [
        ("duration: 20s", "20s", "duration: 20s", "          ^^^"),
        ("提示: 她 turns", "turns", "提示: 她 turns", "         ^^^^^"),
        ("a 女孩 b", "女孩", "a 女孩 b", "  ^^^^"),
        ("👋🏽 wave", "wave", "👋🏽 wave", "   ^^^^"),
        ("👩‍🚀 floats", "floats", "👩‍🚀 floats", "   ^^^^^^"),
        ("❤️ heart", "heart", "❤️ heart", "   ^^^^^"),
        ("cafe\u0301 bar", "bar", "cafe\u0301 bar", "     ^^^"),
        ("\tid:\tx1", "x1", "    id: x1", "        ^^"),
        ("a\x1b[31mb end", "end", "a\\x1b[31mb end", "           ^^^"),
        ("x \u202eright", "right", "x \\u202eright", "        ^^^^^"),
    ],
)
def test_marks_stand_below_the_words(text: str, words: str, shown: str, marks: str) -> None:
    assert underlined(text, words) == (shown, marks)


def test_long_lines_are_cut_around_the_words() -> None:
    shown, marks = underlined("a" * 300 + " HERE " + "b" * 300, "HERE")
    assert shown[0] == shown[-1] == "…"
    assert shown[marks.index("^") : marks.rindex("^") + 1] == "HERE"
    assert len(shown) <= 122


@pytest.mark.parametrize("text", ["", "ab\n", "女" * 200])
def test_an_empty_span_gets_one_mark(text: str) -> None:
    for offset in (0, len(text.rstrip("\n"))):
        lines = list(excerpt(SourceText(text), Span(offset, offset), "^", str, Style(False), 1))
        assert lines[1].count("^") in (1, 2)


def test_many_lines_are_shortened() -> None:
    text = "".join(f"line {number}\n" for number in range(1, 21))
    lines = list(excerpt(SourceText(text), Span(0, len(text)), "^", str, Style(False), 2))
    assert [line[5:] for line in lines if "line" in line] == ["line 1", "line 2", "line 3", "line 20"]
    assert sum(line.strip() == "..." for line in lines) == 1


@pytest.mark.parametrize(
    ("text", "columns"), [("ab", 2), ("女", 2), ("é", 1), ("e\u0301", 1), ("🇩🇪", 2), ("👩‍👩‍👧", 2)]
)
def test_widths(text: str, columns: int) -> None:
    assert sum(widths(text)) == columns


def test_totals() -> None:
    file = file_of("a: b\n")
    many = [finding(file, "a")] * 2 + [finding(file, "b", code="S901", name="demo-no-prompt", severity=Severity.ERROR)]
    assert summary(RunResult(many, files=1200, shots=3)) == "Found 1 error and 2 warnings in 3 shots of 1,200 files."
    assert summary(RunResult(files=1, shots=1)) == "No problems in 1 shot of 1 file."
    assert statistics(many) == "      2  D901   demo-too-long\n      1  S901   demo-no-prompt\n"
    assert timing(Timings({"D901": 0.001, "S901": 0.002})).splitlines() == [
        "       2.0 ms  S901",
        "       1.0 ms  D901",
        "       3.0 ms  all rules",
    ]
