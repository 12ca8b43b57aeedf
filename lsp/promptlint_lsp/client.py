"""What the client can do, and the messages that go to it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from promptlint_lsp.progress import Progress

if TYPE_CHECKING:
    from promptlint_lsp.server import Server

SECTION: Final = "promptlint"
LINTED: Final = "promptlint/linted"
_log = logging.getLogger(__name__)
_WATCHED: Final = (
    "**/*.{yaml,yml,json,jsonl,toml}",
    "**/*.{png,jpg,jpeg,webp,gif,avif,heic,heif,bmp,tif,tiff,mp4,mov,webm}",
)


@dataclass(slots=True)
class Client:
    """The editor at the other end. Nothing waits for it but what cannot go on without its answer."""

    server: Server
    _shown: dict[str, tuple[int | None, list[types.Diagnostic]]] = field(default_factory=dict)
    _asked: dict[str, bool] = field(default_factory=dict)
    """The requests for a refresh that it has not answered yet, and whether another is due then."""

    @property
    def _capabilities(self) -> types.ClientCapabilities:
        return self.server.client_capabilities

    @property
    def pulls(self) -> bool:
        """Whether it asks for diagnostics, so that none are sent to it unasked.

        One that cannot be told to ask again would never hear of prompts and pictures, which are looked at later.
        """
        text, workspace = self._capabilities.text_document, self._capabilities.workspace
        if text is None or text.diagnostic is None or workspace is None or workspace.diagnostics is None:
            return False
        return bool(workspace.diagnostics.refresh_support)

    @property
    def takes_versioned_edits(self) -> bool:
        """Whether it takes edits that hold for one version of a document only."""
        workspace = self._capabilities.workspace
        return bool(workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes)

    @property
    def resolves_edits(self) -> bool:
        """Whether it asks for the edits of a code action once the action is chosen."""
        text = self._capabilities.text_document
        resolve = text.code_action.resolve_support if text is not None and text.code_action else None
        data = text.code_action.data_support if text is not None and text.code_action else None
        return bool(data and resolve and "edit" in resolve.properties)

    @property
    def nests_symbols(self) -> bool:
        """Whether it takes an outline of several levels."""
        text = self._capabilities.text_document
        symbols = text.document_symbol if text is not None else None
        return bool(symbols and symbols.hierarchical_document_symbol_support)

    @property
    def links_definitions(self) -> bool:
        """Whether it takes definitions together with the words that lead there."""
        text = self._capabilities.text_document
        return bool(text and text.definition and text.definition.link_support)

    @property
    def hovers_in_markdown(self) -> bool:
        """Whether it shows Markdown where something is explained."""
        text = self._capabilities.text_document
        formats = text.hover.content_format if text is not None and text.hover is not None else None
        return types.MarkupKind.Markdown in (formats or ())

    def publish(self, uri: str, version: int | None, diagnostics: list[types.Diagnostic]) -> None:
        """Send the diagnostics of a document, unless they are what it shows already."""
        if self._shown.get(uri, (None, [])) == (version, diagnostics):
            return
        if version is None and not diagnostics:
            del self._shown[uri]
        else:
            self._shown[uri] = (version, diagnostics)
        self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics, version))

    def refresh(self) -> None:
        """Tell it to ask for diagnostics, inlay hints and semantic tokens again."""
        workspace = self._capabilities.workspace
        if workspace is None:
            return
        if self.pulls:
            self._ask_to_refresh(types.WORKSPACE_DIAGNOSTIC_REFRESH)
        if workspace.inlay_hint and workspace.inlay_hint.refresh_support:
            self._ask_to_refresh(types.WORKSPACE_INLAY_HINT_REFRESH)
        if workspace.semantic_tokens and workspace.semantic_tokens.refresh_support:
            self._ask_to_refresh(types.WORKSPACE_SEMANTIC_TOKENS_REFRESH)

    def _ask_to_refresh(self, method: str) -> None:
        if method in self._asked:
            self._asked[method] = True
            return
        self._asked[method] = False

        def answered(answer: Future[Any]) -> None:
            if self._asked.pop(method) and not answer.cancelled():
                self._ask_to_refresh(method)

        self.server.protocol.send_request(method).add_done_callback(answered)

    def linted(self, uri: str, version: int, *, complete: bool) -> None:
        """Tell it that more is known of a document; ``complete`` once its prompts and pictures have been looked at."""
        self.server.protocol.notify(LINTED, {"uri": uri, "version": version, "complete": complete})

    def show_error(self, message: str) -> None:
        """Show a message that the user should see."""
        self.server.window_show_message(types.ShowMessageParams(types.MessageType.Error, message))

    def show_warning(self, message: str) -> None:
        """Show why something was not done."""
        self.server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))

    def show_info(self, message: str) -> None:
        """Show what was asked for."""
        self.server.window_show_message(types.ShowMessageParams(types.MessageType.Info, message))

    async def apply(self, label: str, edit: types.WorkspaceEdit) -> str | None:
        """Let it make edits; why it did not, or None."""
        try:
            answer = await self.server.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(edit, label))
        except JsonRpcException as error:
            return f"The editor did not make the change: {error}"
        return None if answer.applied else answer.failure_reason or "The editor did not make the change."

    async def ask(self, message: str, *answers: str) -> str | None:
        """Show a message with buttons; the one that was chosen, or None."""
        actions = [types.MessageActionItem(answer) for answer in answers]
        params = types.ShowMessageRequestParams(types.MessageType.Info, message, actions)
        chosen = await self.server.window_show_message_request_async(params)
        return chosen.title if chosen is not None else None

    async def open_file(self, uri: str) -> bool:
        """Let it open a file; whether it did."""
        return await self._show(types.ShowDocumentParams(uri, take_focus=True))

    async def open_page(self, url: str) -> bool:
        """Let it open a page in a browser; whether it did."""
        return await self._show(types.ShowDocumentParams(url, external=True))

    async def _show(self, params: types.ShowDocumentParams) -> bool:
        window = self._capabilities.window
        if window is None or window.show_document is None or not window.show_document.support:
            return False
        answer = await self.server.window_show_document_async(params)
        return answer.success

    async def configurations(self, uris: Iterable[str | None]) -> list[Any]:
        """The client's settings for some folders, None for each where it has none; empty where it cannot be asked."""
        workspace = self._capabilities.workspace
        if workspace is None or not workspace.configuration:
            return []
        items = [types.ConfigurationItem(uri, SECTION) for uri in uris]
        try:
            return list(await self.server.workspace_configuration_async(types.ConfigurationParams(items)) or ())
        except JsonRpcException as error:
            _log.warning("the client does not tell its settings: %s", error)
            return []

    async def watch_files(self) -> None:
        """Ask it to tell of changes to files on disk, and to its settings."""
        workspace = self._capabilities.workspace
        registrations = []
        watching = workspace.did_change_watched_files if workspace else None
        if watching and watching.dynamic_registration:
            watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            registrations.append(
                types.Registration("promptlint-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            )
        configuring = workspace.did_change_configuration if workspace else None
        if configuring and configuring.dynamic_registration:
            section = types.DidChangeConfigurationRegistrationOptions(SECTION)
            registrations.append(
                types.Registration("promptlint-settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, section)
            )
        if registrations:
            try:
                await self.server.client_register_capability_async(types.RegistrationParams(registrations))
            except JsonRpcException as error:
                _log.warning("the client does not watch files: %s", error)

    def progress(self, title: str) -> Progress:
        """A progress bar, shown when it is first reported to."""
        window = self._capabilities.window
        return Progress(self.server.protocol, title, shown=bool(window and window.work_done_progress))
