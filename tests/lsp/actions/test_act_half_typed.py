"""Texts that are being typed: every feature answers, whatever stands there."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from desk import Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_act_code_actions import SPEC as MISTAKES
from test_act_navigation import BASE, CONFIG
from test_act_navigation import SPEC as SCENES
from test_act_rename import FIRST

from promptlint.text import Span
from promptlint_lsp.edits import Refused
from promptlint_lsp.features.code_actions import actions
from promptlint_lsp.features.document_links import links
from promptlint_lsp.features.folding import folds
from promptlint_lsp.features.navigation import definition, references
from promptlint_lsp.features.rename import renamable, rename
from promptlint_lsp.features.symbols import outline

TYPED = st.sampled_from(
    ["", "\n", ":", "- ", "{", "[", '"', "'", "*a", "&a ", "<<: ", "# promptlint: ", "🎬", "\t", "---\n"]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([SCENES, MISTAKES, FIRST]), st.integers(0, 700), st.integers(0, 60), TYPED, st.integers(0, 700))
def test_every_feature_answers(text: str, at: int, length: int, typed: str, offset: int) -> None:
    with TemporaryDirectory(prefix="promptlint-") as folder:
        desk = Desk(Path(folder).resolve(), f'select = ["S", "A", "P118"]\n{CONFIG}')
        desk.write("base.shot.yaml", BASE)
        view = desk.open("a.shot.yaml", text[:at] + typed + text[at + length :])
        source, path, names = view.file.source.text, view.file.path, desk.names()
        offset = min(offset, len(source))
        assert all(0 <= symbol.span.start <= symbol.span.end <= len(source) for symbol in outline(view.file))
        assert all(1 <= fold.first < fold.last <= len(view.file.source.line_starts) for fold in folds(view.file))
        assert all(0 <= link.span.start < link.span.end <= len(source) for link in links(view))
        span = Span(offset, min(len(source), offset + 40))
        actions(view, span, view.findings_in(span))
        definition(view, names, offset)
        found = renamable(names, path, offset)
        if found is not None:
            assert found.span.start <= offset <= found.span.end
            assert references(names, path, offset, declaration=True)
            with suppress(Refused):
                rename(desk.project, names, path, offset, "another")
