"""What the facts of a profile hold: durations, frame rates, sizes, ratios, lengths, controls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from promptlint.profiles.facts import Claim, When
from promptlint.profiles.quantities import Allowed

DurationKind: TypeAlias = Literal[
    "enum", "range", "frames", "follows_reference_video", "follows_audio", "by_circumstance"
]
State: TypeAlias = Literal["current", "deprecated", "retired", "research_only", "unknown"]
LengthUnit: TypeAlias = Literal["characters", "utf16_code_units", "tokens"]


@dataclass(frozen=True, slots=True)
class Durations:
    """Clip lengths in seconds.

    Attributes:
        kind: how the length is set. ``frames``: by a number of frames; ``follows_*``: by an input; ``by_circumstance``:
            only ``cases`` tell.
        allowed: the lengths; None where they follow from frames or from ``cases``.
        default: what the provider takes when nothing is given.
        auto: whether the provider also takes ``auto`` or -1.
        required: whether the field must be given.
        frames_default: number of frames when nothing is given.
        fps_default: frame rate when nothing is given.
        seconds_default: length when nothing is given, rounded.
        frames_seen_max: most frames seen in use, where no limit is published.
        total_max: most seconds of several key frame segments together.
        cases: other lengths under circumstances.
    """

    kind: DurationKind
    allowed: Allowed | None = None
    default: float | None = None
    auto: bool = False
    required: bool = False
    frames_default: int | None = None
    fps_default: float | None = None
    seconds_default: float | None = None
    frames_seen_max: int | None = None
    total_max: float | None = None
    cases: tuple[tuple[When, Durations], ...] = ()


@dataclass(frozen=True, slots=True)
class FrameRates:
    """Frame rates per second: those offered, or a span, the default, and others under circumstances."""

    offered: tuple[float, ...] = ()
    low: float | None = None
    high: float | None = None
    default: float | None = None
    cases: tuple[tuple[When, FrameRates], ...] = ()


@dataclass(frozen=True, slots=True)
class FrameCounts:
    """Numbers of frames in one clip.

    Attributes:
        high: most frames; None where no limit is published.
        low: fewest frames.
        step: frames must be ``offset`` plus a multiple of this.
        offset: see ``step``.
        typical: what the weights were trained on, or the default.
        segment: frames generated at once where longer clips are chained.
        cases: other numbers under circumstances.
    """

    high: int | None = None
    low: int | None = None
    step: int | None = None
    offset: int = 0
    typical: int | None = None
    segment: int | None = None
    cases: tuple[tuple[When, FrameCounts], ...] = ()


@dataclass(frozen=True, slots=True)
class Size:
    """An output size: a number of lines (``720p``), or width and height in pixels, or an area of that many pixels."""

    label: str
    width: int | None = None
    height: int | None = None
    lines: int | None = None
    area: int | None = None

    @property
    def short_side(self) -> int | None:
        """The shorter side in pixels; None for an area."""
        if self.width and self.height:
            return min(self.width, self.height)
        return self.lines


@dataclass(frozen=True, slots=True)
class Sizes:
    """Offered output sizes, and others under circumstances."""

    offered: tuple[Size, ...] = ()
    cases: tuple[tuple[When, Sizes], ...] = ()


@dataclass(frozen=True, slots=True)
class Ratios:
    """Aspect ratios.

    Attributes:
        offered: as the provider writes them, ``16:9`` or ``1280:720``.
        follows: ``image`` or ``inputs`` where the output takes the ratio of what is given.
        adaptive: words by which the provider chooses itself, such as ``adaptive`` or ``auto_720p``.
        low: least width over height where any ratio in a span is taken.
        high: most width over height.
        any: whether any ratio is taken.
        cases: other ratios under circumstances.
    """

    offered: tuple[str, ...] = ()
    follows: str | None = None
    adaptive: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    any: bool = False
    cases: tuple[tuple[When, Ratios], ...] = ()


@dataclass(frozen=True, slots=True)
class Length:
    """A longest text: ``n`` of ``unit``; ``host`` where only that host's field is meant. 0 means no such field."""

    n: int
    unit: LengthUnit
    host: str | None = None

    def measure(self, text: str) -> int | None:
        """How long a text is in this unit; None for tokens, which need the model's own tokenizer."""
        if self.unit == "characters":
            return len(text)
        if self.unit == "utf16_code_units":
            return len(text.encode("utf-16-le")) // 2
        return None

    def surely_exceeded(self, text: str) -> bool:
        """Whether a text is too long beyond doubt. Tokens are taken to be no shorter than four characters each."""
        measured = self.measure(text)
        if measured is not None:
            return measured > self.n
        return len(text.split()) > self.n


@dataclass(frozen=True, slots=True)
class Negative:
    """Negative prompt field: whether there is one, and its longest text."""

    supported: bool
    max_length: Length | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seed:
    """Seed field: whether there is one, its span, and whether it makes a result repeatable."""

    supported: bool
    low: int | None = None
    high: int | None = None
    deterministic: bool | None = None


@dataclass(frozen=True, slots=True)
class Audio:
    """Sound.

    Attributes:
        output: ``none``, ``optional``, ``native``, ``always``, ``input_audio``, ``keeps_reference_sound``; None where
            not known.
        input: whether a sound file may be given.
        extra: parameter name, default, number of voices, languages.
    """

    output: str | None
    input: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def offered(self) -> bool | None:
        """Whether a clip can have sound."""
        return None if self.output is None else self.output != "none"


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something may be given; ``extra`` says what is counted along."""

    low: int = 0
    high: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extension:
    """Continuing a clip.

    Attributes:
        accepts: ``own`` where only clips of the same model or vendor are taken, ``any`` where an uploaded video is;
            None where not known.
        adds: seconds that one extension adds.
        times: most extensions in a row.
        total_s: most seconds in total.
        source_s: length of the clip to continue, in seconds.
        resolutions: sizes at which it works.
    """

    accepts: Literal["own", "any"] | None = None
    adds: Allowed | None = None
    times: int | None = None
    total_s: float | None = None
    source_s: Allowed | None = None
    resolutions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """Life of a model or of one of its ids: state, date of retirement, release (ISO 8601)."""

    state: State
    date: str | None = None
    released: str | None = None
    announced: str | None = None


@dataclass(frozen=True, slots=True)
class Replacement:
    """What to use instead: the profile, and whether the vendor or this project names it."""

    id: str
    basis: Literal["vendor", "ours"]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of a model at one host, with what the name implies (``mode``, ``task``)."""

    id: str
    host: str
    implied: Mapping[str, str] = field(default_factory=dict)
    claim: Claim[None] = field(default_factory=lambda: Claim(None))
