"""Time spent in each rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any


@dataclass(slots=True)
class Timings:
    """Seconds spent in each rule, by code."""

    seconds: dict[str, float] = field(default_factory=dict)

    def timed(self, code: str, check: Callable[..., Iterable[Any]]) -> Callable[..., Iterable[Any]]:
        """The check of a rule, adding the time of each call to the rule's total."""

        def measured(*arguments: Any) -> Iterable[Any]:
            started = perf_counter()
            try:
                return list(check(*arguments))
            finally:
                self.seconds[code] = self.seconds.get(code, 0.0) + perf_counter() - started

        return measured
