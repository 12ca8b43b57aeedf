"""The baseline: findings that a project has already, so that only new ones are reported."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from promptlint.atomic import write_atomically
from promptlint.config import ConfigError
from promptlint.finding import Finding
from promptlint.report.fingerprint import Identity, identity_of

BASELINE_NAME: Final = "promptlint-baseline.json"
VERSION: Final = 1
_NEW_FILE_MODE: Final = 0o644
_REMEDY: Final = "Restore it, or delete it and write it anew with --write-baseline."

Known = Counter[Identity]
"""How often each finding is known."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a run looked at: what it covers and has not found is gone.

    Attributes:
        paths: the files and folders that were linted, resolved.
        whole_project: whether every file of the project was linted.
        unread: files among them that could not be read, resolved.
        runs: whether the rule of a code ran in the project of a folder.
    """

    paths: tuple[Path, ...]
    whole_project: bool = False
    unread: frozenset[Path] = frozenset()
    runs: Callable[[str, Path], bool] = lambda code, root: True

    def holds(self, known: Identity, root: Path) -> bool:
        """Whether the run would have reported a known finding of the project."""
        file = Path(os.path.normpath(root / known.file))
        inside = self.whole_project or any(file.is_relative_to(path) for path in self.paths)
        return inside and file not in self.unread and self.runs(known.rule, root)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The baseline of one project.

    Attributes:
        path: its file, which need not exist.
        root: the project's folder; the files of findings are named relative to it.
    """

    path: Path
    root: Path

    def count(self, findings: Iterable[Finding]) -> Known:
        """How often each of the findings occurs."""
        return Counter(self._identity(finding) for finding in findings)

    def new(self, findings: Iterable[Finding], known: Known) -> list[Finding]:
        """The findings that are not known; of those that look alike, the ones beyond the known number."""
        left = known.copy()
        new = []
        for finding in findings:
            identity = self._identity(finding)
            if left[identity] > 0:
                left[identity] -= 1
            else:
                new.append(finding)
        return new

    def recorded(self, findings: Iterable[Finding], known: Known, coverage: Coverage) -> Known:
        """The findings, and those known that the run could not have found."""
        outside = Counter({entry: number for entry, number in known.items() if not coverage.holds(entry, self.root)})
        return self.count(findings) | outside

    def pruned(self, findings: Iterable[Finding], known: Known, coverage: Coverage) -> Known:
        """What is known without what is gone."""
        return known & self.recorded(findings, known, coverage)

    def read(self) -> Known:
        """What the file says; nothing where there is none.

        Raises:
            ConfigError: it cannot be read or is no baseline.
        """
        try:
            stored = json.loads(self.path.read_bytes())
        except FileNotFoundError:
            return Counter()
        except OSError as error:
            raise self._error(f"The baseline cannot be read: {error.strerror or error}.") from None
        except json.JSONDecodeError as error:
            raise self._error(f"The baseline is not JSON: {error.msg}. {_REMEDY}", error.lineno) from None
        except (ValueError, RecursionError):
            raise self._error(f"The baseline is not JSON. {_REMEDY}") from None
        return self._decoded(stored)

    def write(self, known: Known) -> None:
        """Replace the file's content: one finding a line, sorted.

        Raises:
            ConfigError: it cannot be written.
        """
        lines = [
            json.dumps({**entry._asdict(), "count": number}, ensure_ascii=False)
            for entry, number in sorted(known.items(), key=lambda item: (item[0].file, item[0]))
        ]
        listed = ",\n".join(f"    {line}" for line in lines)
        findings = f"[\n{listed}\n  ]" if lines else "[]"
        text = f'{{\n  "version": {VERSION},\n  "findings": {findings}\n}}\n'
        try:
            mode = self.path.stat().st_mode & 0o777 if self.path.is_file() else _NEW_FILE_MODE
            # A lone surrogate becomes `\udc80`, which is its escape in JSON as well.
            write_atomically(self.path, text.encode("utf-8", "backslashreplace"), mode)
        except OSError as error:
            raise self._error(f"The baseline cannot be written: {error.strerror or error}.") from None

    def _identity(self, finding: Finding) -> Identity:
        return identity_of(finding, Path(os.path.relpath(finding.file.path, self.root)).as_posix())

    def _decoded(self, stored: Any) -> Known:
        version = stored.get("version") if isinstance(stored, dict) else None
        if isinstance(version, int) and version > VERSION:
            raise self._error(
                f"The baseline has version {version}, and this promptlint reads version {VERSION}. Install a newer one."
            )
        if version != VERSION or not isinstance(stored.get("findings"), list):
            raise self._error(f"This is no baseline of promptlint. {_REMEDY}")
        known: Known = Counter()
        for number, entry in enumerate(stored["findings"], 1):
            if not _is_entry(entry):
                raise self._error(
                    f"Finding {number} of the baseline needs {', '.join(Identity._fields)} as texts and a count "
                    f"from 1. {_REMEDY}"
                )
            known[Identity(*(entry[name] for name in Identity._fields))] += entry["count"]
        return known

    def _error(self, message: str, line: int | None = None) -> ConfigError:
        cwd = Path.cwd()
        shown = self.path.relative_to(cwd) if self.path.is_relative_to(cwd) else self.path
        return ConfigError(shown.as_posix(), message, line)


