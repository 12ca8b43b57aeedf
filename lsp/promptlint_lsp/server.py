"""The server: which message goes where."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
import threading
from collections.abc import Mapping
from functools import cached_property
from itertools import zip_longest
from signal import SIG_DFL, SIGINT, signal
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError, JsonRpcParseError
from pygls.lsp.server import LanguageServer

from promptlint import __version__
from promptlint_lsp import acting, reading
from promptlint_lsp.client import SECTION, Client
from promptlint_lsp.documents import is_configuration, path_of
from promptlint_lsp.protocol import Protocol, tolerant_converter

if TYPE_CHECKING:
    from promptlint_lsp.session import Session

LOOPBACK: Final = "127.0.0.1"
SWITCH_SECONDS: Final = 0.001
"""How long a thread may keep the others waiting, so that slow work does not delay what is typed."""

_PATIENCE: Final = 2.0
"""Seconds that a client gets to tell its settings before documents are linted without them."""

_log = logging.getLogger(__name__)


class Server(LanguageServer):
    """The language server; its session begins once the client is ready, so that it answers ``initialize`` at once."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("promptlint", __version__, protocol_cls=Protocol, converter_factory=tolerant_converter)
        self.client = Client(self)
        self.sent_settings: Any = None
        """What the client said of its settings unasked."""
        self.client_info: types.ClientInfo | None = None

    @cached_property
    def session(self) -> Session:
        """The open documents and what is known of them."""
        from promptlint_lsp.session import Session

        return Session(self.protocol.documents, self.client)

    async def ready(self) -> None:
        """Begin the session: learn the client's folders and settings, and watch what lies on disk.

        A client that is slow to tell its settings gets findings without them, and others once it has told.
        """
        self.read_folders()
        settings = asyncio.ensure_future(self.read_settings())
        _, late = await asyncio.wait({settings}, timeout=_PATIENCE)
        self.session.start()
        await self.client.watch_files()
        if late:
            await settings
            self.session.files_changed(configuration=True)

    def read_folders(self) -> None:
        """Take the folders that are open now."""
        folders = {folder.uri: path_of(folder.uri) for folder in self.workspace.folders.values()}
        if not folders and self.workspace.root_uri:
            folders = {self.workspace.root_uri: path_of(self.workspace.root_uri)}
        self.protocol.documents.folders = {uri: path for uri, path in folders.items() if path is not None}

    async def read_settings(self) -> None:
        """Take what the client's settings say of each folder, else what it sent unasked."""
        workspace = self.session.workspace
        uris = [*workspace.folders, ""]
        asked = await self.client.configurations(uri or None for uri in uris)
        for uri, own in zip_longest(uris, asked[: len(uris)]):
            workspace.set_settings(uri, self.sent_settings if own is None else own)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Answer what is no message at all, and log what went wrong here; a popup helps nobody."""
        if isinstance(error, (ValueError, RecursionError)) and source is JsonRpcException:
            self.protocol.refuse(None, JsonRpcParseError(message=str(error)))
        elif not isinstance(error, JsonRpcException) or isinstance(error, JsonRpcInternalError):
            _log.error("%s: %s", getattr(source, "__name__", source), error)


def serve(port: int | None = None) -> int:
    """Serve one client until it leaves, and end the process where work still goes on then.

    Args:
        port: of the local host; None talks over standard input and output.

    Returns:
        The exit code: 0 where the client took leave as the protocol asks for, else 1.
    """
    gc.disable()  # the session frees what is to be freed, between passes
    sys.setswitchinterval(SWITCH_SECONDS)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    signal(SIGINT, SIG_DFL)
    server = create_server()
    if port is None:
        server.start_io(*_streams_of_our_own())
    else:
        server.start_tcp(LOOPBACK, port)
    code = 0 if server.protocol.has_shut_down else 1
    if threading.active_count() > 1:
        sys.stderr.flush()
        os._exit(code)
    return code


def _streams_of_our_own() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for the protocol alone: what a rule prints goes to standard error."""
    streams = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    return streams


def create_server() -> Server:
    """A server with every feature registered."""
    server = Server()

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.sent_settings = params.initialization_options
        server.client_info = params.client_info

    @server.feature(types.INITIALIZED)
    async def initialized(params: types.InitializedParams) -> None:
        await server.ready()

    @server.feature(types.SHUTDOWN)
    def shutdown(params: None) -> None:
        if "session" in vars(server):
            server.session.stop()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.session.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        server.session.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.session.closed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        server.session.files_changed()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(params: types.DidChangeWatchedFilesParams) -> None:
        server.session.files_changed(configuration=any(is_configuration(change.uri) for change in params.changes))

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        if isinstance(params.settings, Mapping) and SECTION in params.settings:
            server.sent_settings = params.settings[SECTION]
        await server.read_settings()
        server.session.files_changed(configuration=True)

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    async def did_change_workspace_folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        server.read_folders()
        await server.read_settings()
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

    reading.register(server)
    acting.register(server)
    return server
