"""What lies beside the text: folders, configurations, settings of the client, and files on disk that change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lsp_client import Client, capabilities, running
from lsp_editor import Editor
from lsp_specs import CONFIG, RIGHT, WRONG, shot
from PIL import Image

MILD = 'ignore = ["A"]\n'


def shows(client: Client, uri: str, code: str = "A101") -> None:
    client.wait(lambda: code in client.codes(uri), f"{code} in {uri}")


def shows_not(client: Client, uri: str, code: str = "A101") -> None:
    client.wait(lambda: client.published(uri) and code not in client.codes(uri), f"no {code} in {uri}")


def test_watchers_and_settings_are_registered_once(tmp_path: Path) -> None:
    with running(tmp_path) as client:
        client.initialize()
        client.wait(lambda: client.of("client/registerCapability"))
        further = {"uri": (tmp_path / "more").as_uri(), "name": "more"}
        client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [further], "removed": []}})
        client.wait(lambda: len(client.of("workspace/configuration")) == 2)
        (registered,) = client.of("client/registerCapability")
        methods = {one["method"]: one["registerOptions"] for one in registered["registrations"]}
        patterns = " ".join(one["globPattern"] for one in methods["workspace/didChangeWatchedFiles"]["watchers"])
        assert all(suffix in patterns for suffix in ("yaml", "yml", "json", "jsonl", "toml", "png", "jpg", "webp"))
        assert methods["workspace/didChangeConfiguration"] == {"section": "promptlint"}
        scopes = [item.get("scopeUri") for item in client.of("workspace/configuration")[-1]["items"]]
        assert scopes == [tmp_path.as_uri(), further["uri"], None]


def test_a_client_that_watches_nothing_is_asked_for_nothing(tmp_path: Path) -> None:
    with running(tmp_path, capabilities={}) as client:
        client.initialize()
        uri = client.open(tmp_path / "a.shot.yaml", WRONG)
        shows(client, uri)
        assert not [message for message in client.messages if "id" in message]
        assert client.leave() == 0


@pytest.mark.parametrize("how", ["rootUri", "rootPath"])
def test_older_clients_have_one_folder(tmp_path: Path, how: str) -> None:
    """Its name says where relative settings lie."""
    (tmp_path / "settings.toml").write_text(MILD)
    root = tmp_path.as_uri() if how == "rootUri" else str(tmp_path)
    with running(capabilities={}, options={"configuration": "settings.toml"}) as client:
        client.initialize(**{how: root, "workspaceFolders": None})
        uri = client.open(tmp_path / "a.shot.yaml", WRONG)
        shows_not(client, uri)
        client.notify("workspace/didChangeConfiguration", {"settings": {"promptlint": {"configuration": None}}})
        shows(client, uri)
        client.notify(
            "workspace/didChangeConfiguration", {"settings": {"promptlint": {"configuration": "./settings.toml"}}}
        )
        shows_not(client, uri)


def test_each_file_has_the_closest_configuration(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two, one / "inner"):
        folder.mkdir()
    (two / "promptlint.toml").write_text(MILD)
    (one / "inner" / "pyproject.toml").write_text('[tool.promptlint]\nselect = ["S"]\n')
    with running(one, two) as client:
        client.initialize()
        uris = [client.open(path / "a.shot.yaml", WRONG) for path in (one, two, one / "inner", tmp_path)]
        for uri, shown in zip(uris, (True, False, False, True), strict=True):
            (shows if shown else shows_not)(client, uri)
        client.notify(
            "workspace/didChangeWorkspaceFolders",
            {"event": {"added": [], "removed": [{"uri": one.as_uri(), "name": "one"}]}},
        )
        (two / "promptlint.toml").unlink()
        client.files_changed(two / "promptlint.toml", kind=3)
        shows(client, uris[1])
        shows(client, uris[0])


def test_the_setting_of_a_folder_holds_for_it_alone(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    (tmp_path / "mild.toml").write_text(MILD)
    mild = str(tmp_path / "mild.toml")

    def told(params: dict[str, list[dict[str, str]]]) -> list[dict[str, str] | None]:
        return [{"configuration": mild} if item.get("scopeUri") == two.as_uri() else None for item in params["items"]]

    with running(one, two, answers={"workspace/configuration": told}, options={"configuration": None}) as client:
        client.initialize()
        uris = [client.open(path / "a.shot.yaml", WRONG) for path in (one, two)]
        shows(client, uris[0])
        shows_not(client, uris[1])


@pytest.mark.parametrize("setting", [7, "", " ", "\0", "~nobody-at-all/x.toml", [1], {"a": 1}])
def test_settings_that_cannot_be_used(tmp_path: Path, shared_push: Client, push: Editor, setting: object) -> None:
    client = push.client
    uri = push.open("a.shot.yaml", WRONG)
    shows(client, uri)
    client.settings = {"configuration": setting}
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    client.change(uri, 2, WRONG + "# \n")
    client.wait(lambda: client.published(uri)[-1].get("version") == 2 or client.of("window/showMessage"))
    client.settings = {}
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    shows(client, uri)


def test_a_configuration_named_by_a_setting_that_is_not_there(push: Editor) -> None:
    client = push.client
    uri = push.open("a.shot.yaml", WRONG)
    shows(client, uri)
    mark = client.mark()
    client.settings = {"configuration": "no-such.toml"}
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    client.wait(lambda: client.of("window/showMessage", mark))
    shows_not(client, uri)
    client.settings = {}
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    shows(client, uri)


def test_a_configuration_that_changes_on_disk(push: Editor) -> None:
    client = push.client
    config = push.folder / "promptlint.toml"
    uri = push.open("a.shot.yaml", WRONG)
    shows(client, uri)
    push.write("promptlint.toml", MILD)
    client.files_changed(config)
    shows_not(client, uri)
    push.write("promptlint.toml", CONFIG)
    client.files_changed(config)
    shows(client, uri)
    push.write("promptlint.toml", 'extends = "studio.toml"\n')
    push.write("studio.toml", MILD)
    client.files_changed(config, push.folder / "studio.toml")
    shows_not(client, uri)
    push.write("studio.toml", CONFIG)
    client.files_changed(push.folder / "studio.toml")
    shows(client, uri)


def test_a_broken_configuration_is_told_once_and_findings_come_back(push: Editor) -> None:
    client = push.client
    config = push.folder / "promptlint.toml"
    uris = [push.open(f"{name}.shot.yaml", WRONG) for name in "ab"]
    for uri in uris:
        shows(client, uri)
    mark = client.mark()
    push.write("promptlint.toml", "select = [\n")
    for _ in range(3):
        client.files_changed(config)
        for uri in uris:
            shows_not(client, uri)
    client.change(uris[0], 2, WRONG + "# \n")
    assert client.pull(uris[0])["items"] == []
    (message,) = client.of("window/showMessage", mark)
    assert message["type"] == 1
    assert "promptlint.toml" in message["message"]
    push.write("promptlint.toml", CONFIG)
    client.files_changed(config)
    for uri in uris:
        shows(client, uri)
    push.write("promptlint.toml", "select = [\n")
    client.files_changed(config)
    client.wait(lambda: len(client.of("window/showMessage", mark)) == 2, "the same trouble again")


@pytest.mark.parametrize(
    "broken", ['[vocabulary]\nno-such-list = ["x"]\n', '[models."x"]\nnonsense = 1\n', '[[phrases]]\ncode = "S001"\n']
)
def test_every_part_of_a_configuration_that_cannot_be_used_is_told(push: Editor, broken: str) -> None:
    client = push.client
    uri = push.open("a.shot.yaml", WRONG)
    shows(client, uri)
    mark = client.mark()
    push.write("promptlint.toml", broken)
    client.files_changed(push.folder / "promptlint.toml")
    client.wait(lambda: client.of("window/showMessage", mark))
    push.write("promptlint.toml", CONFIG)
    client.files_changed(push.folder / "promptlint.toml")
    shows(client, uri)


def test_a_picture_that_comes_changes_and_goes(push: Editor) -> None:
    client = push.client
    push.write("promptlint.toml", 'select = ["R"]\n')
    picture = push.folder / "p.png"
    uri = push.open("a.shot.yaml", shot("5s", further="    image: p.png\n"))
    shows(client, uri, "R401")
    Image.new("RGB", (1280, 720), "grey").save(picture)
    client.files_changed(picture, kind=1)
    shows_not(client, uri, "R401")
    picture.write_bytes(b"no picture")
    client.files_changed(picture)
    shows(client, uri, "R402")
    picture.unlink()
    client.files_changed(picture, kind=3)
    shows(client, uri, "R401")


def test_another_spec_of_the_project_that_comes_changes_and_goes(push: Editor) -> None:
    """Two shots of one name: the finding is about another file."""
    client = push.client
    push.write("promptlint.toml", 'select = ["S"]\n')
    uri = push.open("b.shot.yaml", shot(name="twice"))
    shows_not(client, uri, "S005")
    other = push.write("a.shot.yaml", shot(name="twice"))
    client.files_changed(other, kind=1)
    shows(client, uri, "S005")
    (diagnostic,) = [one for one in client.shown(uri) if one["code"] == "S005"]
    assert diagnostic["relatedInformation"][0]["location"]["uri"] == other.as_uri()
    push.write("a.shot.yaml", shot(name="once"))
    client.files_changed(other)
    shows_not(client, uri, "S005")
    opened = push.open("a.shot.yaml", shot(name="twice"))
    shows(client, uri, "S005")
    client.close(opened)
    shows_not(client, uri, "S005")
    push.write("a.shot.yaml", shot(name="twice"))
    client.files_changed(other)
    shows(client, uri, "S005")
    other.unlink()
    client.files_changed(other, kind=3)
    shows_not(client, uri, "S005")


@pytest.mark.parametrize("base", ["base.shot.yaml", "look.yaml"])
def test_a_base_that_is_open_and_changes(push: Editor, base: str) -> None:
    client = push.client
    push.write(base, "defaults: {duration: 5s, model: kling-2.6}\n")
    uri = push.open("a.shot.yaml", f"extends: {base}\nshots:\n  - {{id: a, prompt: She smiles., duration: 7s}}\n")
    shows(client, uri)
    opened = push.open(base, "defaults: {duration: 5s, model: no-such-model}\n")
    shows_not(client, uri)
    client.change(opened, 2, "defaults: {model: kling-2.6}\n")
    shows(client, uri)
    client.close(opened)
    push.write(base, "defaults: {model: no-such-model}\n")
    client.files_changed(push.folder / base)
    shows_not(client, uri)


def test_what_is_wrong_in_a_base_is_shown_there(push: Editor) -> None:
    """The command line finds it through the specs that extend the base, and so does the editor."""
    client = push.client
    push.write("a.shot.yaml", "extends: base.shot.yaml\nshots:\n  - {id: a, prompt: She smiles.}\n")
    base = push.open("base.shot.yaml", "defaults:\n  model: kling-2.6\n  duration: 7s\n")
    shows(client, base)
    client.change(base, 2, "defaults:\n  model: kling-2.6\n  duration: 5s\n")
    shows_not(client, base)


def test_a_folder_that_vanishes(push: Editor) -> None:
    client = push.client
    push.write("sub/promptlint.toml", CONFIG)
    uri = push.open("sub/a.shot.yaml", WRONG)
    shows(client, uri)
    shutil.rmtree(push.folder / "sub")
    client.files_changed(push.folder / "sub" / "promptlint.toml", kind=3)
    client.change(uri, 2, RIGHT)
    shows_not(client, uri)
    client.change(uri, 3, WRONG)
    shows(client, uri)


def test_a_client_that_pulls_is_told_to_ask_again(tmp_path: Path) -> None:
    (tmp_path / "promptlint.toml").write_text(CONFIG)
    with running(tmp_path, capabilities=capabilities(pull=True)) as client:
        client.initialize()
        uri = client.open(tmp_path / "a.shot.yaml", WRONG)
        first = client.pull(uri)
        assert [one["code"] for one in first["items"] if one["code"] == "A101"]
        mark = client.mark()
        (tmp_path / "promptlint.toml").write_text(MILD)
        client.files_changed(tmp_path / "promptlint.toml")
        client.wait(lambda: client.of("workspace/diagnostic/refresh", mark))
        second = client.pull(uri, first["resultId"])
        assert "A101" not in [one["code"] for one in second["items"]]


def test_a_folder_of_the_workspace_that_is_not_there_holds_no_specs(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "a.shot.yaml").write_text("id: a\nmodel: kling-2.6\nduration: 7\nprompt: She smiles.\n")
    with running(tmp_path / "gone", tmp_path / "here", capabilities=capabilities(pull=True)) as client:
        client.initialize()
        counts = client.request("workspace/executeCommand", {"command": "promptlint.lintWorkspace"})
        assert counts["files"] == 1 and counts["errors"] >= 1
        reports = client.request("workspace/diagnostic", {"previousResultIds": []})["items"]
        assert [one["uri"] for one in reports] == [(tmp_path / "here" / "a.shot.yaml").as_uri()]


def test_a_text_that_is_no_longer_a_spec_speaks_for_no_other(push: Editor) -> None:
    client = push.client
    bible = push.open("notes.yaml", "# shotspec\ncharacters: {mara: {hair: red}}\nshots: []\n")
    uri = push.open("a.shot.yaml", "prompt: She waves.\nimage: m.png\ncharacters: [mara]\n")

    def names_the_bible() -> bool:
        return any("notes.yaml" in one["message"] for one in client.shown(uri) if one["code"] == "S009")

    client.wait(names_the_bible)
    client.change(bible, 2, "characters: {mara: {hair: red}}\nshots: []\n")
    client.wait(lambda: not names_the_bible())
    client.change(bible, 3, "# shotspec\ncharacters: {mara: {hair: red}}\nshots: []\n")
    client.wait(names_the_bible)
