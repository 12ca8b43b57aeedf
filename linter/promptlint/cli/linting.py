"""A lint run as the options of ``promptlint check`` ask for it, with what is not reported left out."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from promptlint.cli.exits import UsageError
from promptlint.cli.options import check_exist, config_finder
from promptlint.cli.output import is_terminal, note

if TYPE_CHECKING:
    from promptlint.baseline import Baselines
    from promptlint.changed_lines import ChangedLines
    from promptlint.config import ConfigFinder
    from promptlint.finding import Finding
    from promptlint.fixes import Texts
    from promptlint.project import Project
    from promptlint.run import RunRequest, RunResult

STDIN: Final = "-"
STDIN_NAME: Final = Path("stdin.shot.yaml")
_NEED_FILES: Final = ("diff_base", "write_baseline", "prune_baseline", "add_suppressions")


@dataclass(frozen=True, slots=True)
class Linting:
    """What is linted, and what of it is reported.

    Attributes:
        options: the arguments.
        paths: files and folders; none where standard input is linted.
        stdin: the path that standard input stands for, and its content.
        finder: finds the settings of each file.
        changed: the lines that ``--diff-base`` asks for.
        baselines: the findings that are known.
        request: what is asked of a run.
    """

    options: Namespace
    paths: list[Path]
    stdin: tuple[Path, bytes] | None
    finder: ConfigFinder
    changed: ChangedLines | None
    baselines: Baselines
    request: RunRequest

    @classmethod
    def asked_for(cls, options: Namespace) -> Linting:
        """What the arguments ask for.

        Raises:
            UsageError: they ask for what cannot be done.
            ConfigError: a configuration or a revision cannot be used.
        """
        from promptlint.baseline import Baselines
        from promptlint.run import RunRequest
        from promptlint.workers import workers_for

        paths, stdin = _targets(options)
        asked = [stdin[0]] if stdin else paths
        finder = config_finder(options, asked)
        changed = _changed_lines(options, asked)
        baselines = Baselines(finder.root_for, _folders(asked), options.baseline)
        request = RunRequest(
            configs=finder,
            today=date.today(),
            stdin=stdin,
            force_exclude=options.force_exclude,
            use_cache=not options.no_cache,
            timing=options.timing,
            project=options.project,
            workers=workers_for(options.executor, options.jobs),
        )
        return cls(options, paths, stdin, finder, changed, baselines, request)

    def close(self) -> None:
        """Let the workers go."""
        self.request.workers.close()

    def run(self, texts: Texts | None = None) -> RunResult:
        """Lint, with edited texts in place of what is on disk."""
        from promptlint.cli.progress import ProgressBar
        from promptlint.run import run

        bar = None if self.options.quiet or not is_terminal(sys.stderr) else ProgressBar(sys.stderr)
        try:
            return run(self.paths, self._request(texts), bar)
        finally:
            if bar is not None:
                bar.clear()

    def projects(self, result: RunResult, texts: Texts | None = None) -> tuple[Project, ...]:
        """The specs that a result is about, for the one format that shows them."""
        if self.options.output_format != "html":
            return ()
        from promptlint.project import read_projects

        return tuple(read_projects(self.paths, self._request(texts), result.surroundings))

    def _request(self, texts: Texts | None) -> RunRequest:
        return self.request if texts is None else replace(self.request, contents=texts.contents)

    def leave_out(self, result: RunResult, texts: Texts | None = None) -> list[str]:
        """Leave known findings and those on unchanged lines out of a result; what was left out, in sentences."""
        from promptlint.report.totals import counted

        found = result.findings
        new = self.baselines.filter(found)
        result.findings = [finding for finding in new if self._is_on_changed_lines(finding, texts)]
        known, unchanged = len(found) - len(new), len(new) - len(result.findings)
        left_out = []
        if known:
            left_out.append(f"Left out {counted(known, 'known finding')} of the baseline.")
        if unchanged:
            since = self.options.diff_base
            left_out.append(f"Left out {counted(unchanged, 'finding')} on lines unchanged since {since}.")
        return left_out

    def _is_on_changed_lines(self, finding: Finding, texts: Texts | None) -> bool:
        if self.changed is None:
            return True
        place = (finding.file, finding.span) if texts is None else texts.as_before(finding)
        return place is None or self.changed.hold(replace(finding, file=place[0], span=place[1]))

    def reason_to_leave(self, path: Path) -> str:
        """Why a file is not to be edited; empty where nothing speaks against it."""
        from promptlint.fixes.write import reason_to_leave

        if self.stdin is not None:
            return "" if path == self.stdin[0].resolve() else "only standard input is edited"
        direct = [given.resolve() for given in self.paths if not given.is_symlink()]
        links = [given for given in self.paths if given.is_symlink() and given.resolve() == path and given.is_file()]
        if links and not any(path.is_relative_to(given) for given in direct):
            return f"{links[0]} is a symbolic link to it; name the file itself"
        try:
            return reason_to_leave(path)
        except OSError as error:
            return error.strerror or str(error)

    def change_baselines(self, result: RunResult) -> None:
        """Write or prune the baselines, and tell what was done."""
        from promptlint.baseline import Coverage
        from promptlint.config.finder import shown_path
        from promptlint.phrases.rules import with_phrases
        from promptlint.registry import installed
        from promptlint.report.totals import counted

        options, finder = self.options, self.finder
        narrowed = bool(options.select or options.ignore or options.preset)

        def runs(code: str, root: Path) -> bool:
            settings = finder.settings_for(root)
            rule = with_phrases(installed(), settings.phrases).rules.get(code) if narrowed else None
            return rule is None or settings.enables(rule)

        unread = frozenset(Path(name).resolve() for name, _ in result.unreadable)
        coverage = Coverage(tuple(path.resolve() for path in self.paths), options.project, unread, runs)
        if options.write_baseline:
            written = self.baselines.write(result.findings, coverage)
            notes = [f"Recorded {counted(number, 'finding')} in {shown_path(path)}." for path, number in written]
        else:
            pruned = self.baselines.prune(result.findings, coverage)
            notes = [f"Removed {counted(number, 'finding')} from {shown_path(path)}." for path, number in pruned]
        if not options.quiet:
            for line in notes or ["No baseline was written: there are no findings."]:
                note(line)


def _targets(options: Namespace) -> tuple[list[Path], tuple[Path, bytes] | None]:
    """The paths, or the file that standard input stands for with its content."""
    names: list[str] = options.paths
    if STDIN in names or (options.stdin_filename and not names):
        if len(names) > 1:
            raise UsageError("- (standard input) stands alone; give the other paths to a second run.")
        _check_needs_files(options)
        return [], (options.stdin_filename or STDIN_NAME, sys.stdin.buffer.read())
    if options.stdin_filename:
        raise UsageError("--stdin-filename is for standard input: give - as the only path.")
    paths = [Path(name) for name in names] or [Path()]
    check_exist(paths)
    return paths, None


def _check_needs_files(options: Namespace) -> None:
    """Stop where an option is about files on disk and standard input is linted."""
    for name in _NEED_FILES:
        if getattr(options, name):
            raise UsageError(f"--{name.replace('_', '-')} needs files on disk: give paths instead of standard input.")


def _changed_lines(options: Namespace, asked: list[Path]) -> ChangedLines | None:
    """What ``--diff-base`` asks for; a revision that cannot be used stops the run before it starts."""
    if options.diff_base is None:
        return None
    if options.write_baseline or options.prune_baseline:
        raise UsageError("A baseline is made from all findings: leave --diff-base out to write or prune it.")
    from promptlint.changed_lines import ChangedLines

    changed = ChangedLines(options.diff_base)
    for folder in _folders(asked):
        changed.repository(folder)
    return changed


def _folders(paths: Iterable[Path]) -> list[Path]:
    return [path if path.is_dir() else path.parent for path in map(Path.resolve, paths)]
