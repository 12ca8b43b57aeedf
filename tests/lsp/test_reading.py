"""What an editor asks about a spec, over stdio and in every encoding of columns."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from PIL import Image
from pytest_lsp import ClientServerConfig, LanguageClient

FILM = """\
shots:
  - id: 森-1
    model: kling-1.6
    image: refs/mara.png
    prompt: 🙂森 The same woman walks slowly. Slow pan left.
    duration: 10
  - id: b
    prompt: 🙂 She waits.
    duration:
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROMPTLINT_CACHE_DIR", str(tmp_path / "cache"))


@pytest_lsp.fixture(  # type: ignore[untyped-decorator]
    params=["utf-8", "utf-16", "utf-32"],
    config=ClientServerConfig(server_command=[sys.executable, "-m", "promptlint", "server"]),
)
async def client(request: pytest.FixtureRequest, lsp_client: LanguageClient, tmp_path: Path) -> AsyncIterator[None]:
    (tmp_path / "refs").mkdir()
    with Image.new("RGB", (640, 800), "navy") as image:
        image.save(tmp_path / "refs" / "mara.png")
    (tmp_path / "film.shot.yaml").write_text(FILM, encoding="utf-8")
    markdown = [types.MarkupKind.Markdown]
    item = types.ClientCompletionItemOptions(snippet_support=True, documentation_format=markdown)
    capabilities = types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=[request.param]),
        text_document=types.TextDocumentClientCapabilities(
            hover=types.HoverClientCapabilities(content_format=markdown),
            completion=types.CompletionClientCapabilities(completion_item=item),
        ),
    )
    folder = types.WorkspaceFolder(tmp_path.as_uri(), "film")
    answer = await lsp_client.initialize_session(
        types.InitializeParams(capabilities, root_uri=tmp_path.as_uri(), workspace_folders=[folder])
    )
    assert answer.capabilities.position_encoding == request.param
    uri = (tmp_path / "film.shot.yaml").as_uri()
    document = types.TextDocumentItem(uri, "yaml", 1, FILM)
    lsp_client.text_document_did_open(types.DidOpenTextDocumentParams(document))
    yield
    await lsp_client.shutdown_session()


def units(text: str, encoding: str) -> int:
    """Code units of a text."""
    match encoding:
        case "utf-8":
            return len(text.encode())
        case "utf-16":
            return len(text.encode("utf-16-le")) // 2
    return len(text)


@pytest.mark.asyncio
async def test_an_editor_reads_a_spec(client: LanguageClient, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    encoding = str(request.node.callspec.params["client"])
    uri = (tmp_path / "film.shot.yaml").as_uri()
    document = types.TextDocumentIdentifier(uri)
    lines = FILM.split("\n")

    def place(line: int, word: str) -> types.Position:
        return types.Position(line, units(lines[line][: lines[line].index(word)], encoding))

    def words(range_: types.Range) -> str:
        line = lines[range_.start.line]
        columns = [units(line[:at], encoding) for at in range(len(line) + 1)]
        return line[columns.index(range_.start.character) : columns.index(range_.end.character)]

    hover = await client.text_document_hover_async(types.HoverParams(document, place(4, "walks")))
    assert hover is not None and hover.range is not None and words(hover.range) == "walks"
    assert isinstance(hover.contents, types.MarkupContent) and "movement of a subject" in hover.contents.value
    hover = await client.text_document_hover_async(types.HoverParams(document, place(3, "refs")))
    assert hover is not None and isinstance(hover.contents, types.MarkupContent)
    assert re.search(r"!\[.*\]\(data:image/jpeg;base64,", hover.contents.value) and len(hover.contents.value) < 100_000

    end = types.Position(8, units(lines[8], encoding))
    completed = await client.text_document_completion_async(types.CompletionParams(document, end))
    assert completed is None, "no model is set there"
    before = types.Position(5, units(lines[5], encoding))
    completed = await client.text_document_completion_async(types.CompletionParams(document, before))
    assert isinstance(completed, types.CompletionList)
    assert [item.label for item in completed.items] == ["5", "10"]

    whole = types.Range(types.Position(0, 0), types.Position(9, 0))
    hints = await client.text_document_inlay_hint_async(types.InlayHintParams(document, whole))
    assert hints is not None and [hint.label for hint in hints] == ["= 300 frames, window 4 s"]
    assert hints[0].position == before

    full = await client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(document))
    part = await client.text_document_semantic_tokens_range_async(types.SemanticTokensRangeParams(document, whole))
    assert full is not None and part is not None and full.data == part.data
    assert list(full.data[:3]) == [4, place(4, "The").character, len("The same woman")]

    at = place(4, "walks")
    shot = await client.protocol.send_request_async(  # type: ignore[no-untyped-call]
        "promptlint/shot", {"textDocument": {"uri": uri}, "position": {"line": at.line, "character": at.character}}
    )
    assert shot.name == "森-1" and shot.range.end.line == 5
    nothing = await client.protocol.send_request_async(  # type: ignore[no-untyped-call]
        "promptlint/shot", {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}}
    )
    assert nothing is None
    other = types.TextDocumentIdentifier((tmp_path / "other.yaml").as_uri())
    assert await client.text_document_hover_async(types.HoverParams(other, types.Position(0, 0))) is None
