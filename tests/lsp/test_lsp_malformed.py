"""Messages that no client should send: the server lives, and every request gets an answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lsp_client import Client, ResponseError, capabilities, running
from lsp_editor import Editor
from lsp_specs import RIGHT, WRONG, place

Json = Any

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32700, -32600, -32601, -32602
REQUEST_FAILED = -32803


def is_alive(editor: Editor) -> None:
    """The server still lints."""
    uri = editor.open("alive.shot.yaml", WRONG)
    editor.client.wait(lambda: "A101" in editor.client.codes(uri))
    editor.client.close(uri)
    editor.client.wait(lambda: not editor.client.shown(uri))


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe{}",
        b'{"jsonrpc": "2.0", "method": "\xe4"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"nonsense",
        b" ",
    ],
    ids=["half", "utf-16", "latin-1", "deep list", "deep object", "words", "blank"],
)
def test_what_cannot_be_read_is_answered_without_an_id(push: Editor, body: bytes) -> None:
    push.client.send(body)
    with pytest.raises(ResponseError) as error:
        push.client.answer(None)
    assert error.value.code == PARSE_ERROR
    is_alive(push)


@pytest.mark.parametrize("body", [b"[]", b"[1, 2]", b"null", b"7", b'"text"', b"{}", b'{"id": {}}', b'{"method": "x"}'])
def test_what_is_no_message_is_answered_without_an_id(push: Editor, body: bytes) -> None:
    push.client.send(body)
    with pytest.raises(ResponseError) as error:
        push.client.answer(None)
    assert error.value.code == INVALID_REQUEST
    is_alive(push)


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Length: many\r\n\r\n",
        b"\r\n\r\n",
        b"Content-Length: 0\r\n\r\n",
        b"nonsense\r\n",
        b"Content-Length: -5\r\n\r\n",
    ],
)
def test_headers_that_announce_nothing_are_skipped(push: Editor, header: bytes) -> None:
    push.client.send_bytes(header)
    is_alive(push)


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("no/suchMethod", {}, METHOD_NOT_FOUND),
        ("no/suchMethod", None, METHOD_NOT_FOUND),
        ("no/suchMethod", [1], METHOD_NOT_FOUND),
        ("$/optional", {"a b": {"class": 1}}, METHOD_NOT_FOUND),
        ("", {}, METHOD_NOT_FOUND),
        ("textDocument/diagnostic", None, INVALID_PARAMS),
        ("textDocument/diagnostic", {}, INVALID_PARAMS),
        ("textDocument/diagnostic", [], INVALID_PARAMS),
        ("textDocument/diagnostic", "file:///a", INVALID_PARAMS),
        ("textDocument/diagnostic", {"textDocument": "file:///a"}, INVALID_PARAMS),
        ("workspace/executeCommand", {"command": "no.such.command", "arguments": [1]}, INVALID_PARAMS),
        ("workspace/executeCommand", {"command": 7}, INVALID_PARAMS),
    ],
)
def test_requests_that_cannot_be_done_are_answered_with_an_error(
    push: Editor, method: str, params: Json, code: int
) -> None:
    with pytest.raises(ResponseError) as error:
        push.client.request(method, params)
    assert error.value.code == code
    is_alive(push)


def test_requests_without_parameters(push: Editor) -> None:
    client = push.client
    client.send({"jsonrpc": "2.0", "id": "text", "method": "no/suchMethod"})
    with pytest.raises(ResponseError) as error:
        client.answer("text")
    assert error.value.code == METHOD_NOT_FOUND


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("textDocument/didOpen", {}),
        ("textDocument/didOpen", {"textDocument": {"uri": 5, "languageId": "yaml", "version": "x", "text": None}}),
        ("textDocument/didChange", {"textDocument": {"uri": "file:///a.shot.yaml", "version": 2}}),
        ("textDocument/didClose", None),
        ("textDocument/didSave", {"textDocument": {"uri": "file:///never/opened.shot.yaml"}}),
        ("workspace/didChangeWatchedFiles", {"changes": [{"uri": "\0", "type": 99}, {"uri": "x", "type": 1}]}),
        ("workspace/didChangeWatchedFiles", {"changes": [{}]}),
        ("workspace/didChangeConfiguration", {"settings": [1, 2]}),
        ("workspace/didChangeConfiguration", {"settings": {"promptlint": 7}}),
        ("workspace/didChangeWorkspaceFolders", {"event": {"added": [{"uri": "x:y", "name": ""}], "removed": []}}),
        ("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [{"uri": "x:y", "name": ""}]}}),
        ("window/workDoneProgress/cancel", {"token": "unknown"}),
        ("$/cancelRequest", {"id": 4711}),
        ("$/cancelRequest", {}),
        ("$/setTrace", {"value": "loudly"}),
        ("$/unknown", {"x": 1}),
        ("no/suchNotification", None),
    ],
)
def test_notifications_that_mean_nothing(push: Editor, method: str, params: Json) -> None:
    push.client.notify(method, params)
    is_alive(push)


def test_answers_that_nobody_asked_for(push: Editor) -> None:
    for answer in ({"result": 1}, {"error": {"code": 1, "message": "x"}}, {"error": {}}, {"result": None, "id": None}):
        push.client.send({"jsonrpc": "2.0", "id": "unknown", **answer})
    is_alive(push)


def test_changes_and_closing_of_a_document_that_is_not_open(push: Editor) -> None:
    client = push.client
    uri = (push.folder / "never.shot.yaml").as_uri()
    client.change(uri, 5, WRONG)
    client.close(uri)
    client.close(uri)
    assert client.pull(uri) == {"kind": "full", "items": []}
    is_alive(push)
    assert not client.published(uri)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((4, 14), (2**31, 2**31), "duration: "),
        ((2**53, 2**53), (2**60, 0), WRONG),
        ((-5, -1), (0, 0), WRONG),
        ((4, -7), (4, 2**40), None),
        ((4, 16), (4, 14), None),
        ((99, 0), (0, 0), None),
    ],
)
def test_positions_outside_of_the_text_are_moved_into_it(
    push: Editor, start: tuple[int, int], end: tuple[int, int], expected: str | None
) -> None:
    client = push.client
    uri = push.open("a.shot.yaml", WRONG)
    ranges = [dict(zip(("line", "character"), place, strict=True)) for place in (start, end)]
    client.change(uri, 2, {"range": {"start": ranges[0], "end": ranges[1]}, "text": ""})
    client.wait(lambda: client.published(uri) and client.published(uri)[-1]["version"] == 2)
    if expected == WRONG:
        assert "A101" in client.codes(uri)
    client.change(uri, 3, WRONG)
    client.wait(lambda: client.published(uri)[-1]["version"] == 3)
    assert "A101" in client.codes(uri)


def test_positions_of_a_request_outside_of_the_text(push: Editor) -> None:
    uri = push.open("a.shot.yaml", RIGHT)
    for position in ({"line": -1, "character": -1}, {"line": 2**40, "character": 2**40}):
        push.client.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": position})


def test_a_reversed_range_inserts(push: Editor) -> None:
    client = push.client
    uri = push.open("a.shot.yaml", RIGHT)
    reversed_ = {"start": {"line": 4, "character": 15}, "end": {"line": 4, "character": 14}}
    client.change(uri, 2, {"range": reversed_, "text": "7"})
    client.wait(lambda: any("57 s" in one["message"] for one in client.shown(uri)))


def test_a_client_of_the_future(push: Editor, tmp_path: Any) -> None:
    """Values that no enumeration of today holds, and keys that nobody knows."""
    wanted = capabilities()
    wanted["general"]["positionEncodings"] = ["utf-7", "utf-8"]
    wanted["general"]["markdown"] = {"parser": "marked", "shiny": [1]}
    wanted["textDocument"]["completion"] = {
        "completionItemKind": {"valueSet": [1, 99, 1000]},
        "completionItem": {"tagSupport": {"valueSet": [1, 77]}, "insertTextModeSupport": {"valueSet": [1, 42]}},
    }
    wanted["textDocument"]["publishDiagnostics"]["tagSupport"] = {"valueSet": [1, 2, 3]}
    wanted["textDocument"]["codeAction"] = {
        "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix", "refactor.teleport"]}}
    }
    wanted["textDocument"]["foldingRange"] = {"foldingRangeKind": {"valueSet": ["comment", "fold.more"]}}
    wanted["workspace"]["symbol"] = {"symbolKind": {"valueSet": [1, 400]}}
    wanted["workspace"]["workspaceEdit"] = {"resourceOperations": ["create", "beam"], "failureHandling": "hope"}
    wanted["telepathy"] = {"range": 5}
    (tmp_path / "promptlint.toml").write_text('select = ["A"]\n')
    with running(tmp_path, capabilities=wanted) as client:
        client.initialize(trace="everything", clientInfo={"name": "x", "version": 7}, horoscope={})
        uri = client.open(tmp_path / "a.shot.yaml", WRONG)
        client.wait(lambda: client.codes(uri) == ["A101"])
        assert client.leave() == 0


@pytest.mark.parametrize(
    "params", [{}, {"capabilities": 7}, {"capabilities": {"textDocument": 7}}, None, [], {"processId": "x"}]
)
def test_an_introduction_that_cannot_be_read_may_be_tried_again(fresh: Client, params: Json) -> None:
    with pytest.raises(ResponseError) as error:
        fresh.request("initialize", params)
    assert error.value.code == INVALID_PARAMS


@pytest.fixture(scope="module")
def fresh(cache_folder: Any) -> Any:
    """A server that nobody has introduced himself to; the last one does."""
    with running() as client:
        yield client
        minimal = {"processId": None, "rootUri": None, "capabilities": {}}
        assert client.request("initialize", minimal)["capabilities"]["positionEncoding"] == "utf-16"
        client.notify("initialized", {})
        assert client.leave() == 0


def test_every_request_of_the_protocol_is_answered(push: Editor) -> None:
    """With nothing but the document and a place, as a careless client would ask."""
    client = push.client
    uri = push.open("a.shot.yaml", WRONG)
    position = {"line": 4, "character": 14}
    params = {
        "textDocument": {"uri": uri},
        "position": position,
        "range": place(4, 14, 16),
        "context": {"diagnostics": [], "includeDeclaration": True},
        "newName": "b",
        "query": "a",
        "options": {"tabSize": 2, "insertSpaces": True},
        "previousResultIds": [],
        "positions": [position],
    }
    methods = sorted(f"{area}/{name}" for area, names in json.loads(METHODS).items() for name in names)
    asked = {method: client.ask(method, params) for method in methods}
    for method, id_ in asked.items():
        try:
            client.answer(id_)
        except ResponseError as error:
            assert error.code in (METHOD_NOT_FOUND, INVALID_PARAMS, REQUEST_FAILED), (method, error)
    is_alive(push)


METHODS = """{
  "textDocument": ["hover", "completion", "codeAction", "inlayHint", "documentSymbol", "definition", "references",
    "rename", "prepareRename", "documentLink", "foldingRange", "semanticTokens/full", "semanticTokens/range",
    "documentHighlight", "formatting", "signatureHelp", "codeLens", "selectionRange", "documentColor", "diagnostic"],
  "workspace": ["symbol", "executeCommand", "diagnostic"],
  "promptlint": ["shot"],
  "codeAction": ["resolve"], "completionItem": ["resolve"], "inlayHint": ["resolve"]
}"""
