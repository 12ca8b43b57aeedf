"""JSON-RPC as this server speaks it: it takes values of newer clients, and leaves no request unanswered."""

from __future__ import annotations

import asyncio
import enum
from typing import Any, Final

from cattrs import Converter
from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import (
    JsonRPCNotification,
    JsonRPCRequestMessage,
    LanguageServerProtocol,
    default_converter,
    lsp_method,
)

from promptlint_lsp.documents import Documents

MALFORMED: Final = "The message is not what its method takes."
TOO_EARLY: Final = "The client has not introduced itself with `initialize`."
TOO_LATE: Final = "The client has asked the server to shut down."
TWICE: Final = "The client has introduced itself already."
_LARGEST: Final = 2**31 - 1
"""The largest position that the protocol knows."""


def tolerant_converter() -> Converter:
    """A converter that takes what clients really send.

    Values of enumerations that it does not know are kept, as the protocol asks of servers; positions before or behind
    every text are moved to its ends; requests without parameters have none.
    """
    converter: Converter = default_converter()  # type: ignore[no-untyped-call]

    def keep(value: Any, kind: type[enum.Enum]) -> Any:
        try:
            return kind(value)
        except ValueError:
            return value

    def clip(value: Any, _: type[types.Position]) -> types.Position:
        return types.Position(*(min(max(int(value[axis]), 0), _LARGEST) for axis in ("line", "character")))

    for kind in vars(types).values():
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            converter.register_structure_hook(kind, keep)
    converter.register_structure_hook(types.Position, clip)
    for message in (JsonRPCRequestMessage, JsonRPCNotification):
        read = converter.get_structure_hook(message)
        converter.register_structure_hook(message, lambda data, kind, read=read: read({"params": None, **data}, kind))
    return converter


class Protocol(LanguageServerProtocol):
    """The language server protocol over documents of our own, whose lines end as in the protocol."""

    _server: Any

    def __init__(self, server: Any, converter: Converter) -> None:
        self.documents = Documents()
        super().__init__(server, converter)

    @property
    def has_shut_down(self) -> bool:
        """Whether the client has asked for the end."""
        return self._shutdown

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Any:
        """Answer with what the server can do."""
        result = yield from super().lsp_initialize(params)
        self.documents.encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        if not self._server.client.pulls:
            result.capabilities.diagnostic_provider = None
        return result

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *_: Any) -> Any:
        """Stop all work; requests that are still worked on are answered as cancelled."""
        yield from self._call(types.SHUTDOWN, None)
        self._shutdown = True
        for id_, future in list(self._request_futures.items()):
            if id_ != self.msg_id:
                future.cancel()

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: Any) -> Any:
        """End the main loop."""
        self._server.shutdown()
        if isinstance(self.writer, asyncio.StreamWriter):
            self.writer.close()

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Any:
        """Keep the text of a document."""
        self.documents.open(params.text_document)
        yield from self._call(types.TEXT_DOCUMENT_DID_OPEN, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Any:
        """Change the text of a document."""
        self.documents.change(params.text_document, params.content_changes)
        yield from self._call(types.TEXT_DOCUMENT_DID_CHANGE, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Any:
        """Forget a document."""
        self.documents.close(params.text_document.uri)
        yield from self._call(types.TEXT_DOCUMENT_DID_CLOSE, params)

    def _call(self, method: str, params: Any) -> Any:
        handler = self.fm.features.get(method)
        if handler is not None:
            yield handler, (params,), None

    def _execute_handler(self, msg_id: Any, handler: Any, callback: Any, args: Any = None, kwargs: Any = None) -> None:
        """Run a handler, and keep nothing of it once it is done; pygls keeps those of notifications."""

        def done(future: Any) -> None:
            self._request_futures.pop(msg_id, None)
            callback(future)

        super()._execute_handler(msg_id, handler, done, args, kwargs)

    def _run_generator(self, future: Any, *, gen: Any, result_future: Any) -> None:
        """Go on with a handler; one whose part was cancelled is cancelled, too."""
        if future is not None and future.cancelled():
            result_future.cancel()
        else:
            super()._run_generator(future, gen=gen, result_future=result_future)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """A message as the type of its method; a request that is malformed is answered at once.

        Raises:
            JsonRpcException: the message cannot be read.
        """
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "method" in data and "id" in data:
                self.refuse(data["id"], JsonRpcInvalidParams(message=MALFORMED))
            elif (waiting := self._request_futures.pop(data.get("id", ""), None)) is not None:
                waiting.set_exception(error)
            raise

    def handle_message(self, message: Any) -> None:
        """Hand a message on, unless it is none or comes at a time when the protocol forbids it."""
        if not hasattr(message, "jsonrpc"):
            id_ = message.get("id") if isinstance(message, dict) else None
            self.refuse(id_, JsonRpcInvalidRequest(message=MALFORMED))
            return
        method = getattr(message, "method", None)
        refusal = None if method == types.EXIT else self._refusal(method)
        if refusal is None:
            super().handle_message(message)
        elif method is not None and hasattr(message, "id"):
            self.refuse(message.id, refusal)

    def _refusal(self, method: str | None) -> JsonRpcException | None:
        """Why a message comes at a time when it must not."""
        if self._shutdown:
            return JsonRpcInvalidRequest(message=TOO_LATE)
        if (self._workspace is not None) is (method != types.INITIALIZE):
            return None
        if method == types.INITIALIZE:
            return JsonRpcInvalidRequest(message=TWICE)
        return JsonRpcServerNotInitialized(message=TOO_EARLY)

    def refuse(self, id_: Any, error: JsonRpcException) -> None:
        """Answer a request with an error; what cannot be read at all has no id."""
        if isinstance(id_, (str, int)):
            self._send_response(id_, error=error.to_response_error())
        else:
            self._send_data({"jsonrpc": self.VERSION, "id": None, "error": error.to_response_error()})
