"""The life of the open documents: when they are linted, how deep, and when the client hears of it."""

from __future__ import annotations

import asyncio
import gc
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from lsprotocol import types

from promptlint.facts.prompt import VocabularyError
from promptlint.finding import Finding
from promptlint.spec.model import SpecFile
from promptlint_lsp.background import Background, Superseded
from promptlint_lsp.carried import carried
from promptlint_lsp.client import Client
from promptlint_lsp.diagnostics import diagnostics_of
from promptlint_lsp.documents import Documents, OpenDocument, column_encoding, path_of
from promptlint_lsp.positions import Positions
from promptlint_lsp.project import Analysis, Depth, Project
from promptlint_lsp.unopened import Unopened
from promptlint_lsp.view import View
from promptlint_lsp.workspace import Workspace

_log = logging.getLogger(__name__)
_LITTER_WHEN_IDLE: Final = 1_000_000
_LITTER_AT_MOST: Final = 10_000_000
"""Characters of earlier texts whose specs are freed once there is time, and at once; each takes about 20 bytes."""

_PAUSE_SECONDS: Final = 0.03
"""How long nothing is typed before slow work begins."""

_SHOW_AFTER: Final = 3
"""Pictures to look at from which on a progress bar is worth showing."""


@dataclass(slots=True)
class _Linted:
    """What is known of an open document at one version, and of what lay beside it after ``age`` changes."""

    document: OpenDocument
    project: Project
    analysis: Analysis
    age: int


@dataclass(slots=True)
class _Work:
    """The slow passes over one project; ``wanted`` counts up with every reason to start again."""

    wanted: int = 0
    has_told: bool = False
    task: asyncio.Task[None] | None = None


