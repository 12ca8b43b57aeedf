"""Progress bars in the editor."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from enum import Enum, auto
from typing import Any
from uuid import uuid4

from lsprotocol import types
from pygls.protocol import LanguageServerProtocol


class _State(Enum):
    HIDDEN = auto()
    ASKED = auto()
    SHOWN = auto()
    ENDED = auto()


class Progress:
    """A work-done progress bar of the client; does nothing where it has none, or does not give one.

    Made on the event loop, reported to from any thread.
    """

    def __init__(self, protocol: LanguageServerProtocol, title: str, *, shown: bool) -> None:
        self._protocol = protocol
        self._title = title
        self._loop = asyncio.get_running_loop()
        self._token = uuid4().hex
        self._state = _State.HIDDEN if shown else _State.ENDED
        self._done, self._total = 0, 0

    @property
    def cancelled(self) -> bool:
        """Whether the user cancelled the work."""
        future = self._protocol.progress.tokens.get(self._token)
        return future is not None and future.cancelled()

    def report(self, done: int, total: int) -> None:
        """Show how far the work is.

        Raises:
            RuntimeError: the event loop has ended, so that nobody waits for the work any more.
        """
        self._loop.call_soon_threadsafe(self._show, done, total)

    def end(self) -> None:
        """Take the bar away; called on the event loop."""
        if self._state is _State.SHOWN:
            self._protocol.progress.end(self._token, types.WorkDoneProgressEnd())
            self._protocol.progress.tokens.pop(self._token, None)
        self._state = _State.ENDED

    def _show(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        if self._state is _State.HIDDEN:
            self._state = _State.ASKED
            params = types.WorkDoneProgressCreateParams(self._token)
            answer = self._protocol.send_request(types.WINDOW_WORK_DONE_PROGRESS_CREATE, params)
            answer.add_done_callback(self._created)
        elif self._state is _State.SHOWN:
            report = types.WorkDoneProgressReport(cancellable=True, message=self._message, percentage=self._percentage)
            self._protocol.progress.report(self._token, report)

    def _created(self, answer: Future[Any]) -> None:
        if self._state is not _State.ASKED or answer.cancelled() or answer.exception() is not None:
            self._state = _State.ENDED
            return
        self._state = _State.SHOWN
        begin = types.WorkDoneProgressBegin(
            self._title, cancellable=True, message=self._message, percentage=self._percentage
        )
        self._protocol.progress.begin(self._token, begin)

    @property
    def _message(self) -> str:
        return f"{self._done} of {self._total}"

    @property
    def _percentage(self) -> int:
        return self._done * 100 // max(self._total, 1)
