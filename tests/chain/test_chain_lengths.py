import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from promptlint.chain.lengths import MOST_SHOTS, split_length
from promptlint.profiles.quantities import Allowed, Span


@pytest.mark.parametrize(
    ("total", "offered", "longest", "expected"),
    [
        (12, Allowed((5, 10)), 5, (5, 5)),
        (12, Allowed((4, 6, 8)), 5, (4, 4, 4)),
        (12, Allowed((5, 8)), 10, (8, 5)),
        (10, Allowed((4, 6, 8)), 8, (6, 4)),
        (12, Allowed(spans=(Span(2, 12, 1),)), 5, (4, 4, 4)),
        (11, Allowed(spans=(Span(2, 12, 1),)), 5, (4, 4, 3)),
        (12, Allowed(spans=(Span(0, 6.25),)), 5.06, (4, 4, 4)),
        (7.5, Allowed(spans=(Span(0, 6.25),)), 5, (4, 3.5)),
        (7, Allowed(spans=(Span(0, 10),)), 3.5, (3.5, 3.5)),
        (10, Allowed(spans=(Span(0, 10),)), 3.34, (3.34, 3.33, 3.33)),
        (240, Allowed(spans=(Span(5, 129, 4),)), 129, (121, 121)),
        (243, Allowed(spans=(Span(1, 81, 4),)), 81, (81, 81, 81)),
        (6, Allowed((5,)), 5, (5,)),
        (9, Allowed((5,)), 5, (5, 5)),
        (12, Allowed((6, 10)), 5, None),
        (12, Allowed(spans=(Span(6, 20),)), 5, None),
        (1000, Allowed((5,)), 5, None),
    ],
)
def test_lengths(total: float, offered: Allowed, longest: float, expected: tuple[float, ...] | None) -> None:
    assert split_length(total, offered, longest) == expected


NUMBERS = st.integers(1, 20)
STEPPED = st.builds(
    lambda low, width, step: Span(low, low + width, step), NUMBERS, st.integers(0, 20), st.sampled_from([None, 1, 2, 4])
)
OFFERED = st.builds(
    lambda values, spans: Allowed.union([Allowed(tuple(values)), Allowed(spans=tuple(spans))]),
    st.lists(NUMBERS, max_size=4),
    st.lists(STEPPED, max_size=2),
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 120), OFFERED, st.integers(1, 25))
@example(73, Allowed(spans=(Span(1, 4, 2),)), 4)
def test_every_length_is_offered_and_none_is_too_long(total: int, offered: Allowed, longest: int) -> None:
    found = split_length(total, offered, longest)
    if found is None:
        assert not offered or offered.lowest > longest or total > MOST_SHOTS * offered.at_most(longest)
        return
    assert all(length in offered and length <= longest for length in found)
    assert len(found) <= MOST_SHOTS
    assert list(found) == sorted(found, reverse=True)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 30), st.lists(NUMBERS, min_size=1, max_size=3, unique=True), st.integers(1, 20))
def test_no_other_sum_is_closer(total: int, values: list[int], longest: int) -> None:
    found = split_length(total, Allowed(tuple(sorted(values))), longest)
    usable = [value for value in values if value <= longest]
    if not usable:
        assert found is None
        return
    sums = {0}
    for _ in range(MOST_SHOTS):
        sums |= {before + value for before in sums for value in usable if before < total}
    if found is None:
        assert total > MOST_SHOTS * max(usable)
    else:
        assert abs(sum(found) - total) == min(abs(reached - total) for reached in sums - {0})
