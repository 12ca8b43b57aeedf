"""Code actions and the commands that edit, between the protocol and the features."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final

from lsprotocol import types

from promptlint.finding import Finding
from promptlint_lsp.client import Client
from promptlint_lsp.diagnostics import SOURCE, diagnostic_of
from promptlint_lsp.edits import Changes, Outdated, Refused, workspace_edit
from promptlint_lsp.features.action_kinds import FIX_ALL
from promptlint_lsp.features.code_actions import Action, actions
from promptlint_lsp.features.exports import advice
from promptlint_lsp.features.tasks import Task, carry_out, chained
from promptlint_lsp.session import Session
from promptlint_lsp.view import View

CARRY_OUT: Final = "promptlint.carryOut"
OPEN_PICTURE: Final = "Open the picture"


class Actions:
    """Makes what features say into answers and edits of the protocol."""

    def __init__(self, session: Session, client: Client) -> None:
        self.session = session
        self.client = client

    async def code_actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """What can be done in a range; a client that asks for fixes of all kinds waits for all findings."""
        only = [str(getattr(kind, "value", kind)) for kind in params.context.only] if params.context.only else None
        uri = params.text_document.uri
        waits = only is not None and all(one == FIX_ALL or FIX_ALL.startswith(f"{one}.") for one in only)
        view = await (self.session.settled(uri) if waits else self.session.view(uri))
        if view is None:
            return []
        span = view.positions.span(params.range)
        asked = _asked(view, view.findings_in(span), params)
        offered = actions(view, span, asked, only)
        found = [await self._code_action(one, view, params, waits=waits) for one in offered]
        return [action for action in found if action is not None]

    async def resolved(self, action: types.CodeAction) -> types.CodeAction:
        """An action with its edits.

        Raises:
            Refused: it cannot be done, or not any more.
        """
        if isinstance(action.data, dict):
            action.edit = await self._chosen(action.data)
        return action

    async def carry_out(self, data: Mapping[str, object], title: str) -> None:
        """Make the edits of an action, or tell why not."""
        try:
            refused = await self.client.apply(title, await self._chosen(data))
        except Refused as error:
            refused = str(error)
        if refused is not None:
            self.client.show_warning(refused)

    async def _chosen(self, data: Mapping[str, object]) -> types.WorkspaceEdit:
        """The edits of an action that was offered.

        Raises:
            Refused: it cannot be done, or not any more.
        """
        task = Task.from_data(data.get("task"))
        view = await self._settled(str(data.get("uri")), task)
        if view.version != data.get("version"):
            raise Outdated(view.file.name)
        return await self._edit(task, view)

    async def open_documentation(self, url: str) -> None:
        """Open the page of a rule, or tell its address."""
        if url.startswith(("https://", "http://")) and not await self.client.open_page(url):
            self.client.show_info(url)

    async def show_export(self, uri: str, text: str) -> None:
        """Show how to export a picture again that a file names, and open it where that is asked for."""
        view = await self.session.settled(uri)
        found = await self.session.background.quick(partial(advice, view, text)) if view is not None else None
        if found is None:
            self.client.show_info(f"{text} cannot be read.")
        elif await self.client.ask(found.text, OPEN_PICTURE) == OPEN_PICTURE:
            await self.client.open_file(self.session.documents.uri_of(found.path))

    async def fix_all(self, uri: str) -> dict[str, int]:
        """Make the safe fixes of a file; how many edits were made."""
        try:
            task = Task("fix-all")
            view = await self._settled(uri, task)
            edit = await self._edit(task, view)
            refused = await self.client.apply("Fix all that is safe to fix", edit) if _count(edit) else None
        except Refused as error:
            refused = str(error)
        if refused is not None:
            self.client.show_warning(refused)
            return {"edits": 0}
        return {"edits": _count(edit)}

    async def chain(self, uri: str, position: types.Position) -> dict[str, str | None]:
        """Split the shot at a position into a chain; why not, or what is worth knowing of it."""
        try:
            view = await self._settled(uri, Task("chain"))
            shot = view.shot_at(view.positions.offset(position))
            if shot is None:
                raise Refused("There is no shot here.")
            changes, note = await self.session.background.quick(partial(chained, view, shot))
            edit = self._workspace_edit(changes)
        except Refused as error:
            return {"message": str(error)}
        refused = await self.client.apply(f"Split {shot.name or 'the shot'} into a chain", edit)
        return {"message": refused or note or None}

    async def _settled(self, uri: str, task: Task) -> View:
        view = await (self.session.settled(uri) if task.is_slow else self.session.view(uri))
        if view is None:
            raise Refused("The file is no shot spec.")
        return view

    async def _code_action(
        self, one: Action, view: View, params: types.CodeActionParams, *, waits: bool
    ) -> types.CodeAction | None:
        """An action as the client takes it; None where it cannot be done.

        A client that does not ask for edits later gets them at once, or a command where they take time.
        """
        action = types.CodeAction(one.title, kind=one.kind, is_preferred=True if one.preferred else None)
        action.diagnostics = [self._diagnostic(view, finding, params) for finding in one.findings] or None
        if one.command is not None:
            name, arguments = one.command
            action.command = types.Command(one.title, name, arguments=list(arguments))
        if one.task is None:
            return action
        data = {"uri": view.uri, "version": view.version, "task": one.task.to_data()}
        if self.client.resolves_edits:
            action.data = data
        elif one.task.is_slow and not waits:
            action.command = types.Command(one.title, CARRY_OUT, arguments=[data, one.title])
        else:
            try:
                action.edit = await self._edit(one.task, view)
            except Refused:
                return None
        return action

    async def _edit(self, task: Task, view: View) -> types.WorkspaceEdit:
        work = partial(carry_out, task, view)
        changes = await (self.session.background.quick(work) if task.is_slow else asyncio.to_thread(work))
        return self._workspace_edit(changes)

    def _diagnostic(self, view: View, finding: Finding, params: types.CodeActionParams) -> types.Diagnostic:
        """The client's own diagnostic of a finding, or what it would be."""
        made = diagnostic_of(finding, view.project.registry.rules, self.session.documents)
        for one in params.context.diagnostics:
            if (one.code, one.message, _place(one.range)) == (made.code, made.message, _place(made.range)):
                return one
        return made

    def _workspace_edit(self, changes: Changes) -> types.WorkspaceEdit:
        return workspace_edit(changes, self.session.documents, versioned=self.client.takes_versioned_edits)


def _asked(view: View, findings: Iterable[Finding], params: types.CodeActionParams) -> list[Finding]:
    """The findings that a client asks about: those of its diagnostics, else all in the range."""
    found = list(findings)
    meant = {(one.code, _place(one.range)) for one in params.context.diagnostics if one.source == SOURCE}
    named = [one for one in found if (one.code, _place(view.range(one.span))) in meant]
    return named or found


def _place(found: types.Range) -> tuple[int, int, int, int]:
    return found.start.line, found.start.character, found.end.line, found.end.character


def _count(edit: types.WorkspaceEdit) -> int:
    if edit.changes is not None:
        return sum(map(len, edit.changes.values()))
    return sum(len(one.edits) for one in edit.document_changes or () if isinstance(one, types.TextDocumentEdit))
