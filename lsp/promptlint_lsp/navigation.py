"""Navigation in specs, between the protocol and the features: outline, definition, references, rename, links."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import Final

from lsprotocol import types

from promptlint.text import SourceFile, Span
from promptlint_lsp.client import Client
from promptlint_lsp.documents import column_encoding
from promptlint_lsp.edits import Refused, workspace_edit
from promptlint_lsp.features.document_links import links
from promptlint_lsp.features.folding import folds
from promptlint_lsp.features.names import Names
from promptlint_lsp.features.navigation import definition, references
from promptlint_lsp.features.rename import renamable, rename
from promptlint_lsp.features.symbols import Symbol, matches, outline
from promptlint_lsp.positions import Positions
from promptlint_lsp.session import Session

MOST_SYMBOLS: Final = 1000
_KINDS: Final = {
    "scene": types.SymbolKind.Namespace,
    "shot": types.SymbolKind.Event,
    "character": types.SymbolKind.Class,
}
_START: Final = types.Range(types.Position(0, 0), types.Position(0, 0))


class Navigation:
    """Makes what features find into answers of the protocol."""

    def __init__(self, session: Session, client: Client) -> None:
        self.session = session
        self.client = client

    async def document_symbols(self, uri: str) -> list[types.DocumentSymbol] | list[types.SymbolInformation] | None:
        """The outline of a file; flat for a client that knows no other."""
        view = await self.session.view(uri)
        if view is None:
            return None
        symbols = outline(view.file)
        if self.client.nests_symbols:
            return [_document_symbol(symbol, view.positions) for symbol in symbols]
        return [
            self._information(symbol, container, view.uri, view.positions)
            for top in symbols
            for symbol, container in top.flat()
        ]

    async def workspace_symbols(self, query: str) -> list[types.SymbolInformation]:
        """The shots, scenes and characters of all projects whose names hold a query, the shortest names first."""
        found: list[types.SymbolInformation] = []
        for project in self.session.workspace.all_projects():
            for file in (await asyncio.to_thread(project.read)).files:
                positions, uri = self._positions(file), self._uri(file)
                within = ((symbol, container) for top in outline(file) for symbol, container in top.flat())
                found += [
                    self._information(symbol, container or file.name, uri, positions)
                    for symbol, container in within
                    if matches(query, symbol.name)
                ]
        return sorted(found, key=lambda symbol: (len(symbol.name), symbol.name))[:MOST_SYMBOLS]

    async def definition(self, params: types.DefinitionParams) -> list[types.LocationLink] | types.Location | None:
        """Where that is defined which stands at a position."""
        view = await self.session.view(params.text_document.uri)
        if view is None:
            return None
        offset = view.positions.offset(params.position)
        found = await asyncio.to_thread(lambda: definition(view, Names(view.project.read()), offset))
        if found is None:
            return None
        target = found.target
        uri, span, whole = self._uri_at(target.path), _START, _START
        if target.source is not None and target.span is not None:
            positions = Positions(target.source, column_encoding(self.session.documents.encoding))
            span = positions.range(target.span)
            whole = positions.range(_around(target.span, target.whole))
        if not self.client.links_definitions:
            return types.Location(uri, span)
        return [types.LocationLink(uri, whole, span, view.range(found.origin))]

    async def references(self, params: types.ReferenceParams) -> list[types.Location] | None:
        """Every place that names what stands at a position."""
        view = await self.session.view(params.text_document.uri)
        if view is None:
            return None
        found = await asyncio.to_thread(
            lambda: references(
                Names(view.project.read()),
                view.file.path,
                view.positions.offset(params.position),
                declaration=params.context.include_declaration,
            )
        )
        return [types.Location(self._uri(file), self._positions(file).range(span)) for file, span, _ in found] or None

    async def highlights(self, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
        """The places in the file that name what stands at a position."""
        view = await self.session.view(params.text_document.uri)
        if view is None:
            return None
        found = await asyncio.to_thread(
            lambda: references(
                Names(view.project.sequence_with(view.file)),
                view.file.path,
                view.positions.offset(params.position),
                declaration=True,
            )
        )
        kinds = {True: types.DocumentHighlightKind.Write, False: types.DocumentHighlightKind.Read}
        own = [(span, gives) for file, span, gives in found if file.path == view.file.path]
        return [types.DocumentHighlight(view.range(span), kinds[gives]) for span, gives in own] or None

    async def prepare_rename(self, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        """What can be renamed at a position."""
        view = await self.session.view(params.text_document.uri)
        if view is None:
            return None
        offset = view.positions.offset(params.position)
        found = await asyncio.to_thread(lambda: renamable(Names(view.project.read()), view.file.path, offset))
        return types.PrepareRenamePlaceholder(view.range(found.span), found.name) if found is not None else None

    async def rename(self, params: types.RenameParams) -> types.WorkspaceEdit | None:
        """The edits that give what stands at a position another name.

        Raises:
            Refused: there is nothing to rename, or the name cannot be used.
        """
        view = await self.session.view(params.text_document.uri)
        if view is None:
            raise Refused("The file is no shot spec.")
        offset, project, path = view.positions.offset(params.position), view.project, view.file.path
        changes = await asyncio.to_thread(lambda: rename(project, Names(project.read()), path, offset, params.new_name))
        return workspace_edit(changes, self.session.documents, versioned=self.client.takes_versioned_edits)

    async def document_links(self, uri: str) -> list[types.DocumentLink] | None:
        """What can be opened from a file."""
        view = await self.session.view(uri)
        if view is None:
            return None
        return [
            types.DocumentLink(
                view.range(link.span),
                self._uri_at(link.path) if link.path is not None else link.url,
                tooltip=link.title,
            )
            for link in await asyncio.to_thread(partial(links, view))
        ]

    async def folding_ranges(self, uri: str) -> list[types.FoldingRange] | None:
        """What can be folded in a file."""
        view = await self.session.view(uri)
        if view is None:
            return None
        return [
            types.FoldingRange(
                fold.first - 1, fold.last - 1, kind=types.FoldingRangeKind.Comment if fold.is_comment else None
            )
            for fold in await asyncio.to_thread(folds, view.file)
        ]

    def _positions(self, file: SourceFile) -> Positions:
        return Positions(file.source, column_encoding(self.session.documents.encoding))

    def _uri(self, file: SourceFile) -> str:
        return self._uri_at(file.path)

    def _uri_at(self, path: Path) -> str:
        """The URI of a file, as the editor writes it where it is open."""
        return self.session.documents.uri_of(path)

    @staticmethod
    def _information(symbol: Symbol, container: str, uri: str, positions: Positions) -> types.SymbolInformation:
        return types.SymbolInformation(
            types.Location(uri, positions.range(symbol.span)),
            symbol.name,
            _KINDS[symbol.kind],
            container_name=container or None,
        )


def _document_symbol(symbol: Symbol, positions: Positions) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        symbol.name,
        _KINDS[symbol.kind],
        positions.range(symbol.span),
        positions.range(symbol.head),
        symbol.detail or None,
        children=[_document_symbol(child, positions) for child in symbol.children],
    )


def _around(name: Span, whole: Span | None) -> Span:
    """All that is defined, its name included."""
    return name if whole is None else Span(min(name.start, whole.start), max(name.end, whole.end))
