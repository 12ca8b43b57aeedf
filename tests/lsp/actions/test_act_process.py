"""Code actions, commands and navigation through a real server process, in every way of counting columns."""

from __future__ import annotations

import sys
from ast import literal_eval
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_lsp
from desk import edited
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from promptlint_lsp.documents import uri_of

BIBLE = "characters:\n  mara: {hair: red}   # 🎬 鹿\nshots: []\n"
SPEC = """\
extends: bible.shot.yaml   # 🎬
shots:
  - {notes: "🎬 鹿", id: s01, characters: [mara], model: pika-1.5, prompt: "🎬 鹿 @mara smiles. 8k.", duration: 10s}
  - {notes: "🎬 鹿", id: s02, image: {from: s01}, model: pika-1.5, prompt: "🎬 The woman smiles. 8k.", duration: 3s}
"""
SERVER = ClientServerConfig(server_command=[sys.executable, "-m", "promptlint", "server"])


class Editor:
    """A client with a folder open, which makes the edits that it is sent."""

    def __init__(self, client: LanguageClient, root: Path) -> None:
        self.client = client
        self.root = root
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.answer = types.ApplyWorkspaceEditResult(applied=True)

        @client.feature(types.WORKSPACE_APPLY_EDIT)
        def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
            if self.answer.applied:
                self.apply(params.edit)
            return self.answer

        @client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams) -> None:
            return None

        @client.feature(types.WORKSPACE_SEMANTIC_TOKENS_REFRESH)
        def refresh(params: None) -> None:
            return None

    async def start(self, encoding: str, *, old: bool = False) -> None:
        capabilities = client_capabilities("visual_studio_code@v1.65.2")
        if old:
            capabilities.text_document = types.TextDocumentClientCapabilities()
            capabilities.workspace = types.WorkspaceClientCapabilities()
        capabilities.general = capabilities.general or types.GeneralClientCapabilities()
        capabilities.general.position_encodings = [encoding]
        folder = types.WorkspaceFolder(uri_of(self.root), "film")
        result = await self.client.initialize_session(
            types.InitializeParams(capabilities, root_uri=folder.uri, workspace_folders=[folder])
        )
        self.encoding = str(
            getattr(result.capabilities.position_encoding, "value", result.capabilities.position_encoding)
        )

    def open(self, name: str, text: str) -> str:
        uri = uri_of(self.root / name)
        self.texts[uri], self.versions[uri] = text, 1
        item = types.TextDocumentItem(uri, "yaml", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def change(self, uri: str, text: str) -> None:
        self.texts[uri] = text
        self.versions[uri] += 1
        identifier = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        whole = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [whole]))

    def position(self, uri: str, words: str) -> types.Position:
        before = self.texts[uri][: self.texts[uri].index(words)]
        line = before.rsplit("\n", 1)[-1]
        units = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
        name, size = units[self.encoding]
        return types.Position(before.count("\n"), len(line.encode(name)) // size)

    def apply(self, edit: types.WorkspaceEdit) -> None:
        """Make edits as an editor does: those for another version are an error."""
        found: list[tuple[str, Any]] = [*(edit.changes or {}).items()]
        for one in edit.document_changes or ():
            assert isinstance(one, types.TextDocumentEdit)
            uri = one.text_document.uri
            assert one.text_document.version == self.versions.get(uri)
            found.append((uri, one.edits))
        for uri, edits in found:
            text = self.texts.get(uri)
            if text is None:
                text = (self.root / Path(uri).name).read_text("utf-8")
            self.texts[uri] = edited(text, edits, self.encoding)

    async def actions(self, uri: str, words: str, only: list[str] | None = None) -> list[types.CodeAction]:
        at = self.position(uri, words)
        context = types.CodeActionContext([], only=only)
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(types.TextDocumentIdentifier(uri), types.Range(at, at), context)
        )
        return [one for one in found or () if isinstance(one, types.CodeAction)]

    async def action(self, uri: str, words: str, title: str) -> types.CodeAction:
        (found,) = [one for one in await self.actions(uri, words) if one.title.startswith(title)]
        return found

    async def command_of(self, uri: str, words: str, title: str) -> tuple[str, list[Any]]:
        """The command of an action, which lsprotocol takes for a command itself, and writes as text."""
        at = types.Range(self.position(uri, words), self.position(uri, words))
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), at, types.CodeActionContext([]))
        found = await self.client.text_document_code_action_async(params) or ()
        (text,) = [one.command for one in found if one.title.startswith(title)]
        command = literal_eval(str(text))
        return command["command"].removeprefix("promptlint."), command["arguments"]

    async def command(self, name: str, *arguments: object) -> Any:
        params = types.ExecuteCommandParams(f"promptlint.{name}", list(arguments))
        return await self.client.workspace_execute_command_async(params)


