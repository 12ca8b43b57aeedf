"""Reading a spec of which a line is half typed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spec_desk import Desk

from promptlint.text import Span
from promptlint_lsp.features.hover import hover, hoverable_at
from promptlint_lsp.features.inlay_hints import inlay_hints
from promptlint_lsp.features.mending import mended
from promptlint_lsp.features.semantic_tokens import semantic_tokens
from promptlint_lsp.features.shot_view import shot_view
from promptlint_lsp.project import Depth

LINES = """\
defaults: {model: kling-1.6, fps: 24}
shots:
  - id: 森-1
    prompt: 🙂 A woman walks.
    duration: 5
  - id: b
    motion:
      camera: static
    prompt: >-
      🙂 A red car
      drives past.
    duration: 10
""".splitlines()
BEHIND = range(3, len(LINES) + 1)


@pytest.mark.parametrize(
    "typed", ["    dura", "    motion: {", "    image: 'refs/", "    a: b: c", "  x", "森: [", "\t"]
)
@pytest.mark.parametrize("line", [line for line in BEHIND if line not in (7, 9, 10)])
def test_a_line_that_is_being_typed_hides_nothing_else(desk: Desk, line: int, typed: str) -> None:
    text = "\n".join([*LINES[:line], typed, *LINES[line:], ""])
    place = desk.open(text)
    view = mended(place.view)
    if not place.view.file.document.errors:
        assert view is place.view
        return
    assert not view.file.document.errors
    assert [shot.name for shot in view.file.shots] == ["森-1", "b"]
    assert len(view.file.source.text) == len(text)
    known = view.file.shots[1].prompt
    assert known is not None and known.value == "🙂 A red car drives past."
    assert text[known.node.span_of(2, 11).start :].startswith("A red car")


def test_features_go_on_while_a_line_is_half_typed(desk: Desk) -> None:
    place = desk.open("\n".join([*LINES, "    mo", "  - id: c", "    prompt: A man runs.", ""]))
    assert place.view.file.document.errors
    view = mended(place.view)
    assert [hint.label for hint in inlay_hints(view, Span(0, 10**6), show_markdown=True)] == [
        "= 120 frames, window 4 s",
        "= 240 frames, window 4 s",
    ]
    assert len(semantic_tokens(view).data) >= 5 * 6
    shot = shot_view(view, view.file.source.text.index("drives"))
    assert shot is not None and shot["name"] == "b"
    found = hoverable_at(view, view.file.source.text.index("drives"))
    assert found is not None and hover(found, view, show_markdown=True) is not None


def test_a_base_is_not_forgotten(desk: Desk) -> None:
    desk.write({"bible.shot.yaml": "characters:\n  mara: {hair: red}\nshots: []\n"})
    text = "extends: bible.shot.yaml\nshots:\n  - id: a\n    characters: [mara]\n"
    desk.open(text, depth=Depth.PROMPTS)
    view = mended(desk.open(text + "    dura\n  - id: b\n").view)
    assert "mara" in view.file.characters and len(view.file.shots) == 2


def test_what_cannot_be_mended_is_left(desk: Desk) -> None:
    view = desk.open("shots:\n" + "  - a: [\n ]: {\n" * 5).view
    assert mended(view) is view


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_typed_is_answered(desk: Desk, data: st.DataObject) -> None:
    text = "\n".join(LINES)
    at = data.draw(st.integers(0, len(text)))
    typed = "".join(data.draw(st.lists(st.sampled_from([*"a:-{}[],\"'#|>& \n森🙂", "- ", ": ", "\r\n"]), max_size=6)))
    text = f"{text[:at]}{typed}{text[at + data.draw(st.integers(0, 10)) :]}"
    view = mended(desk.open(text).view)
    inlay_hints(view, Span(0, 10**6), show_markdown=False)
    for offset in {at, len(text), data.draw(st.integers(0, len(text)))}:
        shot_view(view, offset)
        found = hoverable_at(view, offset)
        if found is not None and not found.needs_facts:
            hover(found, view, show_markdown=True)
