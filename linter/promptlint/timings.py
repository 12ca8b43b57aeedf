"""Time spent in each rule."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Timings:
    """Seconds spent in each rule, by code."""

    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, code: str, seconds: float) -> None:
        """Add to a rule's total."""
        self.seconds[code] = self.seconds.get(code, 0.0) + seconds
