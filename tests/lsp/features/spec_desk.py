"""A small project without a server: specs as an editor has them, and the place of a cursor in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from promptlint.config.finder import ConfigFinder
from promptlint.text import ColumnEncoding, SourceText, Span
from promptlint_lsp.positions import Positions
from promptlint_lsp.project import Depth, Project
from promptlint_lsp.view import View

CURSOR = "¦"


@dataclass(frozen=True)
class Place:
    """A spec with the cursor in it."""

    view: View
    offset: int

    def text(self, span: Span) -> str:
        """The words at a span."""
        return self.view.file.source.text[span.start : span.end]


class Desk:
    """The project in a folder.

    Attributes:
        root: the folder.
    """

    def __init__(self, root: Path, cache: Path) -> None:
        self.root = root
        self.texts: dict[Path, SourceText] = {}
        self.cache = cache
        self._project: Project | None = None

    @property
    def project(self) -> Project:
        if self._project is None:
            configs = ConfigFinder(folders=[self.root])
            self._project = Project(configs.settings_for(self.root), configs, self.texts, self.cache)
        return self._project

    def write(self, files: Mapping[str, str]) -> None:
        """Put files on the disk."""
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def open(
        self,
        text: str,
        name: str = "film.shot.yaml",
        *,
        encoding: ColumnEncoding = "utf-16",
        depth: Depth = Depth.TEXT,
    ) -> Place:
        """Open a text; ``¦`` in it is the cursor."""
        offset = max(text.find(CURSOR), 0)
        source = SourceText(text.replace(CURSOR, "", 1))
        path = self.root / name
        self.texts[path] = source
        analysis = self.project.lint_text(path)
        assert analysis is not None
        if depth > Depth.TEXT:
            analysis = self.project.lint([path], depth)[path]
        positions = Positions(source, encoding)
        complete = analysis.depth is Depth.PICTURES
        view = View(path.as_uri(), 1, analysis.file, analysis.findings, complete, self.project, positions)
        return Place(view, offset)
