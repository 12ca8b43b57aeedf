"""A project in a folder with some of its files open, as the server has it, without a server."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from lsprotocol import types

from promptlint_lsp.documents import Documents, column_encoding, uri_of
from promptlint_lsp.edits import Changes, workspace_edit
from promptlint_lsp.features.code_actions import Action, actions
from promptlint_lsp.features.names import Names
from promptlint_lsp.features.rename import rename
from promptlint_lsp.features.tasks import carry_out
from promptlint_lsp.positions import Positions
from promptlint_lsp.project import Depth, Project
from promptlint_lsp.view import View
from promptlint_lsp.workspace import Workspace

ENCODINGS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
UNITS = {"utf-8": 1, "utf-16": 2, "utf-32": 4}


class Desk:
    """A folder that is open in an editor."""

    def __init__(self, root: Path, config: str = "", encoding: str = "utf-16") -> None:
        self.root = root
        self.documents = Documents()
        self.documents.encoding = encoding
        self.workspace = Workspace(self.documents)
        self.documents.folders = {uri_of(root): root}
        self.write("promptlint.toml", config)

    def write(self, name: str, text: str | bytes) -> Path:
        """Put a file into the folder."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    def open(self, name: str, text: str) -> View:
        """Open a document, which need not be on disk, and look at it."""
        self.documents.open(types.TextDocumentItem(uri_of(self.root / name), "yaml", 1, text))
        return self.view(name)

    @property
    def project(self) -> Project:
        """The project of the folder."""
        project = self.workspace.project_of(self.root / "a.shot.yaml")
        assert project is not None
        return project

    def view(self, name: str, depth: Depth = Depth.PICTURES) -> View:
        """What is known of an open document."""
        path = self.root / name
        document = self.documents.at(path)
        assert document is not None
        analysis = self.project.lint([path], depth)[path]
        positions = Positions(analysis.file.source, column_encoding(self.documents.encoding))
        return View(document.uri, 1, analysis.file, analysis.findings, depth is Depth.PICTURES, self.project, positions)

    def names(self) -> Names:
        """The names in the project."""
        return Names(self.project.read())

    def renamed(self, name: str, at: str, new: str) -> dict[str, str]:
        """The texts that change where the words at a place of a file are renamed."""
        text = self.project.specs.get(self.root / name)
        assert text is not None
        offset = text.source.text.index(at)
        return self.applied(rename(self.project, self.names(), self.root / name, offset, new))

    def done(self, view: View, action: Action) -> dict[str, str]:
        """The texts that change where an action is chosen."""
        assert action.task is not None
        return self.applied(carry_out(action.task, view))

    def applied(self, changes: Changes) -> dict[str, str]:
        """The new texts by file, with the edits made as an editor makes them."""
        edit = workspace_edit(changes, self.documents, versioned=False)
        assert edit.changes is not None
        found = {}
        for uri, edits in edit.changes.items():
            path = next(file.path for file in changes if self._uri(file.path) == uri)
            document = self.documents.at(path)
            text = document.source.text if document is not None else path.read_text("utf-8")
            found[path.relative_to(self.root).as_posix()] = edited(text, edits, self.documents.encoding)
        return found

    def _uri(self, path: Path) -> str:
        document = self.documents.at(path)
        return document.uri if document is not None else uri_of(path)


def edited(text: str, edits: Iterable[types.TextEdit], encoding: str) -> str:
    """A text after edits as the protocol defines them; nothing of the server is used to make them."""
    lines = re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z|\Z", text)
    begins = [0]
    for line in lines:
        begins.append(begins[-1] + len(line))

    def offset(position: types.Position) -> int:
        line = lines[position.line]
        before = line.encode(ENCODINGS[encoding])[: position.character * UNITS[encoding]]
        return begins[position.line] + len(before.decode(ENCODINGS[encoding]))

    places = sorted((offset(edit.range.start), offset(edit.range.end), edit.new_text) for edit in edits)
    assert all(one[1] <= other[0] for one, other in pairwise(places))
    for start, end, new in reversed(places):
        text = text[:start] + new + text[end:]
    return text


def offered(view: View, words: str, only: Iterable[str] | None = None) -> list[Action]:
    """What can be done at some words of a file, the first time that they stand there."""
    start = view.file.source.text.index(words)
    span = view.positions.span(types.Range(view.positions.position(start), view.positions.position(start + len(words))))
    return actions(view, span, view.findings_in(span), only)


def titled(found: Iterable[Action], start: str) -> Action:
    """The action whose title begins with some words."""
    (action,) = [one for one in found if one.title.startswith(start)]
    return action