@pytest_lsp.fixture(config=SERVER)
async def client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def editor(client: LanguageClient, tmp_path: Path) -> Editor:
    root = tmp_path.resolve()
    (root / "promptlint.toml").write_text('select = ["S", "P118", "D301"]\n')
    (root / "bible.shot.yaml").write_text(BIBLE, "utf-8")
    return Editor(client, root)


@pytest.mark.asyncio
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_a_session(editor: Editor, encoding: str) -> None:
    await editor.start(encoding)
    assert editor.encoding == encoding
    uri = editor.open("a.shot.yaml", SPEC)
    document, client = types.TextDocumentIdentifier(uri), editor.client

    definition = await client.text_document_definition_async(
        types.DefinitionParams(document, editor.position(uri, "mara smiles"))
    )
    assert isinstance(definition, list) and isinstance(definition[0], types.LocationLink)
    assert definition[0].target_uri == uri_of(editor.root / "bible.shot.yaml")
    assert definition[0].target_selection_range == types.Range(types.Position(1, 2), types.Position(1, 6))
    assert definition[0].origin_selection_range is not None
    assert definition[0].origin_selection_range.start == editor.position(uri, "mara smiles")

    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    assert symbols is not None and [one.name for one in symbols] == ["s01", "s02"]
    assert isinstance(symbols[0], types.DocumentSymbol)
    assert symbols[0].selection_range.start == editor.position(uri, "s01")

    place = types.TextDocumentPositionParams(document, editor.position(uri, "s01}"))
    highlights = await client.text_document_document_highlight_async(
        types.DocumentHighlightParams(document, place.position)
    )
    assert highlights is not None and [one.kind for one in highlights] == [
        types.DocumentHighlightKind.Write,
        types.DocumentHighlightKind.Read,
    ]
    prepared = await client.text_document_prepare_rename_async(types.PrepareRenameParams(document, place.position))
    assert isinstance(prepared, types.PrepareRenamePlaceholder) and prepared.placeholder == "s01"
    assert prepared.range.start == editor.position(uri, "s01}")
    renamed = await client.text_document_rename_async(
        types.RenameParams(document, editor.position(uri, "mara smiles"), "鹿さん")
    )
    assert renamed is not None
    editor.apply(renamed)
    assert editor.texts[uri] == SPEC.replace("mara", "鹿さん")
    assert editor.texts[uri_of(editor.root / "bible.shot.yaml")] == BIBLE.replace("mara", "鹿さん")

    editor.change(uri, SPEC)
    (fix_all,) = await editor.actions(uri, "shots", ["source.fixAll"])
    assert fix_all.edit is None
    fix_all = await client.code_action_resolve_async(fix_all)
    assert fix_all.edit is not None
    editor.apply(fix_all.edit)
    assert editor.texts[uri] == SPEC.replace(" 8k.", "")


@pytest.mark.asyncio
async def test_what_is_outdated_is_refused(editor: Editor) -> None:
    await editor.start("utf-16")
    uri = editor.open("a.shot.yaml", SPEC)
    await editor.actions(uri, "8k", ["source.fixAll"])
    fix = await editor.action(uri, "8k", "Delete `8k`")
    assert fix.diagnostics and fix.diagnostics[0].code == "P118" and fix.is_preferred
    editor.change(uri, "# 🎬\n" + SPEC)
    with pytest.raises(JsonRpcException, match="has changed in the meantime") as raised:
        await editor.client.code_action_resolve_async(fix)
    assert raised.value.code == types.LSPErrorCodes.ContentModified.value


@pytest.mark.asyncio
async def test_what_cannot_be_renamed_is_refused(editor: Editor) -> None:
    await editor.start("utf-16")
    uri = editor.open("a.shot.yaml", SPEC)
    document = types.TextDocumentIdentifier(uri)
    with pytest.raises(JsonRpcException, match="a shot `s02` already"):
        await editor.client.text_document_rename_async(
            types.RenameParams(document, editor.position(uri, "s01}"), "s02")
        )
    prepared = await editor.client.text_document_prepare_rename_async(
        types.PrepareRenameParams(document, editor.position(uri, "smiles"))
    )
    assert prepared is None


