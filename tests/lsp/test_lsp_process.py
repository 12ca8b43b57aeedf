"""The server as a process: how it begins and ends, and what it writes where."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path

import pytest
from lsp_client import COMMAND, Client, ResponseError, Silence, capabilities, running
from lsp_plugin import install_rule
from lsp_specs import CONFIG, RIGHT, WRONG, shot

SOON = 20.0
"""Seconds; it takes one or two."""

INVALID_REQUEST, NOT_INITIALIZED, CANCELLED = -32600, -32002, -32800


@pytest.fixture
def film(tmp_path: Path) -> Path:
    (tmp_path / "promptlint.toml").write_text(CONFIG)
    return tmp_path.resolve()


def shows_what_is_wrong(client: Client, folder: Path) -> str:
    uri = client.open(folder / "a.shot.yaml", WRONG)
    client.wait(lambda: "A101" in client.codes(uri))
    return uri


def test_a_whole_life_writes_nothing_to_stderr(film: Path) -> None:
    with running(film, capabilities=capabilities(progress=True)) as client:
        client.initialize()
        uri = shows_what_is_wrong(client, film)
        client.change(uri, 2, RIGHT)
        client.wait(lambda: not client.shown(uri))
        client.close(uri)
        assert client.leave(SOON) == 0
        assert client.stderr == ""


def test_leaving_without_a_word_is_an_error(film: Path) -> None:
    with running(film) as client:
        client.initialize()
        client.notify("exit", None)
        assert client.ended(SOON) == 1
        assert client.stderr == ""


def test_leaving_before_anything_else(film: Path) -> None:
    with running(film) as client:
        client.notify("exit", None)
        assert client.ended(SOON) == 1


def test_nothing_but_the_end_follows_the_shutdown(film: Path) -> None:
    with running(film) as client:
        client.initialize()
        client.request("shutdown", None)
        with pytest.raises(ResponseError) as error:
            client.request("textDocument/diagnostic", {"textDocument": {"uri": "file:///a.shot.yaml"}})
        assert error.value.code == INVALID_REQUEST
        client.open(film / "a.shot.yaml", WRONG)
        client.notify("exit", None)
        assert client.ended(SOON) == 0
        assert client.stderr == ""


def test_requests_at_the_wrong_time(film: Path) -> None:
    with running(film) as client:
        with pytest.raises(ResponseError) as error:
            client.request("textDocument/diagnostic", {"textDocument": {"uri": "file:///a.shot.yaml"}})
        assert error.value.code == NOT_INITIALIZED
        client.open(film / "a.shot.yaml", WRONG)
        client.initialize()
        with pytest.raises(ResponseError) as error:
            client.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        assert error.value.code == INVALID_REQUEST
        shows_what_is_wrong(client, film)
        assert client.stderr == ""


@pytest.mark.parametrize("polite", [True, False])
def test_the_process_ends_soon_though_work_goes_on(film: Path, polite: bool) -> None:
    (film / "promptlint.toml").write_text("")
    with running(film) as client:
        client.initialize()
        shots = [shot("7s", prompt=f"She walks to door {n} and smiles.", name=f"s{n}")[7:] for n in range(1000)]
        text = "shots:\n" + "".join(shots)
        (film / "a.shot.yaml").write_text(text)
        uri = client.open(film / "a.shot.yaml", text)
        client.wait(lambda: client.shown(uri))
        if polite:
            pending = client.ask("workspace/diagnostic", {"previousResultIds": []})
            assert client.leave(SOON) == 0
            with pytest.raises(ResponseError) as error:
                client.answer(pending)
            assert error.value.code == CANCELLED
        else:
            assert client.process.stdin is not None
            client.process.stdin.close()
            assert client.ended(SOON) == 1
        assert client.stderr == ""


def test_a_server_that_was_killed_and_started_again(film: Path) -> None:
    with running(film) as client:
        client.initialize()
        uri = shows_what_is_wrong(client, film)
        before = client.shown(uri)
        client.kill()
        client.start()
        client.messages.clear()
        client.initialize()
        uri = shows_what_is_wrong(client, film)
        assert client.shown(uri) == before


@pytest.mark.parametrize("answer", ["silence", "error", "nonsense"])
def test_a_client_that_does_not_answer_gets_findings_all_the_same(film: Path, answer: str) -> None:
    def answers(params: object) -> object:
        if answer == "silence":
            raise Silence
        if answer == "error":
            raise ResponseError({"code": -32601, "message": "no such method"})
        return {"nonsense": 1}

    methods = ("workspace/configuration", "client/registerCapability", "window/workDoneProgress/create")
    with running(film, answers=dict.fromkeys(methods, answers), capabilities=capabilities(progress=True)) as client:
        client.initialize()
        shows_what_is_wrong(client, film)
        assert client.leave(SOON) == 0


def test_settings_that_are_told_late_hold_from_then_on(film: Path) -> None:
    (film / "mild.toml").write_text('ignore = ["A"]\n')

    def slowly(params: object) -> object:
        time.sleep(4)
        return [{"configuration": "mild.toml"}, None]

    with running(film, answers={"workspace/configuration": slowly}) as client:
        client.initialize()
        uri = shows_what_is_wrong(client, film)
        client.wait(lambda: "A101" not in client.codes(uri))


def test_what_a_rule_prints_does_not_disturb_the_protocol(film: Path, tmp_path: Path) -> None:
    environment = install_rule(tmp_path / "site", "X101", 'print("LOUD", input.__name__); yield from ()')
    (film / "promptlint.toml").write_text('select = ["A", "X"]\n')
    with running(film, environment=environment) as client:
        client.initialize()
        shows_what_is_wrong(client, film)
        assert client.leave(SOON) == 0
        assert "LOUD" in client.stderr


def test_a_rule_that_raises_costs_one_finding(film: Path, tmp_path: Path) -> None:
    environment = install_rule(tmp_path / "site", "X102", "raise ValueError(shot); yield")
    (film / "promptlint.toml").write_text('select = ["S", "A", "X"]\n')
    with running(film, environment=environment) as client:
        client.initialize()
        uri = shows_what_is_wrong(client, film)
        assert client.codes(uri).count("S013") == 1
        client.change(uri, 2, RIGHT)
        client.wait(lambda: client.codes(uri) == ["S013"])
        assert client.leave(SOON) == 0
        assert client.stderr == ""


def test_a_package_of_rules_that_does_not_import_is_told_once(film: Path, tmp_path: Path) -> None:
    environment = install_rule(tmp_path / "site", "X103", "yield from ()")
    (tmp_path / "site" / "rule_x103" / "family" / "check.py").write_text("this is no Python\n")
    with running(film, environment=environment) as client:
        client.initialize()
        uri = client.open(film / "a.shot.yaml", WRONG)
        client.wait(lambda: client.of("window/showMessage"))
        client.change(uri, 2, RIGHT)
        assert client.pull(uri) == {"kind": "full", "items": []}
        (message,) = client.of("window/showMessage")
        assert "rule_x103" in message["message"]
        assert client.leave(SOON) == 0


def test_over_tcp(film: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([*COMMAND, "--tcp", str(port)], stderr=subprocess.PIPE)
    try:
        end = time.monotonic() + SOON
        while True:
            try:
                connection = socket.create_connection(("127.0.0.1", port))
                break
            except ConnectionRefusedError:
                assert time.monotonic() < end
                time.sleep(0.05)
        with connection, connection.makefile("rwb") as stream:

            def send(body: bytes) -> None:
                stream.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
                stream.flush()

            send(b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"capabilities":{}}}')
            assert stream.readline().startswith(b"Content-Length")
            send(b'{"jsonrpc":"2.0","id":2,"method":"shutdown"}')
            send(b'{"jsonrpc":"2.0","method":"exit"}')
            assert b'"id": 2' in stream.read()
        assert process.wait(SOON) == 0
        assert process.stderr is not None and process.stderr.read() == b""
    finally:
        process.kill()
