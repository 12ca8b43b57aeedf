"""Shares with their bounds, and the rows of the tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt


@dataclass
class Share:
    """How many of how many, with what counts against it."""

    hits: int = 0
    of: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, hit: bool, error: str = "") -> None:
        self.hits += hit
        self.of += 1
        if error:
            self.errors.append(error)

    @property
    def bounds(self) -> tuple[float, float]:
        """The 95 % bounds of the share by Wilson."""
        if not self.of:
            return 0.0, 1.0
        z, n, p = 1.96, self.of, self.hits / self.of
        middle, spread = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max((middle - spread) / (1 + z * z / n), 0.0), min((middle + spread) / (1 + z * z / n), 1.0)

    def __str__(self) -> str:
        low, high = self.bounds
        return f"{self.hits:>4} of {self.of:<4} {self.hits / max(self.of, 1):>6.1%}   ({low:.0%} to {high:.0%})"


def show(title: str, rows: dict[str, Share], *, errors: bool) -> None:
    """Print a table."""
    print(f"\n{title}")
    for name, share in rows.items():
        print(f"  {name:<52}{share}")
        if errors:
            for error in share.errors:
                print(f"      {error}")
