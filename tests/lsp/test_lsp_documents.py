"""The life of a document: opened, changed, saved and closed, in every encoding and under every kind of name."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from lsp_client import Client, capabilities, running
from lsp_editor import Editor
from lsp_specs import RIGHT, WRONG, place, shot

WORD = "👩🏽‍🚀漢é"
"""Code units: 6 in UTF-32, 9 in UTF-16, 20 in UTF-8."""


def only(client: Client, uri: str, code: str = "A101") -> Any:
    """The only diagnostic of a code that is shown, once it is shown."""
    client.wait(lambda: code in client.codes(uri), f"{code} in {uri}")
    (diagnostic,) = [one for one in client.shown(uri) if one["code"] == code]
    return diagnostic


@pytest.mark.parametrize(
    ("offered", "agreed", "units"),
    [
        (["utf-8", "utf-16"], "utf-8", 20),
        (["utf-32", "utf-16"], "utf-32", 6),
        (["utf-99"], "utf-16", 9),
    ],
)
def test_columns_are_right_behind_emoji_in_the_encoding_agreed_on(
    tmp_path: Path, offered: list[str], agreed: str, units: int
) -> None:
    (tmp_path / "promptlint.toml").write_text('select = ["A"]\n')
    with running(tmp_path, capabilities=capabilities(encodings=offered)) as client:
        assert client.initialize()["capabilities"]["positionEncoding"] == agreed
        text = f"shots: [{{id: {WORD}, prompt: She smiles., model: kling-2.6, duration: 7s}}]\n"
        uri = client.open(tmp_path / "a.shot.yaml", text)
        start = len("shots: [{id: , prompt: She smiles., model: kling-2.6, duration: ") + units
        assert only(client, uri)["range"] == place(0, start, start + 2)
        edit = {"range": place(0, start, start + 1), "text": "漢8"}
        wrong = {"utf-8": 3, "utf-16": 1, "utf-32": 1}[agreed]
        client.change(uri, 2, edit)
        client.wait(lambda: client.published(uri)[-1]["version"] == 2)
        client.change(uri, 3, {"range": place(0, start, start + wrong), "text": ""})
        client.wait(lambda: client.published(uri)[-1]["version"] == 3)
        diagnostic = only(client, uri)
        assert diagnostic["range"] == place(0, start, start + 2)
        assert "no clip of 8 s" in diagnostic["message"]


def test_the_version_is_echoed_and_closing_clears(push: Editor) -> None:
    client = push.client
    uri = push.open("a.shot.yaml", WRONG, version=7)
    assert only(client, uri)["range"] == place(4, 14, 16)
    assert {params["version"] for params in client.published(uri)} == {7}
    client.change(uri, 9, RIGHT)
    client.wait(lambda: not client.shown(uri))
    assert client.published(uri)[-1]["version"] == 9
    client.change(uri, 12, {"range": place(4, 14, 15), "text": "8"})
    assert "no clip of 8 s" in only(client, uri)["message"]
    assert client.published(uri)[-1]["version"] == 12
    client.close(uri)
    client.wait(lambda: not client.shown(uri))


def test_several_changes_of_one_message_are_made_one_after_the_other(push: Editor) -> None:
    client = push.client
    uri = push.open("a.shot.yaml", RIGHT)
    changes = [
        {"range": place(4, 14, 16), "text": "6s\n"},
        {"range": {"start": {"line": 4, "character": 14}, "end": {"line": 4, "character": 15}}, "text": "9"},
        {"range": {"start": {"line": 4, "character": 16}, "end": {"line": 5, "character": 0}}, "text": ""},
    ]
    client.change(uri, 2, *changes)
    assert "no clip of 9 s" in only(client, uri)["message"]
    client.change(uri, 3, "nonsense", {"range": place(0, 0, 8), "text": WRONG})
    client.wait(lambda: client.published(uri)[-1]["version"] == 3)
    assert "no clip of 7 s" in only(client, uri)["message"]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_lines_end_as_in_the_protocol(push: Editor, end: str) -> None:
    """U+2028, U+0085, form feed and the like end no line."""
    client = push.client
    text = shot("5s", prompt='"She\u2028smiles\u0085 \\f."').replace("\n", end)
    uri = push.open("a.shot.yaml", text)
    client.change(uri, 2, {"range": place(4, 14, 15), "text": "7"})
    assert only(client, uri)["range"] == place(4, 14, 16)


def test_a_byte_order_mark_counts_as_the_character_that_the_client_sent(push: Editor) -> None:
    client = push.client
    uri = push.open("a.shot.yaml", "\ufeff{shots: [{id: a, model: kling-2.6, prompt: x, duration: 5s}]}")
    place_of_5 = len("\ufeff{shots: [{id: a, model: kling-2.6, prompt: x, duration: ")
    client.change(uri, 2, {"range": place(0, place_of_5, place_of_5 + 1), "text": "7"})
    assert "no clip of 7 s" in only(client, uri)["message"]


@pytest.mark.parametrize("half", ["\ud83d", "\ude00"])
def test_half_an_emoji_is_taken_as_some_character(push: Editor, half: str) -> None:
    client = push.client
    uri = push.open("a.shot.yaml", shot("7s", prompt=f"She {half} smiles."))
    assert only(client, uri)["range"] == place(4, 14, 16)
    client.change(uri, 2, {"range": place(2, 12, 12), "text": half})
    client.change(uri, 3, {"range": place(2, 13, 13), "text": "ab"})
    client.wait(lambda: client.published(uri)[-1]["version"] == 3)
    assert only(client, uri)["range"] == place(4, 14, 16)


NO_SPECS = [
    ("notes.yaml", WRONG),
    ("a.shot.txt", WRONG),
    ("deploy.yml", "services:\n  web: {image: nginx}\n"),
    ("node_modules/a.shot.yaml", WRONG),
    (".hidden/a.shot.yaml", WRONG),
]


@pytest.mark.parametrize(("name", "text"), NO_SPECS)
def test_what_is_no_spec_shows_nothing(push: Editor, pull: Editor, name: str, text: str) -> None:
    client = push.client
    other, uri = push.open("z.shot.yaml", WRONG), push.open(name, text)
    client.change(uri, 2, text + "# \n")
    only(client, other)
    client.close(uri)
    client.change(other, 2, RIGHT)
    client.wait(lambda: not client.shown(other))
    assert not client.published(uri)
    assert not [params for params in client.of("promptlint/linted") if params["uri"] == uri]
    assert pull.client.pull(pull.open(name, text)) == {"kind": "full", "items": []}


@pytest.mark.parametrize(
    "head", ["# yaml-language-server: $schema=shotspec-1.schema.json\n", "# shotspec\n", "\ufeff# shotspec\n"]
)
def test_a_mark_in_the_head_makes_a_spec(push: Editor, head: str) -> None:
    uri = push.open("any.yaml", head + WRONG)
    assert only(push.client, uri)["range"] == place(5, 14, 16)
    push.client.change(uri, 2, WRONG)
    push.client.wait(lambda: not push.client.shown(uri))


@pytest.mark.parametrize("uri", ["untitled:Untitled-1", "untitled:/a.shot.yaml", "git:/x/a.shot.yaml?%7B%7D", "x", ""])
def test_what_is_no_file_shows_nothing(push: Editor, uri: str) -> None:
    client = push.client
    other = push.open("z.shot.yaml", WRONG)
    client.open(uri, WRONG)
    client.change(uri, 2, RIGHT)
    assert client.pull(uri) == {"kind": "full", "items": []}
    only(client, other)
    client.close(uri)
    assert not client.published(uri)


@pytest.mark.parametrize("name", ["two words", "Köln", "100% #1?", "漢字👍", "a+b&c=d;e", "[x]{y}"])
@pytest.mark.parametrize("quoted", ["standard", "everything"])
def test_names_with_signs_that_uris_escape(push: Editor, name: str, quoted: str) -> None:
    client = push.client
    path = push.folder / name / f"{name}.shot.yaml"
    safe = "/" if quoted == "standard" else ""
    uri = "file:///" + quote(path.as_posix()[1:], safe=safe)
    client.open(uri, WRONG)
    push.opened.append(uri)
    assert only(client, uri)["range"] == place(4, 14, 16)


def test_a_link_is_the_file_that_it_leads_to(push: Editor) -> None:
    """Its configuration is that of the place where the file lies; the URI stays as the editor writes it."""
    client = push.client
    push.write("sub/promptlint.toml", 'select = ["S"]\n')
    push.write("sub/strict.shot.yaml", RIGHT)
    (push.folder / "link.shot.yaml").symlink_to(push.folder / "sub" / "strict.shot.yaml")
    (push.folder / "folder").symlink_to(push.folder / "sub")
    for name in ("link.shot.yaml", "folder/strict.shot.yaml"):
        uri = push.open(name, WRONG.replace("prompt:", "promt:"))
        client.wait(lambda uri=uri: "S003" in client.codes(uri) or client.codes(uri), name)
        assert not [code for code in client.codes(uri) if not code.startswith("S")]
        client.close(uri)


def test_a_folder_behind_a_link_keeps_the_name_that_the_editor_has_for_it(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "linked folder"
    real.mkdir()
    link.symlink_to(real)
    (real / "promptlint.toml").write_text('select = ["S"]\n')
    (real / "a b.shot.yaml").write_text(shot(name="twice"))
    with running(link, capabilities=capabilities(pull=True)) as client:
        client.initialize()
        uri = client.open(link / "b.shot.yaml", shot(name="twice"))
        report = client.request("workspace/diagnostic", {"previousResultIds": []})
        other = (link / "a b.shot.yaml").as_uri()
        assert [item["uri"] for item in report["items"]] == [other]

        def evidence() -> list[str]:
            items = client.pull(uri)["items"]
            return [place["location"]["uri"] for one in items for place in one.get("relatedInformation", [])]

        client.wait(lambda: evidence() == [other])


@pytest.mark.parametrize(
    "uri", ["file:///c%3A/films/a.shot.yaml", "file:///C:/films/a.shot.yaml", "file://server/share/a.shot.yaml"]
)
def test_names_of_other_systems_are_understood(push: Editor, uri: str) -> None:
    client = push.client
    client.open(uri, WRONG)
    push.opened.append(uri)
    assert only(client, uri)["range"] == place(4, 14, 16)


def test_saving_changes_nothing(push: Editor) -> None:
    client = push.client
    path = push.write("a.shot.yaml", RIGHT)
    uri = push.open("a.shot.yaml", WRONG)
    only(client, uri)
    client.notify("textDocument/didSave", {"textDocument": {"uri": path.as_uri()}})
    client.change(uri, 2, WRONG.replace("7s", "8s"))
    client.wait(lambda: client.published(uri)[-1]["version"] == 2)
    assert "no clip of 8 s" in only(client, uri)["message"]


def test_a_document_that_is_opened_again(push: Editor) -> None:
    client = push.client
    uri = push.open("a.shot.yaml", WRONG, version=5)
    only(client, uri)
    client.close(uri)
    client.open(uri, WRONG.replace("7s", "9s"), version=1)
    client.wait(lambda: client.published(uri)[-1].get("version") == 1)
    assert "no clip of 9 s" in only(client, uri)["message"]
    client.open(uri, RIGHT, version=1)
    client.wait(lambda: not client.shown(uri))
