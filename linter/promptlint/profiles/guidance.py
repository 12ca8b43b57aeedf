"""What profiles hold besides figures: controls, conditional limits, coherence windows, advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from promptlint.profiles.facts import Claim, When
from promptlint.profiles.quantities import Allowed

WindowKind: TypeAlias = Literal["coherence", "clip_length", "recommended_length", "control_limit"]


@dataclass(frozen=True, slots=True)
class Control:
    """A setting besides the prompt: camera, motion strength, guidance, orientation.

    Attributes:
        name: the provider's field.
        type: ``number``, ``integer``, ``boolean``, ``enum``, ``prompt_only`` (no field, words only) ...
        role: ``camera``, ``strength``, ``guidance``, ``orientation``, ``brush``, ``lock``; None for other settings.
        values: allowed words or numbers.
        low: least number.
        high: most number.
        supported: False where the field exists but the model does not take it; a claim in ``also`` may differ.
        effective: False where the field is taken and does nothing.
        requires: circumstances under which it works.
        excludes: names of inputs that may not be given with it.
        extra: everything else, in the provider's words.
        fact: sources, date and note.
        also: what other sources say, as controls.
    """

    name: str
    type: str
    role: str | None = None
    values: tuple[str | float, ...] = ()
    low: float | None = None
    high: float | None = None
    default: Any = None
    supported: bool | None = True
    effective: bool = True
    requires: When = field(default_factory=lambda: When({}))
    excludes: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    fact: Claim[None] = field(default_factory=lambda: Claim(None))
    also: tuple[Control, ...] = ()

    @property
    def surely_unsupported(self) -> bool:
        """Whether every source says that the model does not take it."""
        return self.supported is False and not any(other.supported for other in self.also)

    def takes(self, value: str | float) -> bool | None:
        """Whether any source allows the value; None where no range or list is published."""
        verdicts = [_takes(control, value) for control in (self, *self.also)]
        if True in verdicts:
            return True
        return False if False in verdicts else None


def _takes(control: Control, value: str | float) -> bool | None:
    if isinstance(value, str):
        words = {_plain(str(word)) for word in control.values}
        return _plain(value) in words if words else None
    if control.low is None and control.high is None:
        numbers = {float(word) for word in control.values if not isinstance(word, str)}
        return value in numbers if numbers else None
    above = control.low is None or value >= control.low
    below = control.high is None or value <= control.high
    whole = control.type != "integer" or float(value).is_integer()
    return above and below and whole


def _plain(word: str) -> str:
    return word.casefold().replace("_", " ").replace("-", " ").strip()


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit that holds only under circumstances, such as 6 s only at 1080p.

    Attributes:
        when: the circumstances.
        allow: what is allowed then, by key of a context: an :class:`Allowed` set of numbers or the fitting values.
        says: the limit in words.
        claim: sources, date and note.
        disputed_by: claims of sources that allow more; such a limit is not reported.
    """

    when: When
    allow: Mapping[str, Allowed | tuple[str | bool | float, ...]]
    says: str
    claim: Claim[None]
    disputed_by: tuple[Claim[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """How long a model holds a subject, or how long a clip it makes.

    Attributes:
        kind: ``coherence`` is about drift; ``clip_length`` is what the weights make at once; ``recommended_length`` is
            advice of the vendor; ``control_limit`` is what a control allows.
        frames: at the frame rate ``fps``.
        seconds: upper end of the figure in seconds.
        seconds_low: lower end where the figure is a span.
        below: the window is shorter than ``seconds`` by an amount that no source gives.
        condition: when it holds, in words.
        requires: the same as data; keys of a context.
    """

    kind: WindowKind
    claim: Claim[None]
    frames: int | None = None
    seconds: float | None = None
    seconds_low: float | None = None
    fps: float | None = None
    below: bool = False
    condition: str = ""
    requires: When = field(default_factory=lambda: When({}))

    def frames_at(self, fps: float | None = None) -> int | None:
        """Length in frames: as given, else the seconds at ``fps`` or at the window's own frame rate."""
        if self.frames is not None:
            return self.frames
        rate = fps or self.fps
        return round(self.seconds * rate) if self.seconds is not None and rate else None

    def seconds_at(self, fps: float | None = None) -> float | None:
        """Length in seconds: the longer of the given seconds and the frames at ``fps``.

        The longer, because sources that count in frames and those that count in seconds may assume other rates.
        """
        counted = self.frames / fps if self.frames is not None and fps else None
        given = self.seconds
        if given is None and self.frames is not None and self.fps:
            given = self.frames / self.fps
        return max((length for length in (counted, given) if length is not None), default=None)


@dataclass(frozen=True, slots=True)
class MotionAdvice:
    """Recommended strength of motion.

    Attributes:
        target: ``brush``, ``strength`` or ``camera``.
        low: least recommended number.
        high: most recommended number.
        avoid_from: numbers from here on are advised against.
        words: recommended words.
        text: the advice in words.
        claim: sources, date and note.
    """

    target: str
    text: str
    claim: Claim[None]
    low: float | None = None
    high: float | None = None
    avoid_from: float | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """What a vendor or tester advises, by the key of the check that looks for it; ``extra`` holds its figures."""

    rule: str
    detail: str
    claim: Claim[None]
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A disagreement in the words of the sources; what bears on a limit also stands beside the fact, as ``also``."""

    about: str
    claims: tuple[Claim[str], ...]
    note: str | None = None
