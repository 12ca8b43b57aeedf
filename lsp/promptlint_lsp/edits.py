"""Edits of the engine as edits of the protocol, where the texts are still those that they were made for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from lsprotocol import types

from promptlint.finding import TextEdit
from promptlint.text import SourceFile
from promptlint_lsp.documents import Documents, OpenDocument, column_encoding
from promptlint_lsp.positions import Positions

Changes: TypeAlias = Mapping[SourceFile, Sequence[TextEdit]]
"""Edits by the file that they are made to."""


class Refused(Exception):  # noqa: N818
    """What was asked for is not done; the message says why."""


class Outdated(Refused):
    """The text has changed since."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has changed in the meantime, so that nothing was changed. Ask for it again.")


def workspace_edit(changes: Changes, documents: Documents, *, versioned: bool) -> types.WorkspaceEdit:
    """The edits to open documents and to files on disk.

    Args:
        changes: the edits, with the texts that they were made for.
        documents: what is open.
        versioned: whether the client takes edits that hold for one version of a document only.

    Raises:
        Outdated: a file has another text by now.
    """
    encoding = column_encoding(documents.encoding)
    made: dict[str, tuple[OpenDocument | None, list[types.TextEdit]]] = {}
    for file, edits in changes.items():
        document = documents.at(file.path)
        if not _is_as_before(file, document):
            raise Outdated(file.name)
        positions = Positions(file.source, encoding)
        new = [types.TextEdit(positions.range(edit.span), edit.text) for edit in sorted(set(edits))]
        uri = documents.uri_of(file.path)
        made.setdefault(uri, (document, []))[1].extend(new)
    if not versioned:
        return types.WorkspaceEdit(changes={uri: edits for uri, (_, edits) in made.items()})
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri, document.version if document else None), [*edits]
            )
            for uri, (document, edits) in made.items()
        ]
    )


def _is_as_before(file: SourceFile, document: OpenDocument | None) -> bool:
    if document is not None:
        return document.source.text == file.source.text
    try:
        return file.path.read_bytes() == file.source.to_bytes()
    except OSError:
        return False
