"""The error that every mistake in a configuration becomes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class ConfigError(Exception):
    """The configuration cannot be used.

    Attributes:
        where: the file, or the option of the command line.
        message: what was found, what is allowed, and what to do.
        line: line in the file, from 1, where it is known.
    """

    where: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.where}:{self.line}" if self.line else self.where
        return f"{place}: {self.message}"
