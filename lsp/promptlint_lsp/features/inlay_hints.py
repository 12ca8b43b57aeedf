"""Inlay hints: frames and window behind a length."""

from __future__ import annotations

from lsprotocol import types

from promptlint.document import Scalar
from promptlint.facts import ShotFacts
from promptlint.facts.length import window_of
from promptlint.profiles.quantities import number_text
from promptlint.profiles.sources import cite
from promptlint.report.timeline_words import held_words, length
from promptlint.spec.model import Shot
from promptlint.text import Span
from promptlint.timeline import TimelineShot, row_of
from promptlint_lsp.features.note import Block, Rows, Words, markdown, plain
from promptlint_lsp.view import View


def inlay_hints(view: View, span: Span, *, show_markdown: bool) -> list[types.InlayHint]:
    """The hints in a part of the file: what a length is in the other unit, and how long the model holds its subject."""
    hints: dict[int, types.InlayHint] = {}
    for shot in view.file.shots:
        duration = shot.duration
        if duration is None or duration.inherited or duration.file is not view.file:
            continue
        node = duration.node
        if not isinstance(node, Scalar) or not span.start <= node.end <= span.end or node.end in hints:
            continue
        facts = view.project.facts_of(shot)
        row = row_of(shot, facts)
        if label := _label(shot, row):
            about = _about(shot, facts, row)
            markup = types.MarkupKind.Markdown if show_markdown else types.MarkupKind.PlainText
            text = markdown(about) if show_markdown else plain(about)
            hints[node.end] = types.InlayHint(
                view.positions.position(node.content_span.end if node.style == "plain" else node.end),
                label,
                tooltip=types.MarkupContent(markup, text),
                padding_left=True,
            )
    return [hints[at] for at in sorted(hints)]


def _label(shot: Shot, row: TimelineShot) -> str:
    assert shot.duration is not None
    parts = []
    if shot.duration.value.unit == "frames" and row.seconds is not None:
        parts.append(f"= {number_text(row.seconds)} s")
    elif row.frames is not None and shot.duration.value.unit == "seconds":
        parts.append(f"= {row.frames} frames")
    window = row.window
    if window is not None and (window.seconds is not None or window.frames is not None):
        most = f"{length(window.seconds)} s" if window.seconds is not None else f"{window.frames} frames"
        parts.append(f"window {'~' if window.general else '<' if window.below else ''}{most}")
    return ", ".join(parts)


def _about(shot: Shot, facts: ShotFacts, row: TimelineShot) -> list[Block]:
    """The source of the figures."""
    rows = []
    if facts.fps and row.frames is not None:
        own = shot.fps is not None
        rows.append(("frame rate", f"{number_text(facts.fps)} fps" + ("" if own else ", the default of the model")))
    figure = window_of(shot, facts)
    if figure is not None:
        sources = facts.profile.sources if facts.profile is not None else facts.surroundings.profiles.sources
        condition = f", {figure.window.condition}" if figure.window.condition else ""
        rows.append(("window", f"{cite(figure.window.claim, sources)}{condition}"))
    blocks: list[Block] = [Words(held_words(row))]
    return [*blocks, Rows(tuple(rows))] if rows else blocks
