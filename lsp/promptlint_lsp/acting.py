"""The handlers of code actions, navigation and commands; what they need is imported when they are first asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcException, JsonRpcInvalidParams

from promptlint_lsp.features.action_kinds import KINDS

if TYPE_CHECKING:
    from promptlint_lsp.actions import Actions
    from promptlint_lsp.commands import Commands
    from promptlint_lsp.navigation import Navigation
    from promptlint_lsp.server import Server

REQUEST_FAILED: Final = int(types.LSPErrorCodes.RequestFailed.value)


def register(server: Server) -> None:
    """Let a server do what is done here."""
    _register_code_actions(server)
    _register_navigation(server)
    _register_commands(server)


def _actions(server: Server) -> Actions:
    from promptlint_lsp.actions import Actions

    return Actions(server.session, server.client)


def _navigation(server: Server) -> Navigation:
    from promptlint_lsp.navigation import Navigation

    return Navigation(server.session, server.client)


def _commands(server: Server) -> Commands:
    from promptlint_lsp.commands import Commands

    return Commands(server.session, server.client)


def refusal(error: Exception) -> JsonRpcException:
    """Why a request was refused, as the protocol says it."""
    from promptlint_lsp.edits import Outdated

    if isinstance(error, Outdated):
        return JsonRpcContentModified(str(error))
    return JsonRpcException(str(error), REQUEST_FAILED)


def _register_code_actions(server: Server) -> None:
    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=list(KINDS), resolve_provider=True),
    )
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        return await _actions(server).code_actions(params)

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def resolve(action: types.CodeAction) -> types.CodeAction:
        from promptlint_lsp.edits import Refused

        try:
            return await _actions(server).resolved(action)
        except Refused as error:
            server.client.show_warning(str(error))
            raise refusal(error) from None


def _register_navigation(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def document_symbols(
        params: types.DocumentSymbolParams,
    ) -> list[types.DocumentSymbol] | list[types.SymbolInformation] | None:
        return await _navigation(server).document_symbols(params.text_document.uri)

    @server.feature(types.WORKSPACE_SYMBOL)
    async def workspace_symbols(params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation]:
        return await _navigation(server).workspace_symbols(params.query)

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(params: types.DefinitionParams) -> list[types.LocationLink] | types.Location | None:
        return await _navigation(server).definition(params)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def references(params: types.ReferenceParams) -> list[types.Location] | None:
        return await _navigation(server).references(params)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    async def highlights(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
        return await _navigation(server).highlights(params)

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepare_rename(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        return await _navigation(server).prepare_rename(params)

    @server.feature(types.TEXT_DOCUMENT_RENAME)
    async def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        from promptlint_lsp.edits import Refused

        try:
            return await _navigation(server).rename(params)
        except Refused as error:
            raise refusal(error) from None

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    async def document_links(params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
        return await _navigation(server).document_links(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    async def folding_ranges(params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
        return await _navigation(server).folding_ranges(params.text_document.uri)


def _register_commands(server: Server) -> None:
    @server.command("promptlint.lintWorkspace")
    async def lint_workspace(*arguments: Any) -> dict[str, int]:
        return await _commands(server).lint_workspace()

    @server.command("promptlint.fixAll")
    async def fix_all(*arguments: Any) -> dict[str, int]:
        return await _actions(server).fix_all(_text(arguments, 0))

    @server.command("promptlint.chain")
    async def chain(*arguments: Any) -> dict[str, str | None]:
        return await _actions(server).chain(_text(arguments, 0), _position(server, arguments, 1))

    @server.command("promptlint.report")
    async def report(*arguments: Any) -> dict[str, str]:
        from promptlint_lsp.edits import Refused

        uri = _text(arguments, 0) if any(arguments) else None
        try:
            return await _commands(server).report(uri)
        except Refused as error:
            raise refusal(error) from None

    @server.command("promptlint.debugInformation")
    async def debug_information(*arguments: Any) -> dict[str, str | list[str]]:
        return _commands(server).debug_information()

    @server.command("promptlint.carryOut")
    async def carry_out(*arguments: Any) -> None:
        data = arguments[0] if arguments and isinstance(arguments[0], dict) else {}
        await _actions(server).carry_out(data, _text(arguments, 1))

    @server.command("promptlint.openDocumentation")
    async def open_documentation(*arguments: Any) -> None:
        await _actions(server).open_documentation(_text(arguments, 0))

    @server.command("promptlint.showExport")
    async def show_export(*arguments: Any) -> None:
        await _actions(server).show_export(_text(arguments, 0), _text(arguments, 1))


def _text(arguments: tuple[object, ...], index: int) -> str:
    """An argument of a command.

    Raises:
        JsonRpcInvalidParams: it is missing, or no text.
    """
    value = arguments[index] if index < len(arguments) else None
    if not isinstance(value, str):
        raise JsonRpcInvalidParams(f"Argument {index + 1} of the command has to be a text.")
    return value


def _position(server: Server, arguments: tuple[object, ...], index: int) -> types.Position:
    """An argument of a command that is a place in a document.

    Raises:
        JsonRpcInvalidParams: it is missing, or no place.
    """
    value = arguments[index] if index < len(arguments) else None
    try:
        return server.protocol._converter.structure(value, types.Position)
    except Exception:
        raise JsonRpcInvalidParams(f"Argument {index + 1} of the command has to be a position.") from None
