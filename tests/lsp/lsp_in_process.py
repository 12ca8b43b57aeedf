"""A server in this process, spoken to in bytes: it can be asked whether it is done, which a client cannot do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lsp_client import capabilities
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from promptlint_lsp.server import create_server

Json = Any


class Sink:
    """Where the server writes."""

    def __init__(self, take: Callable[[Json], None]) -> None:
        self._take = take

    def write(self, data: bytes) -> None:
        self._take(json.loads(data))

    def close(self) -> None:
        pass


class InProcess:
    """A client and a server on one event loop, which runs while something is waited for.

    Attributes:
        messages: all that came from the server.
        shown: what an editor shows, by URI: a version and diagnostics.
        settings: what the client answers when it is asked for its settings.
    """

    def __init__(self, *folders: Path, pull: bool = False, encoding: str = "utf-16") -> None:
        self.loop = asyncio.new_event_loop()
        self.server = create_server()
        self.server.protocol.set_writer(Sink(self._take), include_headers=False)
        self.messages: list[Json] = []
        self.responses: dict[Json, Json] = {}
        self.shown: dict[str, tuple[int | None, Json]] = {}
        self.settings: Json = {}
        self._last_id = 0
        params = {
            "processId": None,
            "capabilities": capabilities(pull=pull, encodings=(encoding,)),
            "workspaceFolders": [{"uri": folder.as_uri(), "name": folder.name} for folder in folders],
        }
        self.request("initialize", params)
        self.notify("initialized", {})

    def request(self, method: str, params: Json) -> Json:
        """The response to a request."""
        return self.response(self.ask(method, params))

    def ask(self, method: str, params: Json) -> int:
        self._last_id += 1
        self.send({"jsonrpc": "2.0", "id": self._last_id, "method": method, "params": params})
        return self._last_id

    def response(self, id_: int) -> Json:
        """Wait for the response to a request."""

        async def arrived() -> None:
            while id_ not in self.responses:
                await asyncio.sleep(0.001)

        self.loop.run_until_complete(asyncio.wait_for(arrived(), 60))
        return self.responses.pop(id_)

    def notify(self, method: str, params: Json) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def send(self, message: Json) -> None:
        """Send a message, as the main loop of pygls reads it."""

        async def handle() -> None:
            protocol = self.server.protocol
            try:
                protocol.handle_message(json.loads(json.dumps(message), object_hook=protocol.structure_message))
            except Exception as error:
                self.server.report_server_error(error, JsonRpcException)

        self.loop.run_until_complete(handle())

    def settle(self) -> None:
        """Wait until the server has nothing left to do."""

        async def quiet() -> None:
            session = self.server.session
            before = -1
            while before != len(self.messages):
                before = len(self.messages)
                await asyncio.sleep(0.005)
                for document in session.documents:
                    await session.settled(document.uri)
                await session.idle()

        self.loop.run_until_complete(asyncio.wait_for(quiet(), 120))

    def leave(self) -> None:
        """End the server and the loop."""
        self.request("shutdown", None)
        self.notify("exit", None)
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()

    def _take(self, message: Json) -> None:
        if "method" not in message:
            self.responses[message["id"]] = message
            return
        self.messages.append(message)
        params = message.get("params")
        if message["method"] == types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS:
            self.shown[params["uri"]] = (params.get("version"), params["diagnostics"])
        if "id" in message:
            is_settings = message["method"] == types.WORKSPACE_CONFIGURATION
            result = [self.settings for _ in params["items"]] if is_settings else None
            answer = {"jsonrpc": "2.0", "id": message["id"], "result": result}
            self.loop.call_soon(self._answer, answer)

    def _answer(self, answer: Json) -> None:
        protocol = self.server.protocol
        protocol.handle_message(json.loads(json.dumps(answer), object_hook=protocol.structure_message))
