"""Facts with their sources, and the circumstances under which they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeAlias, TypeVar

T_co = TypeVar("T_co", covariant=True)

Scalar: TypeAlias = str | int | float | bool
OURS: Final = "promptlint"
PROJECT: Final = "project"


@dataclass(frozen=True, slots=True)
class Claim(Generic[T_co]):
    """What one group of sources says.

    Attributes:
        value: the value that they give.
        sources: keys of the sources.
        as_of: newest date among the sources (ISO 8601); None where no source is listed.
        as_of_kind: ``read`` where no source carries a date and the day of reading stands in.
        note: what else is worth knowing.
    """

    value: T_co
    sources: tuple[str, ...] = ()
    as_of: str | None = None
    as_of_kind: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Fact(Generic[T_co]):
    """A figure with its sources, and what other sources say instead.

    ``value`` is None where nothing is known; nothing may then be reported. ``also`` holds the claims of sources that
    disagree: a value that any claim allows is no error.
    """

    value: T_co | None = None
    sources: tuple[str, ...] = ()
    as_of: str | None = None
    as_of_kind: str | None = None
    note: str | None = None
    also: tuple[Claim[T_co], ...] = ()

    @property
    def known(self) -> bool:
        """Whether any source gives a value."""
        return self.value is not None or bool(self.also)

    @property
    def disputed(self) -> bool:
        """Whether sources disagree."""
        return bool(self.also)

    @property
    def claims(self) -> Iterator[Claim[T_co]]:
        """Every claim, the one that most or the best sources make first."""
        if self.value is not None:
            yield Claim(self.value, self.sources, self.as_of, self.as_of_kind, self.note)
        yield from self.also

    @property
    def values(self) -> Iterator[T_co]:
        """Every claimed value."""
        return (claim.value for claim in self.claims)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a shot when a limit is looked up. None means not known, and never breaks a limit.

    Attributes:
        id: the alias that the spec uses, as the profile lists it.
        host: who offers the model under that alias (``api``, ``fal``, ``runway`` ...).
        mode: canonical mode (see :func:`canonical_mode`).
        task: ``image_to_video``, ``text_to_video``, ``first_last_frame`` ...
        resolution: as written, such as ``1080p`` or ``1280x720``.
        duration_s: length of the clip in seconds.
        fps: frames per second.
        first_frame: whether a start frame is given.
        end_frame: whether an end frame is given.
        references: whether further references are given.
        extend: whether the shot continues a clip.
        audio: whether sound is asked for.
        orientation: ``image`` or ``video``, whom the character faces like in motion control.
        hdr: whether HDR is asked for.
        anchor: whether an identity anchor is given (a reference besides the start frame, a lock, an end frame).
        framing: ``close-up``, ``medium`` or ``full-body``.
        controls: names of the controls that are set.
    """

    id: str | None = None
    host: str | None = None
    mode: str | None = None
    task: str | None = None
    resolution: str | None = None
    duration_s: float | None = None
    fps: float | None = None
    first_frame: bool | None = None
    end_frame: bool | None = None
    references: bool | None = None
    extend: bool | None = None
    audio: bool | None = None
    orientation: str | None = None
    hdr: bool | None = None
    anchor: bool | None = None
    framing: str | None = None
    controls: frozenset[str] = field(default_factory=frozenset)


ANYHOW: Final = Context()

_LINES: Final = {"4k": "2160p", "2k": "1440p", "8k": "4320p", "uhd": "2160p", "fhd": "1080p", "hd": "720p"}
_MODES: Final = {
    "standard": "std",
    "professional": "pro",
    "highsubjectcoherence": "high-subject-coherence",
    "highsubjectcoherencemode": "high-subject-coherence",
    "subjectcoherencehigh": "high-subject-coherence",
    "highquality": "pro",
}


def canonical_mode(text: str) -> str:
    """The name that profiles use for a mode: ``Standard`` is ``std``, ``High Subject Coherence`` has hyphens."""
    words = text.casefold().replace("_", " ").replace("-", " ").split()
    return _MODES.get("".join(words), "-".join(words))


def canonical_lines(text: str) -> str:
    """The name that profiles use for a resolution: ``4K`` is ``2160p``, ``1280*720`` is ``1280x720``."""
    plain = text.strip().casefold().replace("*", "x").replace("×", "x").replace(" ", "")
    return _LINES.get(plain, plain)


def short_side_label(resolution: str) -> str:
    """The resolution as a number of lines, where it is one: ``1920x1080`` is ``1080p``."""
    plain = canonical_lines(resolution)
    width, cross, height = plain.partition("x")
    if cross and width.isdigit() and height.isdigit():
        return f"{min(int(width), int(height))}p"
    return plain


@dataclass(frozen=True, slots=True)
class When:
    """Circumstances: for each key of a :class:`Context`, the values that fit."""

    terms: Mapping[str, tuple[Scalar, ...]]

    def holds(self, context: Context) -> bool | None:
        """Whether the shot fits; None where too little is known of it to tell."""
        unknown = False
        for key, fitting in self.terms.items():
            verdict = _fits(key, fitting, context)
            if verdict is False:
                return False
            unknown = unknown or verdict is None
        return None if unknown else True

    def __bool__(self) -> bool:
        return bool(self.terms)

    def describe(self) -> str:
        """The circumstances in words: ``resolution 1080p and end frame``."""
        return " and ".join(_term(key, fitting) for key, fitting in self.terms.items())


def _fits(key: str, fitting: tuple[Scalar, ...], context: Context) -> bool | None:
    if key == "control":
        return any(name in context.controls for name in fitting)
    found: Any = getattr(context, key)
    if found is None:
        return None
    if key == "resolution":
        return short_side_label(found) in {short_side_label(str(value)) for value in fitting}
    if key == "id":
        return str(found).casefold() in {str(value).casefold() for value in fitting}
    return found in fitting


_FLAG_WORDS: Final = {
    "first_frame": ("with a start frame", "without a start frame"),
    "end_frame": ("with an end frame", "without an end frame"),
    "references": ("with reference images", "without reference images"),
    "extend": ("when a clip is extended", "when no clip is extended"),
    "audio": ("with sound", "without sound"),
    "hdr": ("with HDR", "without HDR"),
    "anchor": ("with an identity anchor", "without an identity anchor"),
}
_WORDS: Final = {"id": "as", "host": "at", "resolution": "at", "mode": "in mode", "task": "for"}


def _term(key: str, fitting: tuple[Scalar, ...]) -> str:
    if key in _FLAG_WORDS:
        return _FLAG_WORDS[key][0 if fitting[0] else 1]
    joined = " or ".join(str(value).replace("_", " ") if key == "task" else str(value) for value in fitting)
    return f"{_WORDS.get(key, key.replace('_', ' '))} {joined}"