class Baselines:
    """The baselines of the projects that a run looks at.

    Args:
        root_of: the project's folder of a folder.
        asked: the folders that the run was asked for.
        named: a file to use instead of the one in the project's folder.
    """

    def __init__(self, root_of: Callable[[Path], Path], asked: Iterable[Path], named: Path | None = None) -> None:
        self.root_of = root_of
        self.asked = tuple(asked)
        self.named = named.absolute() if named else None

    def filter(self, findings: Iterable[Finding], *, must_exist: bool = True) -> list[Finding]:
        """The findings that no baseline knows, in their order.

        Args:
            findings: of one or several projects.
            must_exist: whether a named file that is missing is an error.

        Raises:
            ConfigError: a baseline cannot be used.
        """
        if must_exist and self.named is not None and not self.named.exists():
            raise ConfigError("--baseline", f"There is no file {self.named}. --write-baseline writes it.")
        findings = list(findings)
        new = {
            id(finding) for baseline, own in self._projects(findings) for finding in baseline.new(own, baseline.read())
        }
        return [finding for finding in findings if id(finding) in new]

    def write(self, findings: Iterable[Finding], coverage: Coverage) -> list[tuple[Path, int]]:
        """Record the findings; the files that were written, each with the number of findings in it.

        A project without findings gets no baseline unless a file is named.

        Raises:
            ConfigError: a baseline cannot be used or written.
        """
        written = []
        for baseline, own in self._projects(findings):
            if own or self.named or baseline.path.exists():
                known = baseline.recorded(own, baseline.read(), coverage)
                baseline.write(known)
                written.append((baseline.path, known.total()))
        return written

    def prune(self, findings: Iterable[Finding], coverage: Coverage) -> list[tuple[Path, int]]:
        """Remove what is gone; the files that were looked at, each with the number of findings removed from it.

        Raises:
            ConfigError: there is no baseline, or it cannot be used or written.
        """
        pruned = []
        for baseline, own in self._projects(findings):
            if baseline.path.exists():
                known = baseline.read()
                kept = baseline.pruned(own, known, coverage)
                if kept != known:
                    baseline.write(kept)
                pruned.append((baseline.path, known.total() - kept.total()))
        if not pruned:
            raise ConfigError("--prune-baseline", "There is no baseline yet. --write-baseline writes it.")
        return pruned

    def _projects(self, findings: Iterable[Finding]) -> list[tuple[Baseline, list[Finding]]]:
        """The baseline of every project that was asked for or has findings, with these."""
        by_root: dict[Path, list[Finding]] = {}
        for finding in findings:
            by_root.setdefault(self.root_of(finding.file.path.parent), []).append(finding)
        if self.named is None:
            for folder in self.asked:
                by_root.setdefault(self.root_of(folder), [])
            return [(Baseline(root / BASELINE_NAME, root), own) for root, own in sorted(by_root.items())]
        if len(by_root) > 1:
            raise ConfigError(
                "--baseline",
                f"One file cannot serve the findings of {len(by_root)} projects. Run promptlint once for each of them, "
                f"or leave the option out: each project then has its own {BASELINE_NAME}.",
            )
        return [(Baseline(self.named, root), own) for root, own in by_root.items()] or [
            (Baseline(self.named, self.root_of(self.asked[0])), [])
        ]


def _is_entry(entry: Any) -> bool:
    if not isinstance(entry, dict) or entry.keys() != {*Identity._fields, "count"}:
        return False
    count = entry["count"]
    return type(count) is int and count > 0 and all(isinstance(entry[name], str) for name in Identity._fields)
