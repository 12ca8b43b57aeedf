"""What the client can do, and the messages that go to it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from lsprotocol import types

if TYPE_CHECKING:
    from promptlint_lsp.server import Server

SECTION: Final = "promptlint"
LINTED: Final = "promptlint/linted"
_log = logging.getLogger(__name__)
_WATCHED: Final = (
    "**/*.{yaml,yml,json,jsonl}",
    "**/{promptlint,pyproject}.toml",
    "**/*.{png,jpg,jpeg,webp,gif,avif,heic,heif,bmp,tif,tiff,mp4,mov,webm}",
)


@dataclass(slots=True)
class Client:
    """The editor at the other end."""

    server: Server

    @property
    def _capabilities(self) -> types.ClientCapabilities:
        return self.server.client_capabilities

    @property
    def pulls(self) -> bool:
        """Whether it asks for diagnostics, so that none are sent to it unasked."""
        text = self._capabilities.text_document
        return text is not None and text.diagnostic is not None

    def publish(self, uri: str, version: int | None, diagnostics: list[types.Diagnostic]) -> None:
        """Send the diagnostics of a document."""
        self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics, version))

    async def refresh(self) -> None:
        """Ask it to ask for diagnostics, inlay hints and semantic tokens again."""
        workspace = self._capabilities.workspace
        if workspace is None:
            return
        server = self.server
        if self.pulls and workspace.diagnostics and workspace.diagnostics.refresh_support:
            await server.workspace_diagnostic_refresh_async(None)
        if workspace.inlay_hint and workspace.inlay_hint.refresh_support:
            await server.workspace_inlay_hint_refresh_async(None)
        if workspace.semantic_tokens and workspace.semantic_tokens.refresh_support:
            await server.workspace_semantic_tokens_refresh_async(None)

    def linted(self, uri: str, version: int) -> None:
        """Tell it that more is known of a document."""
        self.server.protocol.notify(LINTED, {"uri": uri, "version": version})

    def show_error(self, message: str) -> None:
        """Show a message that the user should see."""
        self.server.window_show_message(types.ShowMessageParams(types.MessageType.Error, message))

    def log(self, message: str) -> None:
        """Write to the client's log."""
        self.server.window_log_message(types.LogMessageParams(types.MessageType.Info, message))

    async def configurations(self, uris: Iterable[str | None]) -> list[Any] | None:
        """The client's settings for some folders; None where it cannot be asked."""
        workspace = self._capabilities.workspace
        if workspace is None or not workspace.configuration:
            return None
        items = [types.ConfigurationItem(uri, SECTION) for uri in uris]
        return list(await self.server.workspace_configuration_async(types.ConfigurationParams(items)))

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
            await self.server.client_register_capability_async(types.RegistrationParams(registrations))

    def progress(self, title: str) -> Progress:
        """A progress bar, shown when it is first reported to."""
        window = self._capabilities.window
        return Progress(self.server, title, shown=bool(window and window.work_done_progress))


class Progress:
    """A work-done progress bar of the client; does nothing where it has none."""

    def __init__(self, server: Server, title: str, *, shown: bool) -> None:
        self._server = server
        self._title = title
        self._shown = shown
        self._token = uuid4().hex
        self._begun = False

    @property
    def cancelled(self) -> bool:
        """Whether the user cancelled the work."""
        future = self._server.work_done_progress.tokens.get(self._token)
        return future is not None and future.cancelled()

    async def report(self, done: int, total: int) -> None:
        """Show how far the work is."""
        if not self._shown:
            return
        progress = self._server.work_done_progress
        message, percentage = f"{done} of {total}", done * 100 // max(total, 1)
        if not self._begun:
            self._begun = True
            try:
                await progress.create_async(self._token)
            except Exception:
                _log.info("the client shows no progress bar")
                self._shown = False
                return
            begin = types.WorkDoneProgressBegin(self._title, cancellable=True, message=message, percentage=percentage)
            progress.begin(self._token, begin)
        else:
            progress.report(
                self._token, types.WorkDoneProgressReport(cancellable=True, message=message, percentage=percentage)
            )

    def end(self) -> None:
        """Take the bar away."""
        if self._begun and self._shown:
            progress = self._server.work_done_progress
            progress.end(self._token, types.WorkDoneProgressEnd())
            progress.tokens.pop(self._token, None)
