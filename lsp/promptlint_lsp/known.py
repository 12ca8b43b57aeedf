"""Findings that a project has already, which its baseline lists: neither the editor nor the command line shows them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from promptlint.baseline import BASELINE_NAME, Baseline, Known
from promptlint.config import ConfigError
from promptlint.file_state import file_state
from promptlint.finding import Finding


class KnownFindings:
    """The baseline of one project, read again when it has changed."""

    def __init__(self, root: Path) -> None:
        self._baseline = Baseline(root / BASELINE_NAME, root)
        self._read: tuple[str, Known] = ("", Known())

    def without(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings that are new; all of them where the baseline cannot be used."""
        state = file_state(self._baseline.path)
        if state != self._read[0]:
            try:
                self._read = (state, self._baseline.read())
            except ConfigError:
                self._read = (state, Known())
        known = self._read[1]
        return tuple(self._baseline.new(findings, known) if known else findings)