@pytest.mark.asyncio
async def test_commands(editor: Editor) -> None:
    await editor.start("utf-16")
    text = SPEC.replace("🎬 鹿 @mara smiles", "She smiles")
    uri = editor.open("a.shot.yaml", text)
    counts = await editor.command("lintWorkspace")
    assert counts["files"] == 2 and counts["warnings"] + counts["infos"] >= 2
    assert await editor.command("fixAll", uri) == {"edits": 2}
    fixed = editor.texts[uri]
    assert fixed == text.replace(" 8k.", "")
    editor.change(uri, fixed)
    assert (await editor.command("chain", uri, editor.position(uri, "duration: 10s")))["message"] is None
    assert "id: s01-1" in editor.texts[uri] and "from: s01-4" in editor.texts[uri]
    said = await editor.command("chain", uri, editor.position(uri, "bible"))
    assert said == {"message": "There is no shot here."}
    editor.answer = types.ApplyWorkspaceEditResult(applied=False, failure_reason="The file is read-only.")
    said = await editor.command("chain", uri, types.Position(2, 0))
    assert said == {"message": "The file is read-only."}
    for argument in (None, uri):
        page = Path((await editor.command("report", argument))["path"]).read_text("ascii")
        assert "s01" in page and "s02" in page
    information = await editor.command("debugInformation")
    assert information["columns"] == "utf-16"
    assert str(editor.root / "promptlint.toml") in information["configurations"]
    await editor.command("openDocumentation", "https://example.org/x/")
    assert [one.uri for one in editor.client.shown_documents] in ([], ["https://example.org/x/"])


@pytest.mark.asyncio
async def test_arguments_that_make_no_sense(editor: Editor) -> None:
    await editor.start("utf-16")
    for name, arguments in (("fixAll", ()), ("chain", ("x", 3)), ("chain", (7,)), ("report", (3,)), ("showExport", ())):
        with pytest.raises(JsonRpcException, match="Argument"):
            await editor.command(name, *arguments)
    assert (await editor.command("chain", "file:///none.yaml", types.Position(0, 0)))["message"]
    with pytest.raises(JsonRpcException, match="none of promptlint"):
        data = {"uri": "x", "version": 1, "task": {"do": "else"}}
        await editor.client.code_action_resolve_async(types.CodeAction("x", data=data))


@pytest.mark.asyncio
async def test_an_older_editor(editor: Editor) -> None:
    """It takes no versions, no lazy edits, no outline of several levels and no links."""
    await editor.start("utf-16", old=True)
    uri = editor.open("a.shot.yaml", SPEC)
    document = types.TextDocumentIdentifier(uri)
    symbols = await editor.client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    assert symbols is not None and all(isinstance(one, types.SymbolInformation) for one in symbols)
    definition = await editor.client.text_document_definition_async(
        types.DefinitionParams(document, editor.position(uri, "s01}"))
    )
    assert isinstance(definition, types.Location) and definition.range.start == editor.position(uri, "s01")
    (fix_all,) = await editor.actions(uri, "8k", ["source.fixAll"])
    fix = await editor.action(uri, "8k", "Delete `8k`")
    name, arguments = await editor.command_of(uri, "8k", "Fix all quality-tags")
    await editor.command(name, *arguments)
    assert editor.texts[uri] == SPEC.replace(" 8k.", "")
    for action, count in ((fix, 1), (fix_all, 2)):
        assert action.edit is not None and action.edit.changes is not None and action.data is None
        editor.texts[uri] = SPEC
        editor.apply(action.edit)
        assert editor.texts[uri] == SPEC.replace(" 8k.", "", count)


@pytest.mark.asyncio
async def test_what_is_no_spec(editor: Editor) -> None:
    await editor.start("utf-16")
    uri = editor.open("notes.yaml", "a: 1\n")
    document, start = types.TextDocumentIdentifier(uri), types.Position(0, 0)
    client = editor.client
    assert await editor.actions(uri, "a") == []
    assert await client.text_document_document_symbol_async(types.DocumentSymbolParams(document)) is None
    assert await client.text_document_definition_async(types.DefinitionParams(document, start)) is None
    assert await client.text_document_prepare_rename_async(types.PrepareRenameParams(document, start)) is None
    assert await client.text_document_document_link_async(types.DocumentLinkParams(document)) is None
    assert await client.text_document_folding_range_async(types.FoldingRangeParams(document)) is None
    with pytest.raises(JsonRpcException, match="no shot spec"):
        await client.text_document_rename_async(types.RenameParams(document, start, "b"))
    found = await client.workspace_symbol_async(types.WorkspaceSymbolParams("ma"))
    assert found is not None and [(one.name, one.container_name) for one in found] == [("mara", "bible.shot.yaml")]
