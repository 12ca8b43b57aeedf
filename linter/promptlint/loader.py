"""From paths to spec files: reading, decoding, recognition, ``extends``; nothing outside the project is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from promptlint.document import Document, DocumentError, Scalar, compose, compose_lines
from promptlint.spec.model import Location, Recognition, SpecFile, UnreadExtends
from promptlint.spec.read import extends_entry, read_file
from promptlint.spec.recognise import layout_of, reason_not_a_spec
from promptlint.spec_files import (
    MAX_BYTES,
    SPEC_SUFFIXES,
    Skipped,
    has_modeline,
    is_json_lines,
    names_schema,
    read_at_most,
)
from promptlint.text import DecodeError, SourceText, Span

ReadBytes = Callable[[Path], bytes | SourceText]


@dataclass
class Loader:
    """Reads the spec files of one project.

    Attributes:
        root: the project's folder, resolved.
        is_spec_name: whether a path counts as a shot spec by its name.
        shown: how a path is shown to people.
        read_bytes: reads a file; an editor answers with the text that is not saved yet, decoded already.
        known: gives an extended file that is read already, so that all files that extend it share it.
    """

    root: Path
    is_spec_name: Callable[[Path], bool]
    shown: Callable[[Path], str]
    read_bytes: ReadBytes = read_at_most
    known: Callable[[Path], SpecFile | None] = lambda path: None
    _read: dict[Path, SpecFile | Skipped] = field(default_factory=dict)

    def load(self, path: Path, recognition: Recognition | None = None) -> SpecFile | Skipped:
        """Read a file, or say why it is skipped.

        ``recognition`` says that the caller vouches for the file; otherwise its name, its head and its content decide.

        Raises:
            OSError: the file cannot be read.
        """
        known = self._read.get(path)
        if known is None:
            known = self._read[path] = self._load(path, recognition, ())
        return known

    def _load(self, path: Path, recognition: Recognition | None, chain: tuple[Path, ...]) -> SpecFile | Skipped:
        name = self.shown(path)
        if recognition is None and self.is_spec_name(path):
            recognition = "name"
        if recognition is None and path.suffix.lower() not in SPEC_SUFFIXES:
            return Skipped(path, name, f"its name does not end in {', '.join(sorted(SPEC_SUFFIXES))}")
        data = self.read_bytes(path)
        size = len(data) if isinstance(data, bytes) else len(data.text)
        if size > MAX_BYTES:
            error = DocumentError(
                "limit",
                f"The file is larger than {MAX_BYTES // 1024 // 1024} MB and was not read.",
                Span(0, 0),
                "Split it into several files.",
            )
            return SpecFile(path, name, SourceText(""), Document(errors=[error]), recognition or "content")
        try:
            source = SourceText.from_bytes(data) if isinstance(data, bytes) else data
        except DecodeError as error:
            if recognition is None:
                return Skipped(path, name, "it is not UTF-8 text")
            document = Document(errors=[DocumentError("syntax", str(error), Span(0, 0))])
            return SpecFile(path, name, SourceText(""), document, recognition)
        if recognition is None:
            recognition = _recognition_by_head(source.text)
        document = compose_lines(source.text) if is_json_lines(path.name, source.text) else compose(source.text)
        if recognition is None:
            if document.errors and not document.roots:
                recognition = "content"
            elif not any(layout_of(root) for root in document.roots):
                return Skipped(path, name, reason_not_a_spec(document.roots[0] if document.roots else None))
        return self._with_base(path, name, source, document, recognition or "content", chain)

    def _with_base(
        self,
        path: Path,
        name: str,
        source: SourceText,
        document: Document,
        recognition: Recognition,
        chain: tuple[Path, ...],
    ) -> SpecFile:
        entry = extends_entry(document)
        base: SpecFile | None = None
        unread: tuple[str, str] | None = None
        if entry is not None and isinstance(entry.value, Scalar) and entry.value.value.strip():
            base, unread = self._base(path, entry.value.value.strip(), (*chain, path))
        file = read_file(path, name, source, document, recognition, base)
        if unread is not None and entry is not None:
            assert isinstance(entry.value, Scalar)
            at = Location(file, entry.value.content_span, ("extends",))
            file.unread_extends.append(UnreadExtends(at, *unread))
        return file

    def _base(self, path: Path, target: str, chain: tuple[Path, ...]) -> tuple[SpecFile | None, tuple[str, str] | None]:
        """The file that is extended, or why it cannot be and what to do."""
        base_path = (path.parent / target).resolve()
        if not base_path.is_relative_to(self.root):
            return None, (
                f"`{target}` lies outside the project, and promptlint reads nothing there.",
                f"Move it below `{self.root.name}/`, or run promptlint from a folder that holds both.",
            )
        if base_path in chain:
            circle = " -> ".join(self.shown(step) for step in (*chain[chain.index(base_path) :], base_path))
            return None, (f"The files extend each other in a circle: {circle}.", "Remove one `extends`.")
        try:
            known = self.known(base_path) or self._read.get(base_path)
            if known is None:
                known = self._read[base_path] = self._load(base_path, "name", chain)
        except OSError as error:
            return None, (
                f"`{target}` cannot be read: {error.strerror or error}.",
                f"The path is relative to `{path.name}`.",
            )
        if isinstance(known, Skipped):
            return None, (f"`{target}` is not a shot spec: {known.reason}.", "Extend a spec file.")
        return known, None


def _recognition_by_head(text: str) -> Recognition | None:
    if has_modeline(text):
        return "modeline"
    return "schema" if names_schema(text) else None
