"""The texts that are open in the editor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from promptlint.text import ColumnEncoding, SourceText

_BOM: Final = "\ufeff"
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A text at one version.

    Attributes:
        uri: as the editor writes it.
        path: the file that it is, links resolved; None where it is none, as for a text that was never saved.
        version: counted by the editor.
        source: the text.
    """

    uri: str
    path: Path | None
    version: int
    source: SourceText


class Documents:
    """The open documents by URI; each change makes a new value.

    Attributes:
        encoding: how columns are counted, as agreed with the client.
        folders: the folders that are open, by URI, links resolved.
    """

    def __init__(self) -> None:
        self.encoding: str = types.PositionEncodingKind.Utf16
        self.folders: dict[str, Path] = {}
        self._by_uri: dict[str, OpenDocument] = {}

    def __iter__(self) -> Iterator[OpenDocument]:
        return iter(tuple(self._by_uri.values()))

    def get(self, uri: str) -> OpenDocument | None:
        """The document, where it is open."""
        return self._by_uri.get(uri)

    def at(self, path: Path) -> OpenDocument | None:
        """The open document that is a file."""
        return next((document for document in self if document.path == path), None)

    def uri_of(self, path: Path) -> str:
        """The URI of a file as the editor writes it: that of the open document, else one below its folder's."""
        document = self.at(path)
        if document is not None:
            return document.uri
        holding = [(folder, uri) for uri, folder in self.folders.items() if path.is_relative_to(folder)]
        if not holding:
            return uri_of(path)
        folder, uri = max(holding, key=lambda one: len(one[0].parts))
        return f"{uri.rstrip('/')}/{quote(path.relative_to(folder).as_posix())}"

    def open(self, item: types.TextDocumentItem) -> None:
        """Add a document."""
        self._by_uri[item.uri] = OpenDocument(item.uri, path_of(item.uri), item.version, _decoded(item.text))

    def change(
        self,
        identifier: types.VersionedTextDocumentIdentifier,
        changes: Iterable[types.TextDocumentContentChangeEvent],
    ) -> None:
        """Make changes one after the other; those to a document that is not open mean nothing."""
        known = self._by_uri.get(identifier.uri)
        if known is None:
            return
        source = known.source
        for change in changes:
            source = self._changed(source, change)
        self._by_uri[known.uri] = OpenDocument(known.uri, known.path, identifier.version, source)

    def close(self, uri: str) -> None:
        """Forget a document."""
        self._by_uri.pop(uri, None)

    def _changed(self, source: SourceText, change: types.TextDocumentContentChangeEvent) -> SourceText:
        if not isinstance(change, types.TextDocumentContentChangePartial):
            return _decoded(change.text)
        sent = SourceText(_BOM + source.text) if source.bom else source
        start, end = (self._offset(sent, place) for place in (change.range.start, change.range.end))
        return _decoded(sent.text[:start] + change.text + sent.text[max(start, end) :])

    def _offset(self, source: SourceText, position: types.Position) -> int:
        return source.offset_at(position.line, position.character, column_encoding(self.encoding))


def column_encoding(kind: str) -> ColumnEncoding:
    """The encoding in the words of the engine; UTF-16 is what every client understands."""
    match str(getattr(kind, "value", kind)):
        case "utf-8":
            return "utf-8"
        case "utf-32":
            return "utf-32"
        case _:
            return "utf-16"


def path_of(uri: str) -> Path | None:
    """The file of a URI, links resolved; None where it is no file."""
    if not uri.startswith("file:"):
        return None
    path = to_fs_path(uri)
    try:
        return Path(path).resolve() if path else None
    except (OSError, ValueError, RuntimeError):
        return None


def uri_of(path: Path) -> str:
    """The URI of a file."""
    return from_fs_path(str(path)) or path.as_uri()


def is_configuration(uri: str) -> bool:
    """Whether a file may hold settings of promptlint."""
    return uri.endswith((".toml", "/.git"))


def _decoded(text: str) -> SourceText:
    """A text as the editor sends it; half of a surrogate pair, which no file can hold, becomes U+FFFD."""
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
    return SourceText(text.removeprefix(_BOM), text.startswith(_BOM))
