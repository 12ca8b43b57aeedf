"""Edited texts: what they were, and how the difference is shown."""

from __future__ import annotations

import shutil
import subprocess
from difflib import unified_diff
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import file_of

from promptlint.edits import apply
from promptlint.finding import TextEdit
from promptlint.fixes import EditedText
from promptlint.fixes.diff import diff
from promptlint.text import SourceFile, SourceText, Span

LINES = [f"line {number} of the file" for number in range(12)]
PIECES = st.sampled_from(["", "x", "\n", "new\n", "\n  new: line", "a\nb\n"])
STEPS = st.lists(
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 60), PIECES), min_size=1, max_size=3), max_size=3
)


def edited(text: str, *steps: list[tuple[int, int, str]]) -> EditedText:
    file = file_of(text)
    result = EditedText(file, file.source)
    for step in steps:
        now = result.now.text
        spans = sorted((snapped(now, at), snapped(now, at + length), new) for at, length, new in step)
        apart = [spans[0], *(after for before, after in pairwise(spans) if before[1] < after[0])] if spans else []
        kept = [change for index, change in enumerate(apart) if index == 0 or apart[index - 1][1] < change[0]]
        result.edit(TextEdit(Span(start, end), new) for start, end, new in kept)
    return result


def snapped(text: str, at: int) -> int:
    """An offset within the text, and not within a line end."""
    at = min(at, len(text))
    return at + 1 if text[at - 1 : at + 1] == "\r\n" else at


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@given(steps=STEPS)
def test_origin(line_end: str, steps: list[list[tuple[int, int, str]]]) -> None:
    before = line_end.join(LINES) + line_end
    text = edited(before, *([(at, length, new.replace("\n", line_end)) for at, length, new in step] for step in steps))
    now = text.now
    for number in range(1, len(now.line_starts) + 1):
        start, end = now.line_span(number)
        origin = text.origin(Span(start, end))
        line = now.line_text(number)
        if origin is not None:
            assert before[origin.start : origin.end] == line
            assert origin.start == 0 or before[origin.start - 1] == "\n"
        elif not steps:
            pytest.fail("nothing was edited")
        if line and line not in LINES:
            assert origin is None


def test_lines_beside_an_edit_have_their_origin() -> None:
    text = edited("one\ntwo\nthree\n", [(3, 0, "\nnew"), (8, 5, "3")])
    assert text.now.text == "one\nnew\ntwo\n3\n"
    spans = [Span(0, 3), Span(4, 7), Span(8, 11), Span(12, 13), Span(0, 11)]
    assert [text.origin(span) for span in spans] == [(0, 3), None, (4, 7), None, None]
    text.edit([TextEdit(Span(4, 8), "")])
    assert [text.origin(span) for span in (Span(0, 3), Span(4, 7), Span(8, 9))] == [(0, 3), (4, 7), None]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@given(steps=STEPS)
def test_edits_of_all_steps_together(line_end: str, steps: list[list[tuple[int, int, str]]]) -> None:
    before = line_end.join(LINES) + line_end
    text = edited(before, *([(at, length, new.replace("\n", line_end)) for at, length, new in step] for step in steps))
    assert apply(before, text.edits) == text.now.text
    assert all(one.span.end < other.span.start for one, other in pairwise(text.edits))
    assert all(0 <= span.start <= span.end <= len(before) for span, _ in text.edits)


def test_edits_touch_no_more_than_they_have_to() -> None:
    text = edited("one\ntwo\nthree\n", [(0, 3, "1"), (8, 5, "three four")])
    text.edit([TextEdit(Span(12, 16), "4")])
    assert text.now.text == "1\ntwo\nthree 4\n"
    assert text.edits == (TextEdit(Span(0, 3), "1"), TextEdit(Span(8, 13), "three 4"))
    assert edited("one\n").edits == ()


def test_diff() -> None:
    text = edited("one\ntwo\nthree", [(4, 3, "2")])
    assert "".join(diff([text])) == (
        "--- a.shot.yaml\n+++ a.shot.yaml\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n\\ No newline at end of file\n"
    )
    assert "".join(diff([edited("one\n")])) == ""


def applied(shown: list[str], text: str) -> str:
    """What a patch program makes of a diff: context has to fit, and hunks to be in order."""
    lines, out, at = text.split("\n"), [], 0
    lines = [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
    for index, line in enumerate(shown):
        kept = line[1:]
        if index + 1 < len(shown) and shown[index + 1].startswith("\\"):
            kept = kept.removesuffix("\n")
        if line.startswith("@@"):
            start, _, length = line.split()[1].removeprefix("-").partition(",")
            until = int(start) - (length != "0")
            out += lines[at:until]
            at = until
        elif line[0] in " -" and not line.startswith("---"):
            assert lines[at] == kept
            at += 1
        if line[0] in " +" and not line.startswith("+++"):
            out.append(kept)
    return "".join([*out, *lines[at:]])


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@given(steps=STEPS, ended=st.booleans())
def test_diffs_lead_from_one_text_to_the_other(
    line_end: str, steps: list[list[tuple[int, int, str]]], ended: bool
) -> None:
    before = line_end.join(LINES) + (line_end if ended else "")
    text = edited(before, *([(at, length, new.replace("\n", line_end)) for at, length, new in step] for step in steps))
    shown = list(diff([text]))
    assert applied(shown, before) == text.now.text
    assert bool(shown) == (text.now.text != before)
    changed = sum(line[0] in "+-" for line in shown[2:])
    lines = (before.splitlines(keepends=True), text.now.text.splitlines(keepends=True))
    shortest = sum(line[0] in "+-" for line in list(unified_diff(*lines))[2:])
    assert changed <= shortest + 6 * len(steps)


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no patch")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\xef\xbb\xbfone\r\ntwo\r\n", b"\xef\xbb\xbfone\r\n2\r\n"),
        (b"\xef\xbb\xbfone\ntwo", b"\xef\xbb\xbf1\ntwo"),
        ("é\u2028🎬\x85\n".encode(), "é\u2028\x85\n".encode()),
        (b"one", b"one\ntwo"),
        (b"one\n", b"one"),
    ],
)
def test_patch_makes_the_same_of_it(before: bytes, after: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.shot.yaml"
    path.write_bytes(before)
    text = EditedText(SourceFile(path, path.name, SourceText.from_bytes(before)), SourceText.from_bytes(after))
    assert text.now.to_bytes() == after
    shown = "".join(diff([text])).encode()
    subprocess.run(["patch", "--binary", "-p0", "--quiet"], cwd=tmp_path, input=shown, check=True)
    assert path.read_bytes() == after
