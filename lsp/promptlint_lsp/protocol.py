"""JSON-RPC as this server speaks it: it takes values of newer clients, and leaves no request unanswered."""

from __future__ import annotations

import enum
from typing import Any, Final

from cattrs import Converter
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.protocol import LanguageServerProtocol, default_converter, lsp_method

from promptlint_lsp.documents import Documents

MALFORMED: Final = "The message is not what its method takes."


def tolerant_converter() -> Converter:
    """A converter that keeps values of enumerations that it does not know, as the protocol asks of servers."""
    converter: Converter = default_converter()  # type: ignore[no-untyped-call]

    def keep(value: Any, kind: type[enum.Enum]) -> Any:
        try:
            return kind(value)
        except ValueError:
            return value

    for kind in vars(types).values():
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            converter.register_structure_hook(kind, keep)
    return converter


class Protocol(LanguageServerProtocol):
    """The language server protocol over documents of our own, whose lines end as in the protocol."""

    def __init__(self, server: Any, converter: Converter) -> None:
        self.documents = Documents()
        super().__init__(server, converter)

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Any:
        """Answer with what the server can do."""
        result = yield from super().lsp_initialize(params)
        self.documents.encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        return result

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

    def structure_message(self, data: dict[str, Any]) -> Any:
        """A message as the type of its method; a request that is malformed is answered at once.

        Raises:
            JsonRpcException: the message cannot be read.
        """
        try:
            return super().structure_message(data)
        except JsonRpcException:
            if "method" in data and isinstance(data.get("id"), (str, int)):
                error = JsonRpcInvalidParams(message=MALFORMED).to_response_error()
                self._send_response(data["id"], error=error)
            raise
