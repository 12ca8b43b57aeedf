"""The server: which message goes where."""

from __future__ import annotations

import logging
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from promptlint import __version__
from promptlint_lsp.client import Client
from promptlint_lsp.documents import is_configuration, path_of
from promptlint_lsp.protocol import Protocol, tolerant_converter

if TYPE_CHECKING:
    from promptlint_lsp.session import Session

LOOPBACK: Final = "127.0.0.1"
_log = logging.getLogger(__name__)


class Server(LanguageServer):
    """The language server; its session begins once the client is ready, so that it answers ``initialize`` at once."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("promptlint", __version__, protocol_cls=Protocol, converter_factory=tolerant_converter)
        self.client = Client(self)
        self.initial_settings: Any = None

    @cached_property
    def session(self) -> Session:
        """The open documents and what is known of them."""
        from promptlint_lsp.session import Session

        return Session(self.protocol.documents, self.client)

    async def ready(self) -> None:
        """Begin the session: learn the client's folders and settings, and watch what lies on disk."""
        folders = {folder.uri: path_of(folder.uri) for folder in self.workspace.folders.values()}
        if not folders and self.workspace.root_uri:
            folders = {self.workspace.root_uri: path_of(self.workspace.root_uri)}
        self.session.workspace.folders = {uri: path for uri, path in folders.items() if path is not None}
        await self.read_settings()
        await self.client.watch_files()
        self.session.start()

    async def read_settings(self) -> None:
        """Take what the client's settings say of each folder; one that cannot be asked said it at the start."""
        workspace = self.session.workspace
        uris = list(workspace.folders)
        settings = await self.client.configurations(uris)
        if settings is None:
            settings = [self.initial_settings] * len(uris)
        for uri, own in zip(uris, settings, strict=False):
            workspace.set_settings(uri, own)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what went wrong; a popup helps nobody."""
        _log.error("%s: %s", getattr(source, "__name__", source), error)


def serve(port: int | None = None) -> None:
    """Serve one client until it leaves.

    Args:
        port: of the local host; None talks over standard input and output.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    server = create_server()
    if port is None:
        server.start_io()
    else:
        server.start_tcp(LOOPBACK, port)


def create_server() -> Server:
    """A server with every feature registered."""
    server = Server()

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.initial_settings = params.initialization_options

    @server.feature(types.INITIALIZED)
    async def initialized(params: types.InitializedParams) -> None:
        await server.ready()

    @server.feature(types.SHUTDOWN)
    def shutdown(params: None) -> None:
        server.session.stop()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.session.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params: types.DidChangeTextDocumentParams) -> None:
        server.session.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.session.closed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def did_save(params: types.DidSaveTextDocumentParams) -> None:
        server.session.files_changed()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def did_change_watched_files(params: types.DidChangeWatchedFilesParams) -> None:
        server.session.files_changed(configuration=any(is_configuration(change.uri) for change in params.changes))

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        await server.read_settings()
        server.session.files_changed(configuration=True)

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    async def did_change_workspace_folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        await server.ready()
        server.session.files_changed(configuration=True)

    @server.feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=True, identifier="promptlint"),
    )
    async def diagnostic(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        return await server.session.pulled(params.text_document.uri, params.previous_result_id)

    @server.feature(types.WORKSPACE_DIAGNOSTIC)
    async def workspace_diagnostic(params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        return await server.session.pulled_workspace({one.uri: one.value for one in params.previous_result_ids})

    return server
