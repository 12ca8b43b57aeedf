"""A progress bar on a terminal, for runs that take long enough to wonder."""

from __future__ import annotations

from time import monotonic
from typing import Final, TextIO

DELAY_SECONDS: Final = 0.7
INTERVAL_SECONDS: Final = 0.1
COLUMNS: Final = 30


class ProgressBar:
    """Draws on one line; nothing is drawn in the first moments, and nothing stays behind."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.due = monotonic() + DELAY_SECONDS
        self.drawn = False

    def __call__(self, done: int, total: int, what: str) -> None:
        """Show how many of all files, or of all pictures, are done."""
        now = monotonic()
        if now < self.due or total == 0:
            return
        self.due = now + INTERVAL_SECONDS
        self.drawn = True
        filled = COLUMNS * done // total
        self.stream.write(f"\r[{'#' * filled}{'.' * (COLUMNS - filled)}] {done:,} of {total:,} {what}\x1b[K")
        self.stream.flush()

    def clear(self) -> None:
        """Remove the bar."""
        if self.drawn:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
            self.drawn = False
