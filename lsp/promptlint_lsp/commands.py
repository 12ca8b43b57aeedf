"""Commands that look at whole projects: linting them, the report, and what helps to find a mistake of the server."""

from __future__ import annotations

import os
import platform
import sys
from collections import Counter
from functools import partial
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from pygls.uris import to_fs_path

from promptlint import __version__
from promptlint.atomic import write_atomically
from promptlint.finding import Finding, Severity
from promptlint.folders import cache_folder
from promptlint.project import Project as ReportedProject
from promptlint.registry import installed
from promptlint.report import ReportOptions, render
from promptlint.run import RunResult
from promptlint.spec.sequence import ShotSequence
from promptlint_lsp.background import Superseded
from promptlint_lsp.client import Client
from promptlint_lsp.diagnostics import diagnostics_of
from promptlint_lsp.documents import column_encoding
from promptlint_lsp.edits import Refused
from promptlint_lsp.project import Depth, PictureProgress, Project, Step
from promptlint_lsp.session import Session

_PACKAGES: Final = ("pygls", "lsprotocol", "PyYAML", "spacy", "pillow", "onnxruntime")


class Commands:
    """What the client may ask of the server besides the protocol's own requests."""

    def __init__(self, session: Session, client: Client) -> None:
        self.session = session
        self.client = client

    async def lint_workspace(self) -> dict[str, int]:
        """Lint the specs of all folders, let the client show what was found, and count it."""
        unopened = self.session.unopened
        before = set(unopened.analyses)
        unopened.invalidate()
        await unopened.refresh()
        findings = {path: (project, analysis.findings) for path, (project, analysis) in unopened.analyses.items()}
        opened = {view.file.path for view in self.session.known_views()}
        findings |= {view.file.path: (view.project, view.findings) for view in self.session.known_views()}
        if self.client.pulls:
            self.client.refresh()
        else:
            for path in findings.keys() - opened:
                self._publish(path, *findings[path])
            for path in before - findings.keys():
                self.client.publish(self.session.documents.uri_of(path), None, [])
        count = Counter(one.severity for _, found in findings.values() for one in found)
        return {
            "files": len(findings),
            "errors": count[Severity.ERROR],
            "warnings": count[Severity.WARNING],
            "infos": count[Severity.INFO],
        }

    async def report(self, uri: str | None) -> dict[str, str]:
        """Write the HTML report of the project of a file, or of all folders; where it is.

        Raises:
            Refused: there is no such project, or the report cannot be written.
        """
        projects = self._projects(uri)
        if not projects:
            raise Refused("There is no project to report: open a folder or a shot spec.")
        page = await self._write(projects)
        roots = "\n".join(sorted(str(project.settings.root) for project in projects))
        folder = cache_folder() / "reports"
        path = folder / f"{projects[0].settings.root.name or 'report'}-{sha256(roots.encode()).hexdigest()[:12]}.html"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_atomically(path, page.encode("ascii"))
        except OSError as error:
            raise Refused(f"The report cannot be written to {path}: {error.strerror or error}.") from None
        return {"path": str(path)}

    async def _write(self, projects: list[Project]) -> str:
        """The page, made while the text of open documents is linted first."""
        background, progress = self.session.background, self.client.progress("Writing the report")

        def report(done: int, total: int) -> None:
            progress.report(done, total)
            step()

        def step() -> None:
            background.step(lambda: not progress.cancelled)

        try:
            return await background.slow(partial(_page, projects, report, step))
        except Superseded:
            raise Refused("The report was not written, as you cancelled it.") from None
        finally:
            progress.end()

    def debug_information(self) -> dict[str, str | list[str]]:
        """What somebody who looks for a mistake of the server wants to know."""
        session, server = self.session, self.client.server
        info = server.client_info
        return {
            "promptlint": __version__,
            "python": f"{platform.python_version()} ({sys.executable})",
            "platform": platform.platform(),
            "process": str(os.getpid()),
            "packages": [f"{name} {found}" for name in _PACKAGES if (found := _version(name))],
            "rule packages": [package.__name__ for package in installed().packages],
            "editor": " ".join(part for part in (info.name, info.version) if part) if info else "unknown",
            "columns": column_encoding(session.documents.encoding),
            "diagnostics": "pulled" if self.client.pulls else "published",
            "folders": [str(path) for path in session.workspace.folders.values()],
            "projects": [str(project.settings.root) for project in session.workspace.projects],
            "configurations": sorted(
                {
                    str(path)
                    for project in session.workspace.projects
                    for path in project.configs.resolved_for(project.settings.root).files
                }
            ),
            "open specs": [str(view.file.path) for view in session.known_views()],
            "cache": str(cache_folder()),
        }

    def _projects(self, uri: str | None) -> list[Project]:
        if uri is None:
            return self.session.workspace.all_projects()
        document = self.session.documents.get(uri)
        name = to_fs_path(uri)
        path = document.path if document is not None else Path(name).resolve() if name else None
        project = self.session.workspace.project_of(path) if path is not None else None
        return [project] if project is not None else []

    def _publish(self, path: Path, project: Project, findings: tuple[Finding, ...]) -> None:
        documents = self.session.documents
        diagnostics = diagnostics_of(findings, project.registry.rules, documents)
        self.client.publish(documents.uri_of(path), None, diagnostics)


def _page(projects: list[Project], progress: PictureProgress, step: Step) -> str:
    """The report of projects, open texts included."""
    result = RunResult()
    reported = []
    for project in projects:
        paths = [file.path for file in project.read().files]
        analyses = project.lint(paths, Depth.PICTURES, progress, step)
        files = [analyses[path].file for path in paths if path in analyses]
        result.findings += [finding for analysis in analyses.values() for finding in analysis.findings]
        result.files += len(files)
        result.shots += sum(len(file.shots) for file in files)
        result.phrases += project.settings.phrases
        result.surroundings[project.settings.root] = project.surroundings
        reported.append(ReportedProject(project.settings, project.surroundings, ShotSequence(files)))
    result.findings.sort(key=lambda finding: finding.file.name)
    return render("html", result, ReportOptions(projects=tuple(reported)))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
