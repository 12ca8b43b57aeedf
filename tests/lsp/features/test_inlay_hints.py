"""Inlay hints behind lengths."""

from __future__ import annotations

import pytest
from lsprotocol import types
from spec_desk import Desk

from promptlint.text import Span
from promptlint_lsp.features.inlay_hints import inlay_hints

WHOLE = Span(0, 10**6)


def hints(desk: Desk, text: str, name: str = "film.shot.yaml", span: Span = WHOLE) -> list[tuple[str, str]]:
    """The text before each hint on its line, and the hint."""
    place = desk.open(text, name)
    found = []
    for hint in inlay_hints(place.view, span, show_markdown=True):
        at = place.view.positions.offset(hint.position)
        line = place.view.file.source.text[:at].rpartition("\n")[2]
        assert isinstance(hint.label, str)
        found.append((line, hint.label))
    return found


@pytest.mark.parametrize(
    ("shot", "before", "label"),
    [
        ("model: kling-1.6\nduration: 10\nfps: 24\n", "duration: 10", "= 240 frames, window 4 s"),
        ("model: kling-1.6\nduration: 8s   # why\nfps: 24\n", "duration: 8s", "= 192 frames, window 4 s"),
        ("model: kling-1.6\nfps: 24\nduration: 48f\n", "duration: 48f", "= 2 s, window 4 s"),
        ("model: kling-1.6\nfps: 24\nduration: '10'\n", "duration: '10'", "= 240 frames, window 4 s"),
        ("model: kling-1.6\nfps: 24\nnum_frames: 48\n", "num_frames: 48", "= 2 s, window 4 s"),
        ("duration: 10\n", "duration: 10", "window ~5 s"),
        ("{id: 🙂森, model: kling-1.6, fps: 24, duration: 5}\n", "duration: 5", "= 120 frames, window 4 s"),
    ],
)
def test_hints(desk: Desk, shot: str, before: str, label: str) -> None:
    text = shot if shot.startswith("{") else f"{shot}image: a.png\nprompt: 🙂 x\n"
    ((line, shown),) = hints(desk, text)
    assert line.endswith(before)
    assert shown == label


def test_a_length_of_many_shots_is_hinted_once_and_an_inherited_one_not_at_all(desk: Desk) -> None:
    text = """\
defaults: {model: kling-1.6, duration: 10, fps: 24}
shots:
  - {id: a, image: x.png, prompt: y}
  - &b {id: b, image: x.png, prompt: y, duration: &d 5}
  - {id: c, image: x.png, prompt: y, duration: *d}
  - *b
"""
    assert [label for _, label in hints(desk, text)] == ["= 120 frames, window 4 s"]


def test_only_the_asked_range_is_answered(desk: Desk) -> None:
    shots = "".join(
        f"- {{id: s{n}, image: a, prompt: x, model: kling-1.6, fps: 24, duration: {n}}}\n" for n in (1, 2, 3)
    )
    start = shots.index("- {id: s2")
    assert [label for _, label in hints(desk, shots, span=Span(start, shots.index("- {id: s3")))] == [
        "= 48 frames, window 4 s"
    ]


def test_a_length_without_figures_has_no_hint(desk: Desk) -> None:
    assert hints(desk, "prompt: x\nmodel: kling-1.6\nduration: auto\nmotion: {reference: a.mp4}\n") == []
    assert hints(desk, "shots: [") == []


def test_the_tooltip_tells_the_source(desk: Desk) -> None:
    place = desk.open("model: kling-1.6\nduration: 10\nprompt: x\nimage: y\n")
    for show_markdown, kind in ((True, types.MarkupKind.Markdown), (False, types.MarkupKind.PlainText)):
        (hint,) = inlay_hints(place.view, WHOLE, show_markdown=show_markdown)
        assert isinstance(hint.tooltip, types.MarkupContent) and hint.tooltip.kind is kind
        assert "beyond that" in hint.tooltip.value and "Articles on drift" in hint.tooltip.value
        assert "default of the model" in hint.tooltip.value
