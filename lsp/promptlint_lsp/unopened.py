"""Findings in specs that are not open, for clients that show the problems of a whole workspace."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from promptlint_lsp.background import Superseded
from promptlint_lsp.project import Analysis, Depth, Project

if TYPE_CHECKING:
    from promptlint_lsp.session import Session


class Unopened:
    """Lints whole projects when nothing else is to be done, and again when something on disk has changed.

    Attributes:
        analyses: what was found, by file.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.analyses: dict[Path, tuple[Project, Analysis]] = {}
        self._is_current = False
        self._running: asyncio.Task[None] | None = None

    def invalidate(self) -> None:
        """Lint again when it is asked for next."""
        self._is_current = False

    async def refresh(self) -> None:
        """Lint every spec of every folder, unless nothing has changed since."""
        while not self._is_current:
            if self._running is None or self._running.done():
                self._running = asyncio.ensure_future(self._lint_all())
            await asyncio.shield(self._running)

    async def _lint_all(self) -> None:
        self._is_current = True
        try:
            workspace = self._session.workspace
            paths: dict[Project, list[Path]] = {}
            for path in await self._session.background.slow(workspace.spec_paths):
                project = workspace.project_of(path)
                if project is not None:
                    paths.setdefault(project, []).append(path)
            self.analyses = {
                path: (project, analysis)
                for project, own in paths.items()
                for path, analysis in (await self._lint(project, own)).items()
            }
        except BaseException:
            self._is_current = False
            raise

    async def _lint(self, project: Project, paths: list[Path]) -> dict[Path, Analysis]:
        """Lint a project; work on open documents goes first. What the user cancels leaves things as they were."""
        background = self._session.background
        progress = self._session.client.progress("Linting the workspace")

        def report(done: int, total: int) -> None:
            progress.report(done, total)
            step()

        def step() -> None:
            background.step(lambda: background.is_idle and not progress.cancelled)

        try:
            while not progress.cancelled:
                try:
                    return await background.slow(partial(project.lint, paths, Depth.PICTURES, report, step))
                except Superseded:
                    await self._session.idle()
        finally:
            progress.end()
        return {path: analysis for path, (_, analysis) in self.analyses.items() if path in paths}
