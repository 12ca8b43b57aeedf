"""Semantic tokens: the parts of prompts, cut at the ends of lines."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lsprotocol import types
from spec_desk import Desk, Place

from promptlint.edits import double_quoted
from promptlint.facts.prompt.parts import parts_of
from promptlint.text import ColumnEncoding, Span
from promptlint_lsp.features.legend import KINDS, LEGEND
from promptlint_lsp.features.semantic_tokens import MOST_PARSED, semantic_tokens

ENCODINGS: tuple[ColumnEncoding, ...] = ("utf-8", "utf-16", "utf-32")
PROMPT = "🙂森 The same woman walks slowly, her red coat flapping. Slow pan left. No hats."


def tokens(place: Place, span: Span | None = None) -> list[tuple[Span, str]]:
    """Where the tokens stand, decoded as an editor does, and what they are."""
    data = semantic_tokens(place.view, span).data
    positions = place.view.positions
    found, line, column = [], 0, 0
    for at in range(0, len(data), 5):
        lines, columns, length, kind, modifiers = data[at : at + 5]
        line, column = line + lines, columns if lines else column + columns
        assert modifiers == 1 << kind
        start = positions.offset(types.Position(line, column))
        end = positions.offset(types.Position(line, column + length))
        assert positions.position(start) == types.Position(line, column)
        assert positions.position(end) == types.Position(line, column + length)
        found.append((Span(start, end), KINDS[kind]))
    return found


def words(place: Place) -> list[tuple[str, str]]:
    return [(place.text(span), kind) for span, kind in tokens(place)]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "written",
    [
        f"prompt: {PROMPT}",
        f"prompt: '{PROMPT}'",
        f"prompt: {double_quoted(PROMPT)}",
        f"prompt: >-\n  {PROMPT}",
        f"prompt: |\n  {PROMPT}",
        f"shots:\n  - prompt: {PROMPT}",
        f"defaults: {{prompt: '{PROMPT}'}}\nshots:\n  - id: a\n  - id: b",
    ],
)
def test_each_part_has_its_kind(desk: Desk, written: str, encoding: ColumnEncoding) -> None:
    assert words(desk.open(written + "\n", encoding=encoding)) == [
        ("The same woman", "subject"),
        ("walks", "motion"),
        ("red", "appearance"),
        ("flapping", "motion"),
        ("pan left", "camera"),
        ("No", "negation"),
    ]


def test_parts_that_run_over_lines_are_cut(desk: Desk) -> None:
    place = desk.open("prompt: >-\n    🙂 The same\n    woman pushes\r\n    in. The camera pans\n    left.\n")
    assert ("The same", "subject") in words(place) and ("woman", "subject") in words(place)
    assert ("pans", "camera") in words(place) and ("left", "camera") in words(place)


def test_the_legend_names_standard_types_and_the_parts_as_modifiers() -> None:
    standard = {kind.value for kind in types.SemanticTokenTypes}
    assert set(LEGEND.token_types) <= standard and len(set(LEGEND.token_types)) == len(KINDS)
    assert LEGEND.token_modifiers == ["subject", "motion", "camera", "appearance", "negation"]


def test_prompts_that_many_shots_share_are_coloured_once(desk: Desk) -> None:
    text = f"defaults: {{prompt: '{PROMPT}'}}\nshots: [{{id: a}}, {{id: b}}]\n"
    found = tokens(desk.open(text))
    assert found and len(set(found)) == len(found)


def test_many_new_prompts_wait_for_the_pass_over_all(desk: Desk) -> None:
    prompts = [f"A woman named Number{n} walks." for n in range(MOST_PARSED + 1)]
    text = "".join(f"- {{id: s{n}, prompt: '{prompt}'}}\n" for n, prompt in enumerate(prompts))
    place = desk.open(text)
    assert tokens(place) == []
    line = place.view.file.source.line_span(2)
    assert [place.text(span) for span, _ in tokens(place, line)] == ["A woman", "walks"]
    assert all(line.start <= span.start < line.end for span, _ in tokens(place, line))
    desk.project.surroundings.prompts.prepare(prompts)
    assert len(tokens(place)) > MOST_PARSED


def test_a_broken_file_has_none(desk: Desk) -> None:
    assert tokens(desk.open("shots: [")) == []


SENTENCES = [
    "The same woman walks slowly.",
    "🙂森 A red car drives past.",
    "The camera pushes in.",
    "No hats, no text.",
    "Soft window light.",
    "Her long dark hair moves in the wind.",
    "éà “quoted” words — dashes",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sentences=st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4),
    breaks=st.lists(st.sampled_from([" ", "\n", "\r\n", "\n\n", "  "]), min_size=40, max_size=40),
    style=st.sampled_from([">-", "|", ">", '"', "'"]),
    encoding=st.sampled_from(ENCODINGS),
)
def test_tokens_stay_on_their_line_never_overlap_and_mean_the_parts(
    desk: Desk, sentences: list[str], breaks: list[str], style: str, encoding: ColumnEncoding
) -> None:
    text = " ".join(sentences)
    written = "".join(part + ("    " if gap.strip(" ") else "") for part, gap in _broken(text, breaks))
    if style in ("'", '"'):
        source = f"shots:\n  - id: 🙂\n    prompt: {style}{written}{style}\n"
    else:
        source = f"shots:\n  - id: 🙂\n    prompt: {style}\n      {written.replace('    ', '      ')}\n"
    place = desk.open(source, encoding=encoding)
    (shot,) = place.view.file.shots
    found = tokens(place)
    for (one, _), (other, _) in pairwise(found):
        assert one.end <= other.start
    for span, _ in found:
        assert span.start < span.end and not set(place.text(span)) & set("\r\n")
    assert shot.prompt is not None
    parts = parts_of(desk.project.surroundings.prompts.of(shot.prompt.value))
    coloured = "".join(place.text(span) for span, _ in found)
    meant = "".join(shot.prompt.value[part.start : part.end] for part in parts)
    assert "".join(coloured.split()) == "".join(meant.split())


def _broken(text: str, breaks: list[str]) -> list[tuple[str, str]]:
    """Words with what stands behind each, the last one with nothing."""
    parts = text.split(" ")
    gaps = [*breaks[: len(parts) - 1], ""]
    return [(word + gap, gap) for word, gap in zip(parts, gaps, strict=False)]
