"""Looking at edited files, and writing them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from promptlint.cli.linting import Linting
from promptlint.cli.output import note

if TYPE_CHECKING:
    from promptlint.finding import Finding
    from promptlint.fixes import Texts
    from promptlint.run import RunResult


class Editor:
    """A lint run whose files are edited.

    Attributes:
        linting: what is linted.
        result: what the last look at the files found, of which ``left_out`` says in sentences what is not reported.
        failed: whether a file could not be written.
    """

    def __init__(self, linting: Linting) -> None:
        from promptlint.run import RunResult

        self.linting = linting
        self.result: RunResult = RunResult()
        self.left_out: list[str] = []
        self.failed = False
        self._may_edit: dict[Path, bool] = {}

    def look(self, texts: Texts) -> list[Finding]:
        """The findings that are reported with the texts in place of the files."""
        self.result = self.linting.run(texts)
        self.left_out = self.linting.leave_out(self.result, texts)
        return self.result.findings

    def may_edit(self, path: Path) -> bool:
        """Whether a file may be edited; that it may not is told once."""
        if path not in self._may_edit:
            reason = self.linting.reason_to_leave(path)
            self._may_edit[path] = not reason
            if reason:
                tell_left(path, reason)
        return self._may_edit[path]

    def write(self, texts: Texts) -> set[Path]:
        """Write the edited files. Those that cannot be written are no longer among the texts, and are returned."""
        from promptlint.fixes.write import NotWritten, write_back

        given_up = set()
        for text in texts:
            path = text.before.path
            try:
                write_back(text)
            except NotWritten as error:
                tell_left(path, str(error))
                given_up.add(path)
            except OSError as error:
                note(f"promptlint: cannot write {text.before.name}: {error.strerror or error}")
                given_up.add(path)
                self.failed = True
        for path in given_up:
            texts.give_up(path)
        return given_up


def tell_left(path: Path, reason: str) -> None:
    """Tell why a file was not edited."""
    from promptlint.config.finder import shown_path

    note(f"promptlint: {shown_path(path)} was left as it is: {reason}.")
