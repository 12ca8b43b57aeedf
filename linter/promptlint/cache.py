"""Results of earlier runs: the same content, settings and program give the same findings.

One small JSON file a run, named by a hash of everything that the result depends on, so that parallel runs cannot
disturb each other. A file that cannot be read is ignored; the oldest are removed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from promptlint import __version__
from promptlint.atomic import write_atomically
from promptlint.file_state import file_state
from promptlint.finding import Confidence, Evidence, Finding, Fix, Severity, Tag, TextEdit
from promptlint.geometry import Box
from promptlint.spec_files import Skipped
from promptlint.text import SourceFile, SourceText, Span

if TYPE_CHECKING:
    from promptlint.run import RunResult
    from promptlint.spec.model import Location

KEPT_RUNS: Final = 64
_CODE_SUFFIXES: Final = (".py", ".yaml", ".json")


def digest(*parts: object) -> str:
    """A hash of bytes or of the printed form of values, the program's own code included for the latter."""
    hasher = blake2b(digest_size=20)
    if len(parts) == 1 and isinstance(parts[0], bytes):
        hasher.update(parts[0])
    else:
        hasher.update(repr((program_state(), *parts)).encode("utf-8", "surrogatepass"))
    return hasher.hexdigest()


def file_digest(path: Path, read: Callable[[Path], bytes]) -> str:
    """The hash of a file's bytes; empty where it cannot be read."""
    try:
        return digest(read(path))
    except OSError:
        return ""


@cache
def program_state() -> str:
    """Names, sizes and times of the program's and the rule packages' files: any change makes another state."""
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    hasher = blake2b(__version__.encode(), digest_size=20)
    names = {"promptlint", *(point.value for point in entry_points(group="promptlint.rules"))}
    for name in sorted(names):
        spec = find_spec(name)
        for location in (spec and spec.submodule_search_locations) or ():
            for folder, folders, files in os.walk(location):
                folders.sort()
                for file in sorted(files):
                    if file.endswith(_CODE_SUFFIXES):
                        stat = os.stat(os.path.join(folder, file))  # noqa: PTH116, PTH118
                        hasher.update(f"{folder}/{file}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return hasher.hexdigest()


class RunCache:
    """Stored results of runs in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "runs"

    def load(self, key: str, shown: Callable[[Path], str], read: Callable[[Path], bytes]) -> RunResult | None:
        """The stored result of a run, or None. ``read`` gives the bytes of a file."""
        from promptlint.run import RunResult

        try:
            stored = json.loads((self.folder / f"{key}.json").read_bytes())
            if any(file_digest(Path(path), read) != known for path, known in stored["inputs"].items()):
                return None
            if any(file_state(Path(path)) != known for path, known in stored["states"].items()):
                return None
            files = _Files(shown, read)
            return RunResult(
                [_decode(entry, files) for entry in stored["findings"]],
                stored["files"],
                stored["shots"],
                [Skipped(Path(path), shown(Path(path)), reason) for path, reason in stored["skipped"]],
            )
        except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
            return None

    def save(self, key: str, result: RunResult, inputs: Mapping[Path, str], states: Mapping[Path, str]) -> None:
        """Store a result; a folder that cannot be written is no error.

        ``inputs`` are the digests of files that the result depends on although the key does not, such as those that
        are extended; the digest of a file that could not be read is empty. ``states`` are those of files that are too
        large to be read again, such as pictures.
        """
        stored = {
            "inputs": {str(path): known for path, known in inputs.items()},
            "states": {str(path): known for path, known in states.items()},
            "findings": [_encode(finding) for finding in result.findings],
            "files": result.files,
            "shots": result.shots,
            "skipped": [(str(skipped.path), skipped.reason) for skipped in result.skipped],
        }
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_atomically(self.folder / f"{key}.json", json.dumps(stored).encode())
            self._remove_oldest()

    def _remove_oldest(self) -> None:
        runs = sorted(self.folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
        for path in runs[:-KEPT_RUNS]:
            with suppress(OSError):
                path.unlink()


class _Files:
    """Source files by path, decoded once."""

    def __init__(self, shown: Callable[[Path], str], read: Callable[[Path], bytes]) -> None:
        self.shown = shown
        self.read = read
        self.known: dict[str, SourceFile] = {}

    def get(self, path: str) -> SourceFile:
        if path not in self.known:
            where = Path(path)
            try:
                source = SourceText.from_bytes(self.read(where))
            except ValueError:
                source = SourceText("")
            self.known[path] = SourceFile(where, self.shown(where), source)
        return self.known[path]


def _encode(finding: Finding) -> list[Any]:
    return [
        finding.code,
        finding.name,
        int(finding.severity),
        int(finding.confidence),
        finding.message,
        finding.advice,
        str(finding.file.path),
        finding.span,
        finding.path,
        finding.shot,
        [
            [e.message, e.location and [str(e.location.file.path), e.location.span, e.location.path], e.picture, e.box]
            for e in finding.evidence
        ],
        finding.fix and _encode_fix(finding.fix),
        finding.tag,
        [_encode_fix(fix) for fix in finding.alternatives],
    ]


def _encode_fix(fix: Fix) -> list[Any]:
    return [fix.title, [[edit.span, edit.text] for edit in fix.edits], fix.safe, fix.comes_first]


def _decode(entry: list[Any], files: _Files) -> Finding:
    code, name, severity, confidence, message, advice, path, span, keys, shot, evidence, fix, tag, others = entry
    return Finding(
        code,
        name,
        Severity(severity),
        Confidence(confidence),
        message,
        advice,
        files.get(path),
        Span(*span),
        tuple(keys),
        shot,
        tuple(
            Evidence(
                text,
                _place(at, files),
                picture,
                box and Box(*box),
            )
            for text, at, picture, box in evidence
        ),
        fix and _decode_fix(fix),
        tag and Tag(tag),
        tuple(_decode_fix(other) for other in others),
    )


def _decode_fix(stored: list[Any]) -> Fix:
    title, edits, safe, comes_first = stored
    return Fix(title, tuple(TextEdit(Span(*span), text) for span, text in edits), safe, comes_first)


def _place(stored: list[Any] | None, files: _Files) -> Location | None:
    if stored is None:
        return None
    from promptlint.spec.model import Location

    path, span, keys = stored
    return Location(files.get(path), Span(*span), tuple(keys))
