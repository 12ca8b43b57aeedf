"""How long each shot of a chain is: lengths that are offered, together as long as the shot that they replace."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, TypeAlias

from promptlint.profiles.quantities import Allowed

MOST_SHOTS: Final = 24
"""A longer chain is a plan of its own, and no repair of one shot."""

_STEPS: Final = (1.0, 0.5, 0.1, 0.01)
"""Where any length is offered: whole seconds if they come to the total, else finer ones."""
_EPSILON: Final = 1e-6

Lengths: TypeAlias = tuple[float, ...]


def split_length(total: float, offered: Allowed, longest: float) -> Lengths | None:
    """Lengths of at most ``longest`` that come as close as possible to ``total``, the longer ones first.

    Of several such the fewest, of those the roundest, and of those the most even ones. Seconds or frames, whichever the
    arguments count. None where nothing that short is offered, or where more than 24 would be needed.
    """

    def rank(lengths: Lengths) -> tuple[float, int, int, float]:
        deviation = round(abs(sum(lengths) - total), 3)
        return deviation, len(lengths), _fineness(lengths), lengths[0] - lengths[-1]

    best = min(_candidates(total, offered, longest), key=rank, default=None)
    if best is None or (len(best) == MOST_SHOTS and sum(best) < total - _EPSILON):
        return None
    return best


def _fineness(lengths: Lengths) -> int:
    """How fine the steps are that the lengths are multiples of."""
    return next(
        (place for place, step in enumerate(_STEPS) if all(_is_multiple(length, step) for length in lengths)),
        len(_STEPS),
    )


def _is_multiple(length: float, step: float) -> bool:
    return abs(length / step - round(length / step)) < _EPSILON


def _candidates(total: float, offered: Allowed, longest: float) -> Iterator[Lengths]:
    values = [value for value in offered.values if value <= longest + _EPSILON]
    if values:
        yield from _of_values(total, values)
    for span in offered.spans:
        high = min(span.high, longest)
        if high < span.low - _EPSILON:
            continue
        for step in (span.step,) if span.step else _STEPS:
            low = span.low if span.step else max(math.ceil(span.low / step - _EPSILON), 1) * step
            if low <= high + _EPSILON:
                yield from _of_steps(total, low, high, step)


def _of_values(total: float, values: list[float]) -> Iterator[Lengths]:
    """The best sums of a few values: for each number of shots every sum that can be reached, most evenly."""
    hundredths = sorted({round(value * 100) for value in values})
    target = round(total * 100)
    reached: dict[int, tuple[int, ...]] = {0: ()}
    for _ in range(MOST_SHOTS):
        following: dict[int, tuple[int, ...]] = {}
        for before, lengths in reached.items():
            if before >= target:
                continue
            for value in hundredths:
                longer = (*lengths, value)
                known = following.get(before + value)
                if known is None or _squares(longer) < _squares(known):
                    following[before + value] = longer
        if not following:
            return
        closest = min(following, key=lambda length: abs(length - target))
        yield tuple(value / 100 for value in sorted(following[closest], reverse=True))
        reached = following


def _squares(lengths: tuple[int, ...]) -> int:
    return sum(length * length for length in lengths)


def _of_steps(total: float, low: float, high: float, step: float) -> Iterator[Lengths]:
    """The best sums of lengths that are steps apart, spread evenly over the shots."""
    steps = math.floor((high - low) / step + _EPSILON)
    highest = low + steps * step
    fewest = max(math.ceil(total / highest - _EPSILON), 1)
    for count in (fewest - 1, fewest):
        if not 1 <= count <= MOST_SHOTS:
            continue
        further = min(max(round((total - count * low) / step), 0), count * steps)
        each, longer = divmod(further, count)
        yield tuple(
            round(low + (each + 1) * step if place < longer else low + each * step, 2) for place in range(count)
        )
