"""From the data of a provider file to typed values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from promptlint.profiles.facts import Claim, Fact, When, canonical_lines
from promptlint.profiles.guidance import Advice, Control, Dispute, Limit, MotionAdvice, Window
from promptlint.profiles.quantities import Allowed, Span
from promptlint.profiles.values import (
    Alias,
    Audio,
    Count,
    Durations,
    Extension,
    FrameCounts,
    FrameRates,
    Length,
    Negative,
    Ratios,
    Replacement,
    Seed,
    Size,
    Sizes,
    Status,
)

T = TypeVar("T")
Record: TypeAlias = Mapping[str, Any]

_CLAIM_KEYS = ("source", "as_of", "as_of_kind", "note")


def claim_of(record: Record, value: T) -> Claim[T]:
    """The sources, date and note of a record, around a value."""
    return Claim(
        value,
        tuple(record.get("source", ())),
        record.get("as_of"),
        record.get("as_of_kind"),
        record.get("note"),
    )


def fact_of(record: Record | None, read: Callable[[Any], T]) -> Fact[T]:
    """A fact; unknown where there is no record or no value."""
    if record is None:
        return Fact()
    also = tuple(claim_of(other, read(other["value"])) for other in record.get("also", ()))
    if record.get("value") is None:
        return Fact(also=also)
    own = claim_of(record, read(record["value"]))
    return Fact(own.value, own.sources, own.as_of, own.as_of_kind, own.note, also)


def when_of(record: Record | None) -> When:
    """Circumstances; every value as a tuple."""
    return When({key: _tuple(value) for key, value in (record or {}).items()})


def _tuple(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def allowed_of(value: Any) -> Allowed:
    """A set of numbers from a number, a list of numbers, or ``{min, max, step}``."""
    if isinstance(value, Mapping):
        low = value.get("min")
        return Allowed(spans=(Span(0 if low is None else low, value["max"], value.get("step")),))
    return Allowed(tuple(float(number) for number in _tuple(value)))


def _cases(value: Any, read: Callable[[Any], T]) -> tuple[tuple[When, T], ...]:
    return tuple((when_of(case["when"]), read(case)) for case in value.get("cases", ()))


def durations_of(value: Any) -> Durations:
    """Clip lengths."""
    allowed = None
    if "seconds" in value:
        allowed = allowed_of(value["seconds"])
    elif value.get("max") is not None and value["kind"] != "frames":
        allowed = allowed_of(value)
    return Durations(
        kind=value["kind"],
        allowed=allowed,
        default=value.get("default"),
        auto=value.get("auto", False),
        required=value.get("required", False),
        frames_default=value.get("frames_default"),
        fps_default=value.get("fps_default"),
        seconds_default=value.get("seconds_default"),
        frames_seen_max=value.get("frames_seen_max"),
        total_max=value.get("keyframes_total_max"),
        cases=_cases(value, durations_of),
    )


def frame_rates_of(value: Any) -> FrameRates:
    """Frame rates."""
    return FrameRates(
        offered=tuple(value.get("offered", ())),
        low=value.get("min"),
        high=value.get("max"),
        default=value.get("default"),
        cases=_cases(value, frame_rates_of),
    )


def frame_counts_of(value: Any) -> FrameCounts:
    """Numbers of frames."""
    return FrameCounts(
        high=value.get("max"),
        low=value.get("min"),
        step=value.get("step"),
        offset=value.get("offset", 0),
        typical=value.get("typical"),
        segment=value.get("segment"),
        cases=_cases(value, frame_counts_of),
    )


def size_of(text: str) -> Size:
    """A size from ``720p``, ``1280x720``, ``4k`` or ``720x720 area``."""
    plain = canonical_lines(text.removesuffix(" area"))
    width, cross, height = plain.partition("x")
    if cross:
        if text.endswith(" area"):
            return Size(text, area=int(width) * int(height))
        return Size(text, width=int(width), height=int(height))
    return Size(text, lines=int(plain.removesuffix("p")) if plain.removesuffix("p").isdigit() else None)


def sizes_of(value: Any) -> Sizes:
    """Output sizes."""
    return Sizes(tuple(size_of(text) for text in value.get("offered", ())), _cases(value, sizes_of))


def ratios_of(value: Any) -> Ratios:
    """Aspect ratios."""
    return Ratios(
        offered=tuple(value.get("offered", ())),
        follows=value.get("follows"),
        adaptive=tuple(value.get("adaptive", ())),
        low=value.get("min"),
        high=value.get("max"),
        any=value.get("any", False),
        cases=_cases(value, ratios_of),
    )


def length_of(value: Any) -> Length:
    """A longest text."""
    return Length(value["n"], value["unit"], value.get("host"))


def negative_of(value: Any) -> Negative:
    """A negative prompt field."""
    longest = Length(value["max"], value.get("unit", "characters")) if "max" in value else None
    return Negative(value["supported"], longest, _rest(value, "supported", "max", "unit"))


def seed_of(value: Any) -> Seed:
    """A seed field."""
    return Seed(value["supported"], value.get("min"), value.get("max"), value.get("deterministic"))


def audio_of(value: Any) -> Audio:
    """Sound."""
    return Audio(value.get("output"), value.get("input", False), _rest(value, "output", "input"))


def count_of(value: Any) -> Count:
    """A count."""
    return Count(value.get("min", 0), value.get("max"), _rest(value, "min", "max"))


def extension_of(value: Any) -> Extension:
    """Continuing a clip."""
    return Extension(
        accepts=value.get("accepts"),
        adds=allowed_of(value["adds_s"]) if "adds_s" in value else None,
        times=value.get("times_max"),
        total_s=value.get("total_max_s"),
        source_s=allowed_of(value["source_s"]) if "source_s" in value else None,
        resolutions=tuple(value.get("resolutions", ())),
    )


def status_of(value: Any) -> Status:
    """State and dates."""
    return Status(value["state"], value.get("date"), value.get("released"), value.get("announced"))


def replacement_of(value: Record | None) -> Replacement | None:
    """What to use instead."""
    return None if value is None else Replacement(value["id"], value["basis"], value.get("note"))


def aliases_of(groups: Sequence[Record]) -> tuple[Alias, ...]:
    """Every alias of every host."""
    return tuple(_alias(entry, group) for group in groups for entry in group["ids"])


def _alias(entry: Any, group: Record) -> Alias:
    if isinstance(entry, str):
        return Alias(entry, group["host"], {}, claim_of(group, None))
    return Alias(entry["id"], group["host"], _rest(entry, "id"), claim_of(group, None))


def control_of(record: Record) -> Control:
    """A control with what other sources say of it."""
    return Control(
        name=record["name"],
        type=record["type"],
        role=record.get("role"),
        values=tuple(record.get("values", ())),
        low=record.get("min"),
        high=record.get("max"),
        default=record.get("default"),
        supported=record.get("supported", True),
        effective=record.get("effective", True),
        requires=when_of(record.get("requires")),
        excludes=tuple(record.get("excludes", ())),
        extra=record.get("extra", {}),
        fact=claim_of(record, None),
        also=tuple(control_of({**_bare(record), **other}) for other in record.get("also", ())),
    )


def _bare(record: Record) -> dict[str, Any]:
    return {key: record[key] for key in ("name", "type", "role", "values") if key in record}


def limit_of(record: Record) -> Limit:
    """A conditional limit."""
    return Limit(
        when=when_of(record["when"]),
        allow={key: _allowance(key, value) for key, value in record["allow"].items()},
        says=record["says"],
        claim=claim_of(record, None),
        disputed_by=tuple(claim_of(other, other["value"]) for other in record.get("disputed_by", ())),
    )


def _allowance(key: str, value: Any) -> Allowed | tuple[Any, ...]:
    return allowed_of(value) if key.endswith("_s") or key == "fps" else _tuple(value)


def window_of(record: Record) -> Window:
    """A coherence window."""
    return Window(
        kind=record["kind"],
        claim=claim_of(record, None),
        frames=record.get("frames"),
        seconds=record.get("seconds"),
        seconds_low=record.get("seconds_min"),
        fps=record.get("fps"),
        below=record.get("below", False),
        condition=record.get("condition", ""),
        requires=when_of(record.get("requires")),
    )


def motion_advice_of(record: Record) -> MotionAdvice:
    """Recommended strength of motion."""
    return MotionAdvice(
        target=record["target"],
        text=record["text"],
        claim=claim_of(record, None),
        low=record.get("min"),
        high=record.get("max"),
        avoid_from=record.get("avoid_from"),
        words=tuple(record.get("words", ())),
    )


def advice_of(record: Record) -> Advice:
    """One piece of advice."""
    return Advice(
        record["rule"], record["detail"], claim_of(record, None), _rest(record, "rule", "detail", *_CLAIM_KEYS)
    )


def dispute_of(record: Record) -> Dispute:
    """One disagreement."""
    claims = tuple(claim_of(claim, str(claim["value"])) for claim in record["claims"])
    return Dispute(record["about"], claims, record.get("note"))


def _rest(record: Record, *taken: str) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in taken}
