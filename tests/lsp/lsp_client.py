"""A client of the language server as a process: it sends what it is told, and keeps what it gets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Thread
from typing import Any

COMMAND = (sys.executable, "-m", "promptlint", "server")
PATIENCE = 60.0
"""Seconds after which something that should come does not come any more."""

Json = Any
Answer = Callable[[Json], Json]


class Silence(Exception):  # noqa: N818
    """Raised by an answer that is never given."""


class ResponseError(Exception):
    """The server answered a request with an error."""

    def __init__(self, error: Json) -> None:
        super().__init__(error)
        self.code: int = error["code"]
        self.message: str = error["message"]


def capabilities(*, pull: bool = False, encodings: Sequence[str] = ("utf-16",), progress: bool = False) -> Json:
    """What an editor of today says that it can do."""
    wanted: Json = {
        "general": {"positionEncodings": list(encodings)},
        "textDocument": {
            "synchronization": {"didSave": True},
            "publishDiagnostics": {
                "relatedInformation": True,
                "tagSupport": {"valueSet": [1, 2]},
                "versionSupport": True,
                "codeDescriptionSupport": True,
            },
        },
        "workspace": {
            "configuration": True,
            "workspaceFolders": True,
            "didChangeConfiguration": {"dynamicRegistration": True},
            "didChangeWatchedFiles": {"dynamicRegistration": True},
        },
        "window": {"workDoneProgress": progress},
    }
    if pull:
        wanted["textDocument"]["diagnostic"] = {"dynamicRegistration": False, "relatedDocumentSupport": True}
        wanted["workspace"]["diagnostics"] = {"refreshSupport": True}
    return wanted


@dataclass
class Client:
    """An editor with a server of its own.

    Attributes:
        folders: the folders that are open.
        capabilities: what it says that it can do.
        settings: what it answers when it is asked for its settings.
        options: its ``initializationOptions``.
        environment: variables of the server's process beside those of this one.
        answers: how it answers requests of the server, by method.
    """

    folders: Sequence[Path] = ()
    capabilities: Json = field(default_factory=capabilities)
    settings: Json = field(default_factory=dict)
    options: Json = None
    environment: Mapping[str, str] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    messages: list[Json] = field(default_factory=list)
    initialized: Json = None
    _last_id: int = 0

    def start(self) -> Client:
        """Start the process without a word to it."""
        environment = {**os.environ, **self.environment}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, stderr=pipe, env=environment)
        self._news = Condition()
        self._responses: dict[Json, Json] = {}
        self._stderr: list[bytes] = []
        self._threads = [Thread(target=self._read, daemon=True), Thread(target=self._read_errors, daemon=True)]
        for thread in self._threads:
            thread.start()
        return self

    def initialize(self, **further: Json) -> Json:
        """Introduce the client, and say that it is ready."""
        folders = [{"uri": folder.as_uri(), "name": folder.name} for folder in self.folders]
        params = {
            "processId": os.getpid(),
            "rootUri": None,
            "capabilities": self.capabilities,
            "workspaceFolders": folders,
            "initializationOptions": self.options,
            **further,
        }
        self.initialized = self.request("initialize", params)
        self.notify("initialized", {})
        return self.initialized

    # --- messages ---

    def send_bytes(self, data: bytes) -> None:
        """Send anything at all."""
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message: Json) -> None:
        """Send a message."""
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        self.send_bytes(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def notify(self, method: str, params: Json) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: Json) -> int:
        """Send a request; ``answer`` waits for what comes back."""
        self._last_id += 1
        self.send({"jsonrpc": "2.0", "id": self._last_id, "method": method, "params": params})
        return self._last_id

    def answer(self, id_: Json, patience: float = PATIENCE) -> Json:
        """The result of a request.

        Raises:
            ResponseError: the server answered with an error.
        """
        with self._news:
            if not self._news.wait_for(lambda: id_ in self._responses or not self._threads[0].is_alive(), patience):
                raise TimeoutError(f"no answer to request {id_}\n{self.stderr}")
            response = self._responses.pop(id_)
        if "error" in response:
            raise ResponseError(response["error"])
        return response["result"]

    def request(self, method: str, params: Json) -> Json:
        return self.answer(self.ask(method, params))

    def of(self, method: str, since: int = 0) -> list[Json]:
        """The parameters of all messages of a method that came from the server."""
        with self._news:
            return [message.get("params") for message in self.messages[since:] if message["method"] == method]

    def mark(self) -> int:
        """A place among the messages, for ``of``."""
        with self._news:
            return len(self.messages)

    def wait(self, condition: Callable[[], Any], what: str = "", patience: float = PATIENCE) -> Any:
        """What a condition gives once it gives something, looked at after every message."""
        end = time.monotonic() + patience
        while True:
            value = condition()
            if value:
                return value
            left = end - time.monotonic()
            assert left > 0, f"{what or 'this'} did not come true; last: {self.messages[-3:]}\n{self.stderr}"
            with self._news:
                self._news.wait(min(left, 0.05))

    # --- documents ---

    def open(self, path: Path | str, text: str, version: int = 1, language: str = "yaml") -> str:
        """Open a document; its URI."""
        uri = path if isinstance(path, str) else path.as_uri()
        item = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})
        return uri

    def change(self, uri: str, version: int, *changes: Json) -> None:
        """Change a document; a text replaces all of it."""
        events = [{"text": change} if isinstance(change, str) else change for change in changes]
        identifier = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", {"textDocument": identifier, "contentChanges": events})

    def close(self, uri: str) -> None:
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def files_changed(self, *paths: Path, kind: int = 2) -> None:
        """Tell that files on disk have changed."""
        changes = [{"uri": path.as_uri(), "type": kind} for path in paths]
        self.notify("workspace/didChangeWatchedFiles", {"changes": changes})

    def published(self, uri: str, since: int = 0) -> list[Json]:
        """All that was published for a document."""
        return [params for params in self.of("textDocument/publishDiagnostics", since) if params["uri"] == uri]

    def shown(self, uri: str) -> list[Json]:
        """The diagnostics that a client without pull shows now."""
        published = self.published(uri)
        return published[-1]["diagnostics"] if published else []

    def codes(self, uri: str) -> list[str]:
        """The codes that a client without pull shows now."""
        return [diagnostic["code"] for diagnostic in self.shown(uri)]

    def pull(self, uri: str, previous: str | None = None) -> Json:
        params = {"textDocument": {"uri": uri}, "identifier": "promptlint", "previousResultId": previous}
        return self.request("textDocument/diagnostic", params)

    # --- the end ---

    @property
    def stderr(self) -> str:
        """What the server has written to standard error so far."""
        return b"".join(self._stderr).decode("utf-8", "replace")

    def leave(self, patience: float = PATIENCE) -> int:
        """Take leave as the protocol asks for; the exit code."""
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.ended(patience)

    def ended(self, patience: float = PATIENCE) -> int:
        """Wait for the end of the process; its exit code."""
        code = self.process.wait(patience)
        for thread in self._threads:
            thread.join(patience)
        return code

    def kill(self) -> None:
        """End the process whatever it does."""
        self.process.kill()
        self.ended()

    def _read(self) -> None:
        stdout = self.process.stdout
        assert stdout is not None
        while header := stdout.readline():
            name, _, value = header.partition(b":")
            assert name == b"Content-Length", header
            while stdout.readline().strip():
                pass
            self._take(json.loads(stdout.read(int(value))))
        with self._news:
            self._news.notify_all()

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._stderr.append(line)

    def _take(self, message: Json) -> None:
        with self._news:
            if "method" in message:
                self.messages.append(message)
            else:
                self._responses[message.get("id")] = message
            self._news.notify_all()
        if "method" in message and "id" in message:
            self._answer(message)

    def _answer(self, message: Json) -> None:
        answer = self.answers.get(message["method"], self._default_answer(message["method"]))
        try:
            response = {"result": answer(message.get("params"))}
        except Silence:
            return
        except ResponseError as error:
            response = {"error": error.args[0]}
        self.send({"jsonrpc": "2.0", "id": message["id"], **response})

    def _default_answer(self, method: str) -> Answer:
        if method == "workspace/configuration":
            return lambda params: [self.settings for _ in params["items"]]
        return lambda params: None


@contextmanager
def running(*folders: Path, **attributes: Any) -> Iterator[Client]:
    """A client whose server runs; it is killed at the end if it still does."""
    client = Client(folders, **attributes).start()
    try:
        yield client
    finally:
        if client.process.poll() is None:
            client.kill()
