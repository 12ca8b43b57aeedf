"""What the editor asks about a spec: hover, completion, inlay hints, semantic tokens, the shot of the side panel.

Features are imported when they are first asked for, so that ``initialize`` is answered at once.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types

from promptlint_lsp.features.legend import LEGEND

if TYPE_CHECKING:
    from promptlint_lsp.server import Server
    from promptlint_lsp.view import View

SHOT: Final = "promptlint/shot"
_TRIGGERS: Final = ["/", " ", '"', "'", "=", ",", "{", "["]


def register(server: Server) -> None:
    """Declare the handlers."""

    async def mended_view(uri: str) -> View | None:
        """The document as far as it can be read, also while a line of it is half typed."""
        view = await server.session.view(uri)
        if view is None or not view.file.document.errors:
            return view
        from promptlint_lsp.features.mending import mended

        return await asyncio.to_thread(mended, view)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        view = await mended_view(params.text_document.uri)
        if view is None:
            return None
        from promptlint_lsp.features.hover import hover, hoverable_at

        found = hoverable_at(view, view.positions.offset(params.position))
        if found is None:
            return None
        answer = partial(hover, found, view, show_markdown=server.client.hovers_in_markdown)
        return await server.session.background.quick(answer) if found.needs_facts else answer()

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=_TRIGGERS))
    async def completion(params: types.CompletionParams) -> types.CompletionList | None:
        view = await server.session.view(params.text_document.uri)
        if view is None:
            return None
        from promptlint_lsp.features.completion import CompletionAbilities, complete

        trigger = params.context.trigger_character if params.context is not None else None
        abilities = CompletionAbilities.of(server.client_capabilities)
        return await asyncio.to_thread(complete, view, view.positions.offset(params.position), abilities, trigger)

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    async def inlay_hint(params: types.InlayHintParams) -> list[types.InlayHint] | None:
        view = await mended_view(params.text_document.uri)
        if view is None:
            return None
        from promptlint_lsp.features.inlay_hints import inlay_hints

        span = view.positions.span(params.range)
        return await asyncio.to_thread(inlay_hints, view, span, show_markdown=server.client.hovers_in_markdown)

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, LEGEND)
    async def semantic_tokens_full(params: types.SemanticTokensParams) -> types.SemanticTokens | None:
        return await tokens(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, LEGEND)
    async def semantic_tokens_range(params: types.SemanticTokensRangeParams) -> types.SemanticTokens | None:
        return await tokens(params.text_document.uri, params.range)

    async def tokens(uri: str, range_: types.Range | None = None) -> types.SemanticTokens | None:
        view = await mended_view(uri)
        if view is None:
            return None
        from promptlint_lsp.features.semantic_tokens import semantic_tokens

        span = view.positions.span(range_) if range_ is not None else None
        return await server.session.background.quick(partial(semantic_tokens, view, span))

    @server.feature(SHOT)
    async def shot(params: Any) -> dict[str, Any] | None:
        view = await mended_view(params.textDocument.uri)
        if view is None:
            return None
        from promptlint_lsp.features.shot_view import shot_view

        at = types.Position(params.position.line, params.position.character)
        return await server.session.background.quick(partial(shot_view, view, view.positions.offset(at)))