class Session:
    """Lints open documents: what needs only their text at once, prompts and pictures after it.

    Lives on the event loop. The quick pass runs on a thread of its own, the slow ones in the background, where a newer
    text stops them.
    """

    def __init__(self, documents: Documents, client: Client) -> None:
        self.documents = documents
        self.client = client
        self.workspace = Workspace(documents)
        self.background = Background()
        self._quick = ThreadPoolExecutor(1, "promptlint-text")
        self._linted: dict[str, _Linted] = {}
        self._no_specs: dict[str, OpenDocument] = {}
        self._passes: dict[str, asyncio.Task[None]] = {}
        self._work: dict[Project, _Work] = {}
        self._age = 0
        self._litter = 0
        self._has_settled = False
        self._started = asyncio.Event()
        self.unopened = Unopened(self)

    # --- what the client tells ---

    def start(self) -> None:
        """Begin to lint, as the folders and settings are known now."""
        self._started.set()

    def changed(self, uri: str) -> None:
        """Lint a document that was opened or changed."""
        running = self._passes.get(uri)
        if running is None or running.done():
            self._passes[uri] = asyncio.ensure_future(self._keep_up(uri))

    def closed(self, uri: str) -> None:
        """Forget a document and clear what was shown of it."""
        known = self._linted.pop(uri, None)
        self._no_specs.pop(uri, None)
        if not self.client.pulls:
            self.client.publish(uri, None, [])
        self._deepen_around(path_of(uri), known.project if known is not None else None)

    def files_changed(self, *, configuration: bool = False) -> None:
        """Lint all open documents again, as files beside them, or the settings, have changed."""
        if configuration:
            self.workspace.forget()
            self._work.clear()
        self.unopened.invalidate()
        self._age += 1
        for document in self.documents:
            self.changed(document.uri)

    # --- what features ask ---

    async def view(self, uri: str) -> View | None:
        """The document as its newest text says; None where it is no spec."""
        self.changed(uri)
        while (running := self._passes.get(uri)) is not None and not running.done():
            await asyncio.shield(running)
        known = self._linted.get(uri)
        return self._view(known) if known is not None else None

    def known_views(self) -> list[View]:
        """The open documents as far as they are known."""
        return [self._view(known) for known in self._linted.values()]

    async def settled(self, uri: str) -> View | None:
        """The document after its prompts and pictures have been looked at."""
        while True:
            view = await self.view(uri)
            if view is None or view.complete:
                return view
            work = self._work.get(view.project)
            if work is None or work.task is None or work.task.done():
                return view
            await asyncio.shield(work.task)

    async def idle(self) -> None:
        """Wait until no slow pass over an open document runs."""
        while running := [work.task for work in self._work.values() if work.task and not work.task.done()]:
            await asyncio.wait(running)

    async def pulled(self, uri: str, previous: str | None) -> types.DocumentDiagnosticReport:
        """The diagnostics of a document for a client that asks; none where it is no spec."""
        view = await self.view(uri)
        if view is None:
            return types.RelatedFullDocumentDiagnosticReport(items=[])
        result = self._result_id(view.file, view.findings)
        if result == previous:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=result)
        return types.RelatedFullDocumentDiagnosticReport(items=self.diagnostics(view), result_id=result)

    async def pulled_workspace(self, previous: dict[str, str]) -> types.WorkspaceDiagnosticReport:
        """The diagnostics of the specs that are not open; those that are gone get an empty report."""
        await self._started.wait()
        await self.unopened.refresh()
        open_ = {document.path for document in self.documents}
        reports: list[types.WorkspaceDocumentDiagnosticReport] = []
        there: set[str] = set()
        for path, (project, analysis) in self.unopened.analyses.items():
            if path in open_:
                continue
            uri, result = self.documents.uri_of(path), self._result_id(analysis.file, analysis.findings)
            there.add(uri)
            if previous.get(uri) == result:
                reports.append(types.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, result_id=result))
                continue
            items = diagnostics_of(analysis.findings, project.registry.rules, self.documents)
            reports.append(types.WorkspaceFullDocumentDiagnosticReport(uri=uri, items=items, result_id=result))
        opened = {document.uri for document in self.documents}
        for uri in previous.keys() - there - opened:
            reports.append(types.WorkspaceFullDocumentDiagnosticReport(uri=uri, items=[]))
        return types.WorkspaceDiagnosticReport(reports)

    def _view(self, known: _Linted) -> View:
        encoding = column_encoding(self.documents.encoding)
        file = known.analysis.file
        return View(
            known.document.uri,
            known.document.version,
            file,
            known.analysis.findings,
            known.analysis.depth is Depth.PICTURES,
            known.project,
            Positions(file.source, encoding),
        )

    def diagnostics(self, view: View) -> list[types.Diagnostic]:
        """The findings of a view as diagnostics."""
        return diagnostics_of(view.findings, view.project.registry.rules, self.documents)

    @staticmethod
    def _result_id(file: SpecFile, findings: tuple[Finding, ...]) -> str:
        return f"{hash((file.source.text, *((one.code, one.span, one.text) for one in findings))):x}"

    # --- the quick pass ---

    async def _keep_up(self, uri: str) -> None:
        """Lint the text of a document until its newest version is done."""
        await self._started.wait()
        while True:
            document = self.documents.get(uri)
            known = self._linted.get(uri)
            if document is None or (known is not None and self._is_newest(known)):
                return
            age = self._age
            project = self._project_of(document)
            if project is None:
                self._leave_out(document, known.project if known is not None else None)
                return
            assert document.path is not None
            self.background.hold()
            try:
                loop = asyncio.get_running_loop()
                analysis = await loop.run_in_executor(self._quick, project.lint_text, document.path)
            except Exception:
                _log.exception("linting %s failed", uri)
                return
            finally:
                self.background.release()
            if self.documents.get(uri) is not document or self._age != age:
                continue
            if analysis is None:
                self._leave_out(document, project)
                return
            before = known.analysis if known is not None else None
            self._linted[uri] = linted = _Linted(document, project, _with_slower(analysis, before, project), age)
            self._send(uri, linted)
            self._litter += len(document.source.text)
            self._sweep(_LITTER_AT_MOST)
            self._deepen_around(document.path, project)

    def _leave_out(self, document: OpenDocument, project: Project | None) -> None:
        """Show nothing of a document that is no spec, or no longer; what is said of others may have rested on it."""
        self._linted.pop(document.uri, None)
        self._send(document.uri, None)
        if self._no_specs.get(document.uri) is not document:
            self._no_specs[document.uri] = document
            self._deepen_around(document.path, project)

    def _project_of(self, document: OpenDocument) -> Project | None:
        if document.path is None:
            return None
        project = self.workspace.project_of(document.path)
        for trouble in self.workspace.new_troubles():
            self._show_trouble(trouble)
        return project if project is not None and project.holds(document.path, document.source.text) else None

    def _show_trouble(self, trouble: str) -> None:
        self.client.show_error(f"promptlint: {trouble}")

    def _send(self, uri: str, linted: _Linted | None) -> None:
        if linted is None:
            if not self.client.pulls:
                self.client.publish(uri, None, [])
            return
        if not self.client.pulls:
            view = self._view(linted)
            self.client.publish(uri, linted.document.version, self.diagnostics(view))
        complete = linted.analysis.depth is Depth.PICTURES
        self.client.linted(uri, linted.document.version, complete=complete)

    # --- the slow passes ---

    def _deepen_around(self, path: Path | None, own: Project | None = None) -> None:
        """Look at the project of a file, and at others whose specs extend it."""
        for project in self.workspace.projects:
            if project is own or (path is not None and project.specs.is_extended(path)):
                self._deepen(project)

    def _deepen(self, project: Project) -> None:
        """Look at prompts and pictures, from the start if that is going on."""
        work = self._work.setdefault(project, _Work())
        work.wanted += 1
        if work.task is None or work.task.done():
            work.task = asyncio.ensure_future(self._look(project, work))

    async def _look(self, project: Project, work: _Work) -> None:
        done = -1
        while done != work.wanted:
            wanted = work.wanted
            await asyncio.sleep(_PAUSE_SECONDS)
            if wanted != work.wanted:
                continue
            for depth in project.slow_depths:
                try:
                    await self._look_once(project, work, wanted, depth)
                except Superseded:
                    break
                except VocabularyError as error:
                    if not work.has_told:
                        self._show_trouble(str(error))
                    work.has_told = True
                    return
                except Exception:
                    _log.exception("looking at prompts and pictures failed")
                    return
            done = wanted
        self._settle()

    async def _look_once(self, project: Project, work: _Work, wanted: int, depth: Depth) -> None:
        open_ = {known.document.path: known for known in self._linted.values() if known.project is project}
        paths = [path for path in open_ if path is not None]
        progress = self.client.progress("Looking at pictures")

        def step() -> None:
            self.background.step(lambda: work.wanted == wanted and not progress.cancelled)

        def pictures(done: int, total: int) -> None:
            if total >= _SHOW_AFTER:
                progress.report(done, total)
            step()

        try:
            found = await self.background.slow(partial(project.lint, paths, depth, pictures, step))
        finally:
            progress.end()
        if work.wanted != wanted:
            raise Superseded
        news = False
        for path, known in open_.items():
            analysis = found.get(path) if path is not None else None
            if analysis is None or not self._is_newest(known):
                continue
            analysis = _with_slower(analysis, known.analysis, project)
            news = news or known.analysis.findings != analysis.findings
            known.analysis = analysis
            self._send(known.document.uri, known)
        if news or depth is Depth.PICTURES:
            self.client.refresh()

    def _sweep(self, limit: int) -> None:
        """Free the specs of earlier texts, which refer to themselves, where there are many.

        Nothing else is collected, as that would stop a pass in its midst.
        """
        if self._litter > limit:
            self._litter = 0
            gc.collect()

    def _settle(self) -> None:
        """Free what is to be freed now that nothing is to be done; rules, parser and word lists stay for good."""
        if self._has_settled:
            self._sweep(_LITTER_WHEN_IDLE)
        else:
            self._has_settled = True
            gc.collect()
            gc.freeze()

    def _is_newest(self, known: _Linted) -> bool:
        """Whether neither a document nor anything beside it has changed since."""
        uri = known.document.uri
        return self._linted.get(uri) is known and self.documents.get(uri) is known.document and known.age == self._age

    def stop(self) -> None:
        """End the threads."""
        self.background.stop()
        self._quick.shutdown(wait=False, cancel_futures=True)


def _with_slower(analysis: Analysis, before: Analysis | None, project: Project) -> Analysis:
    """The findings of a pass, and those of slower ones that an earlier text had, as far as it is as it was.

    What specs find in a file that they extend counts as slower than what is found in its own text.
    """
    if before is None:
        return analysis
    codes = project.codes_at(Depth.PICTURES)
    if analysis.depth is not Depth.TEXT or not project.specs.is_extended(analysis.file.path):
        codes -= project.codes_at(analysis.depth)
    slower = carried([one for one in before.findings if one.code in codes], before.file, analysis.file)
    known = {(one.code, one.span, one.text) for one in analysis.findings}
    further = [one for one in slower if (one.code, one.span, one.text) not in known]
    if not further:
        return analysis
    in_order = sorted((*analysis.findings, *further), key=lambda finding: finding.order)
    return Analysis(analysis.file, tuple(in_order), analysis.depth)
