"""What changes specs and finds ways in them: the handlers; what they need is imported when they are first asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcException

if TYPE_CHECKING:
    from promptlint_lsp.acts import Acts
    from promptlint_lsp.server import Server

REQUEST_FAILED: Final = int(types.LSPErrorCodes.RequestFailed.value)
CODE_ACTION_KINDS: Final = (
    types.CodeActionKind.QuickFix,
    types.CodeActionKind.RefactorRewrite,
    f"{types.CodeActionKind.SourceFixAll.value}.promptlint",
)


def register(server: Server) -> None:
    """Let a server do what is done here."""
    _register_code_actions(server)


def _acts(server: Server) -> Acts:
    from promptlint_lsp.acts import Acts

    return Acts(server.session, server.client)


def refusal(error: Exception) -> JsonRpcException:
    """Why a request was refused, as the protocol says it."""
    from promptlint_lsp.edits import Outdated

    if isinstance(error, Outdated):
        return JsonRpcContentModified(str(error))
    return JsonRpcException(str(error), REQUEST_FAILED)


def _register_code_actions(server: Server) -> None:
    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=list(CODE_ACTION_KINDS), resolve_provider=True),
    )
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        return await _acts(server).code_actions(params)

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def resolve(action: types.CodeAction) -> types.CodeAction:
        from promptlint_lsp.edits import Refused

        try:
            return await _acts(server).resolved(action)
        except Refused as error:
            raise refusal(error) from None

    @server.command("promptlint.openDocumentation")
    async def open_documentation(url: str) -> None:
        await _acts(server).open_documentation(url)

    @server.command("promptlint.fixAll")
    async def fix_all(uri: str) -> dict[str, Any]:
        return await _acts(server).fix_all(uri)

    @server.command("promptlint.chain")
    async def chain(uri: str, position: types.Position) -> dict[str, Any]:
        return await _acts(server).chain(uri, position)
