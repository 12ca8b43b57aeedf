"""Sets of allowed numbers, clip lengths in seconds above all."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

TOLERANCE: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers from ``low`` to ``high``, both included; ``step`` apart where given, counted from ``low``."""

    low: float
    high: float
    step: float | None = None

    def __contains__(self, number: float) -> bool:
        if not self.low - TOLERANCE <= number <= self.high + TOLERANCE:
            return False
        if self.step is None:
            return True
        steps = (number - self.low) / self.step
        return abs(steps - round(steps)) < TOLERANCE

    def nearest(self, number: float) -> float:
        """The number in the span that is closest; of two the smaller."""
        clipped = min(max(number, self.low), self.high)
        if self.step is None:
            return clipped
        below = self.low + math.floor((clipped - self.low) / self.step + TOLERANCE) * self.step
        above = below + self.step
        return above if above <= self.high + TOLERANCE and above - number < number - below else below


@dataclass(frozen=True, slots=True)
class Allowed:
    """A set of allowed numbers: single values and spans."""

    values: tuple[float, ...] = ()
    spans: tuple[Span, ...] = ()

    @classmethod
    def union(cls, parts: Iterable[Allowed]) -> Allowed:
        """Everything that any part allows."""
        values: set[float] = set()
        spans: list[Span] = []
        for part in parts:
            values.update(part.values)
            spans.extend(span for span in part.spans if span not in spans)
        wide = [a for a in spans if not any(_covers(b, a) for b in spans if b is not a)]
        loose = sorted(value for value in values if not any(value in span for span in wide))
        return cls(tuple(loose), tuple(sorted(wide, key=lambda span: span.low)))

    def __contains__(self, number: float) -> bool:
        return any(abs(value - number) < TOLERANCE for value in self.values) or any(
            number in span for span in self.spans
        )

    def __bool__(self) -> bool:
        return bool(self.values or self.spans)

    @property
    def lowest(self) -> float:
        """The smallest allowed number."""
        return min([*self.values, *(span.low for span in self.spans)])

    @property
    def highest(self) -> float:
        """The largest allowed number."""
        return max([*self.values, *(span.high for span in self.spans)])

    def nearest(self, number: float) -> float:
        """The allowed number that is closest; of two the smaller."""
        candidates = [*self.values, *(span.nearest(number) for span in self.spans)]
        return min(candidates, key=lambda candidate: (abs(candidate - number), candidate))

    def at_most(self, number: float) -> float | None:
        """The largest allowed number that does not exceed ``number``."""
        below = [value for value in self.values if value <= number + TOLERANCE]
        for span in self.spans:
            if span.low <= number + TOLERANCE:
                nearest = span.nearest(min(number, span.high))
                below.append(nearest if nearest <= number + TOLERANCE else nearest - (span.step or 0))
        return max(below, default=None)

    def both(self, other: Allowed) -> Allowed:
        """What this and the other set allow."""
        values = {value for value in self.values if value in other}
        values |= {value for value in other.values if value in self}
        spans = [
            Span(max(a.low, b.low), min(a.high, b.high), a.step or b.step)
            for a in self.spans
            for b in other.spans
            if max(a.low, b.low) <= min(a.high, b.high)
        ]
        return Allowed.union([Allowed(tuple(values), tuple(spans))])

    def describe(self, unit: str = "s") -> str:
        """In words: ``5 or 10 s``, ``2 to 10 s in whole seconds``."""
        numbers = [number_text(value) for value in self.values]
        words = [_span_text(span) for span in self.spans]
        text = " or ".join([part for part in (_enumerate(numbers), *words) if part])
        whole = unit == "s" and self.spans and all(span.step == 1 for span in self.spans)
        return f"{text} {unit}{' in whole seconds' if whole else ''}".strip()


def _covers(wide: Span, narrow: Span) -> bool:
    steps_fit = wide.step is None or (wide.step == narrow.step and (narrow.low - wide.low) % wide.step == 0)
    return wide.low <= narrow.low and narrow.high <= wide.high and steps_fit


def _span_text(span: Span) -> str:
    if span.low == 0:
        return f"up to {number_text(span.high)}"
    return f"{number_text(span.low)} to {number_text(span.high)}"


def _enumerate(numbers: list[str]) -> str:
    return " or ".join([", ".join(numbers[:-1]), numbers[-1]]) if len(numbers) > 1 else "".join(numbers)


def number_text(number: float) -> str:
    """A number with at most two decimals and no superfluous zeros: ``5``, ``3.6``."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
