"""What is shown when: the text at once, prompts and pictures after it, and nothing flickers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lsp_client import Client, ResponseError, capabilities, running
from lsp_editor import Editor
from lsp_plugin import install_rule
from lsp_specs import CONFIG, RIGHT, WRONG, place, shot
from PIL import Image

CANCELLED = -32800
SLOW = """
    import time
    time.sleep(0.5)
    facts.prompt
    yield Problem(shot.prompt.words(0, 3), "Read slowly: " + shot.prompt.value)
"""


def lines(*shots: str) -> str:
    return "shots:\n" + "".join(one.removeprefix("shots:\n") for one in shots)


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """An editor whose server takes half a second for every prompt that is new to it."""
    folder = tmp_path_factory.mktemp("slow").resolve()
    (folder / "promptlint.toml").write_text('select = ["A", "X201"]\n')
    needs = "frozenset({Need.PROMPT})"
    environment = install_rule(tmp_path_factory.mktemp("site"), "X201", SLOW.strip(), needs)
    with running(folder, environment=environment, capabilities=capabilities(progress=True)) as client:
        client.initialize()
        yield client


def test_the_text_is_linted_before_prompts(slow: Client) -> None:
    uri = slow.open(slow.folders[0] / "first.shot.yaml", WRONG)
    slow.wait(lambda: len(slow.published(uri)) == 2)
    codes = [[one["code"] for one in params["diagnostics"]] for params in slow.published(uri)]
    assert codes == [["A101"], ["X201", "A101"]]
    assert {params["version"] for params in slow.published(uri)} == {1}
    slow.close(uri)


def test_findings_of_slow_rules_stay_at_words_that_stay(slow: Client) -> None:
    texts = lines(shot("7s", "She smiles once.", "a"), shot("5s", "She smiles twice.", "b"))
    uri = slow.open(slow.folders[0] / "stay.shot.yaml", texts)
    slow.wait(lambda: slow.codes(uri).count("X201") == 2)
    mark = slow.mark()
    slow.change(uri, 2, {"range": place(0, 0, 0), "text": "# one\n# two\n"})
    slow.change(uri, 3, {"range": place(6, 14, 15), "text": "8"})
    slow.change(uri, 4, {"range": place(4, 12, 15), "text": "He"})
    slow.wait(lambda: slow.published(uri, mark) and slow.published(uri)[-1]["version"] == 4)
    slow.wait(lambda: slow.codes(uri).count("X201") == 2)
    for params in slow.published(uri, mark):
        moved = [one for one in params["diagnostics"] if "twice" in one["message"]]
        assert [one["range"] for one in moved] == [place(8, 12, 15)]
    time.sleep(0.1)
    assert [one["message"][:26] for one in slow.shown(uri) if one["code"] == "X201"] == [
        "Read slowly: He smiles onc",
        "Read slowly: She smiles tw",
    ]
    slow.close(uri)


def test_a_newer_version_supersedes_slow_work(slow: Client) -> None:
    """Ten prompts, each changed before it could be read: the work is not done ten times."""
    path = slow.folders[0] / "newer.shot.yaml"
    prompts = [f"She takes step {n}." for n in range(10)]
    uri = slow.open(path, lines(*(shot("5s", prompt, f"s{n}") for n, prompt in enumerate(prompts))))
    begun = time.monotonic()
    for version in range(2, 12):
        slow.change(uri, version, lines(*(shot("5s", f"{prompt} Now {version}.", "s") for prompt in prompts)))
        slow.wait(lambda version=version: any(p["version"] == version for p in slow.published(uri)))
    slow.change(uri, 12, lines(shot("5s", "She stands.", "s")))
    slow.wait(lambda: "X201" in slow.codes(uri) and slow.published(uri)[-1]["version"] == 12)
    assert time.monotonic() - begun < 30
    (message,) = [one["message"] for one in slow.shown(uri) if one["code"] == "X201"]
    assert message == "Read slowly: She stands."
    versions = [params["version"] for params in slow.published(uri)]
    assert versions == sorted(versions)
    slow.close(uri)


def test_nothing_is_published_that_is_shown_already(push: Editor) -> None:
    client = push.client
    uri = push.open("a.shot.yaml", WRONG)
    client.wait(lambda: any(p["complete"] for p in client.of("promptlint/linted") if p["uri"] == uri))
    assert len(client.published(uri)) == 1
    mark = client.mark()
    client.files_changed(push.folder / "other.png")
    client.wait(lambda: any(p["complete"] for p in client.of("promptlint/linted", mark) if p["uri"] == uri))
    assert len(client.published(uri)) == 1


def test_links_and_tags(push: Editor) -> None:
    client = push.client
    push.write("promptlint.toml", 'select = ["S", "A"]\n')
    twice = lines(
        shot(name="s"),
        shot(name="s"),
        "  - {id: t, model: gen3a_turbo, prompt: She smiles.}  # promptlint: disable=S005\n",
    )
    uri = push.open("a.shot.yaml", twice)
    client.wait(lambda: {"S005", "S010"} <= set(client.codes(uri)))
    by_code: dict[str, Any] = {one["code"]: one for one in client.shown(uri)}
    related = by_code["S005"]["relatedInformation"]
    assert related == [{"location": {"uri": uri, "range": place(1, 8, 9)}, "message": "the first `s`"}]
    assert by_code["S005"]["codeDescription"]["href"].endswith("/rules/duplicate-shot-id/")
    assert by_code["S010"]["tags"] == [1]
    assert [one for one in client.shown(uri) if one.get("tags") == [2]], "a retired model is deprecated"
    assert {one["source"] for one in client.shown(uri)} == {"promptlint"}


def pictures(folder: Path, count: int) -> str:
    """A spec whose pictures are all different."""
    for number in range(count):
        image = Image.effect_noise((320, 180), 40 + number).convert("RGB")
        image.save(folder / f"p{number}.png")
    shots = (shot("5s", name=f"s{n}", further=f"    image: p{n}.png\n") for n in range(count))
    return lines(*shots)


def bars(client: Client, since: int) -> dict[str, list[Any]]:
    """What was shown in each progress bar."""
    found: dict[str, list[Any]] = {}
    for params in client.of("$/progress", since):
        found.setdefault(params["token"], []).append(params["value"])
    return found


def test_progress_is_shown_while_pictures_are_looked_at(slow: Client) -> None:
    folder = slow.folders[0] / "film"
    folder.mkdir()
    (folder / "promptlint.toml").write_text('select = ["R"]\n')
    mark = slow.mark()
    uri = slow.open(folder / "a.shot.yaml", pictures(folder, 4))
    slow.wait(lambda: any(bar[-1]["kind"] == "end" for bar in bars(slow, mark).values()))
    (bar,) = bars(slow, mark).values()
    assert bar[0]["kind"] == "begin"
    assert bar[0]["cancellable"]
    assert {one["kind"] for one in bar[1:-1]} <= {"report"}
    percentages = [one["percentage"] for one in bar[:-1]]
    assert percentages == sorted(percentages)
    assert len(slow.of("window/workDoneProgress/create", mark)) == 1
    slow.close(uri)


def test_looking_at_pictures_can_be_cancelled(slow: Client) -> None:
    folder = slow.folders[0] / "long-film"
    folder.mkdir()
    (folder / "promptlint.toml").write_text('select = ["R"]\n')
    mark = slow.mark()
    uri = slow.open(folder / "a.shot.yaml", pictures(folder, 60))
    slow.wait(lambda: bars(slow, mark))
    token = next(iter(bars(slow, mark)))
    slow.notify("window/workDoneProgress/cancel", {"token": token})
    slow.wait(lambda: bars(slow, mark)[token][-1]["kind"] == "end")
    assert max(one.get("percentage", 0) for one in bars(slow, mark)[token]) < 100
    slow.change(uri, 2, WRONG)
    slow.wait(lambda: slow.published(uri)[-1]["version"] == 2)
    slow.close(uri)


# --- clients that pull ---


def test_a_client_that_pulls_is_sent_nothing(pull: Editor) -> None:
    client = pull.client
    provider = client.initialized["capabilities"]["diagnosticProvider"]
    assert provider["interFileDependencies"] and provider["workspaceDiagnostics"]
    mark = client.mark()
    uri = pull.open("a.shot.yaml", WRONG)
    report = client.pull(uri)
    assert report["kind"] == "full"
    assert [one["code"] for one in report["items"]] == ["A101"]
    client.wait(lambda: client.of("workspace/diagnostic/refresh", mark))
    assert client.pull(uri, report["resultId"]) == {"kind": "unchanged", "resultId": report["resultId"]}
    client.change(uri, 2, WRONG.replace("7s", "8s"))
    second = client.pull(uri, report["resultId"])
    assert second["kind"] == "full"
    assert "no clip of 8 s" in second["items"][0]["message"]
    client.close(uri)
    assert client.pull(uri) == {"kind": "full", "items": []}
    assert not client.published(uri)


def test_a_client_that_does_not_pull_is_offered_nothing(push: Editor) -> None:
    assert "diagnosticProvider" not in push.client.initialized["capabilities"]


def test_a_client_that_cannot_be_told_to_ask_again_is_sent_diagnostics(tmp_path: Path) -> None:
    wanted = capabilities(pull=True)
    del wanted["workspace"]["diagnostics"]
    (tmp_path / "promptlint.toml").write_text(CONFIG)
    with running(tmp_path, capabilities=wanted) as client:
        assert "diagnosticProvider" not in client.initialize()["capabilities"]
        uri = client.open(tmp_path / "a.shot.yaml", WRONG)
        client.wait(lambda: client.codes(uri) == ["A101"])


def test_the_whole_workspace(tmp_path: Path) -> None:
    """Files that are not open, of every folder; open ones are reported on their own."""
    one, two = tmp_path / "one", tmp_path / "two words"
    for folder in (one, two):
        (folder / "sub").mkdir(parents=True)
        (folder / "promptlint.toml").write_text(CONFIG)
        (folder / "sub" / "a.shot.yaml").write_text(WRONG)
        (folder / "b.shot.yaml").write_text(RIGHT)
        (folder / "notes.yaml").write_text(WRONG)
    (one / "sub" / "promptlint.toml").write_text('ignore = ["A"]\n')
    with running(one, two, capabilities=capabilities(pull=True)) as client:
        client.initialize()

        def report(previous: dict[str, str]) -> dict[str, Any]:
            ids = [{"uri": uri, "value": value} for uri, value in previous.items()]
            params = {"identifier": "promptlint", "previousResultIds": ids}
            return {item["uri"]: item for item in client.request("workspace/diagnostic", params)["items"]}

        opened = client.open(two / "b.shot.yaml", RIGHT)
        first = report({})
        expected = {path.as_uri() for path in (one / "sub/a.shot.yaml", one / "b.shot.yaml", two / "sub/a.shot.yaml")}
        assert set(first) == expected
        assert "A101" in [found["code"] for found in first[(two / "sub/a.shot.yaml").as_uri()]["items"]]
        assert "A101" not in [found["code"] for found in first[(one / "sub/a.shot.yaml").as_uri()]["items"]]
        ids = {uri: item["resultId"] for uri, item in first.items()}
        assert {item["kind"] for item in report(ids).values()} == {"unchanged"}
        changed = two / "sub" / "a.shot.yaml"
        changed.write_text(RIGHT)
        client.files_changed(changed)
        second = report(ids)
        assert second[changed.as_uri()]["kind"] == "full"
        assert second[(one / "b.shot.yaml").as_uri()]["kind"] == "unchanged"
        changed.unlink()
        client.files_changed(changed, kind=3)
        assert report(ids)[changed.as_uri()] == {"kind": "full", "uri": changed.as_uri(), "items": [], "version": None}
        client.close(opened)
        assert opened in report({})


def test_a_request_that_is_cancelled_is_answered(slow: Client) -> None:
    uri = slow.open(slow.folders[0] / "cancel.shot.yaml", WRONG)
    asked = [
        slow.ask("workspace/diagnostic", {"previousResultIds": []}),
        slow.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}}),
    ]
    for id_ in asked:
        slow.notify("$/cancelRequest", {"id": id_})
    for id_ in asked:
        try:
            slow.answer(id_)
        except ResponseError as error:
            assert error.code == CANCELLED
    other = slow.folders[0] / "other.shot.yaml"
    other.write_text(WRONG)
    slow.files_changed(other)
    with pytest.raises(ResponseError) as error:
        id_ = slow.ask("workspace/diagnostic", {"previousResultIds": []})
        slow.notify("$/cancelRequest", {"id": id_})
        slow.answer(id_)
    assert error.value.code == CANCELLED
    other.unlink()
    slow.files_changed(other)
    slow.close(uri)
