"""Typed readings of what a field may hold: durations, ratios, sizes, references.

Each ``read_*`` function takes a node and returns the value, or None where the node cannot be read as one; saying so
is the schema rule's business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from promptlint.document import Mapping, Node, Scalar, Sequence, is_null, resolve, to_instance
from promptlint.document.resolve import PlainValue

NUMBER_PATTERN = r"^\s*[-+]?(\d{1,15}(\.\d*)?|\.\d+)\s*$"
POSITIVE_PATTERN = r"^\s*\+?(?=[\d.]*[1-9])(\d{1,15}(\.\d*)?|\.\d+)\s*$"
INTEGER_PATTERN = r"^\s*[-+]?\d{1,20}\s*$"
DURATION_PATTERN = (
    r"^\s*((?=[\d.]*[1-9])\d{1,15}(\.\d+)?\s*([sS]([eE][cC]([oO][nN][dD])?[sS]?)?|[fF]([rR][aA][mM][eE][sS]?)?)?"
    r"|[aA][uU][tT][oO]|-1)\s*$"
)
"""The patterns are those of the JSON Schema; a text that matches can be read."""

REFERENCE_SOURCES: Final = ("path", "file", "url", "uri", "image")
"""Keys of a reference that hold a path or a URL, the one that wins first."""

_NUMBER = re.compile(NUMBER_PATTERN, re.ASCII)
_INTEGER = re.compile(INTEGER_PATTERN, re.ASCII)
_DURATION = re.compile(DURATION_PATTERN, re.ASCII)
_AMOUNT = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_RATIO = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[:x×/]\s*(\d+(?:\.\d+)?)\s*")
_SIZE = re.compile(r"\s*(\d{2,5})\s*[x×*:]\s*(\d{2,5})\s*")
_LINES = re.compile(r"\s*(\d{3,4})\s*p\s*", re.IGNORECASE)
_K_LINES = {"2k": 1440, "4k": 2160, "8k": 4320}
_URL = re.compile(r"[a-z][a-z0-9+.-]+://|data:", re.IGNORECASE)
_FILE_NAME_END = re.compile(r"\.[A-Za-z0-9]{2,5}\Z")
_PROSE_WORDS = 4

ReferenceKind: TypeAlias = Literal["path", "url", "shot", "prose", "placeholder"]
Frame: TypeAlias = Literal["first", "last"]


@dataclass(frozen=True, slots=True)
class Duration:
    """A clip length as written: seconds, or frames, or ``auto`` where the provider chooses.

    Attributes:
        amount: the number as written.
        unit: what it counts.
    """

    amount: float
    unit: Literal["seconds", "frames", "auto"]

    def seconds(self, fps: float | None) -> float | None:
        """Length in seconds; None where frames are given and the frame rate is not known."""
        match self.unit:
            case "seconds":
                return self.amount
            case "frames":
                return self.amount / fps if fps else None
            case _:
                return None

    def frames(self, fps: float | None) -> int | None:
        """Length in frames at a frame rate, rounded to the nearest frame."""
        match self.unit:
            case "frames":
                return round(self.amount)
            case "seconds":
                return round(self.amount * fps) if fps else None
            case _:
                return None


@dataclass(frozen=True, slots=True)
class AspectRatio:
    """An aspect ratio: as written, and width over height where it is a number (None for words like ``adaptive``)."""

    text: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Resolution:
    """An output size: ``short_side`` in pixels (720 for ``720p``); width and height where both are given."""

    text: str
    short_side: int | None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture or clip that conditions the generation.

    Attributes:
        kind: a path in the project, a URL, a frame of another shot, a description instead of a file, or a
            placeholder such as ``{{IMAGE}}`` that a pipeline fills in later.
        node: the scalar with the path, URL or shot id.
        text: its text.
        role: the role given beside it, such as ``start``, ``end`` or ``style``.
        frame: which frame of the linked shot; only for kind ``shot``.
    """

    kind: ReferenceKind
    node: Scalar
    text: str
    role: str | None = None
    frame: Frame | None = None


def read_text(node: Node) -> str | None:
    """A text; an unquoted number or boolean is none."""
    if not isinstance(node, Scalar):
        return None
    return node.value if node.style != "plain" or isinstance(resolve(node), str) else None


def read_name(node: Node) -> str | None:
    """A name; a number counts as one, as in ``id: 7``."""
    if not isinstance(node, Scalar):
        return None
    value = resolve(node)
    return None if value is None or isinstance(value, bool) else node.value


def read_number(node: Node) -> float | None:
    """A finite number, also where it stands in quotes."""
    if not isinstance(node, Scalar):
        return None
    value = resolve(node)
    if isinstance(value, str):
        return float(value) if _NUMBER.search(value) else None
    if value is None or isinstance(value, bool) or not _is_finite(value):
        return None
    return float(value)


def _is_finite(value: float) -> bool:
    return -1e300 < value < 1e300


def read_positive(node: Node) -> float | None:
    """A finite number above 0, also where it stands in quotes."""
    number = read_number(node)
    return number if number is not None and number > 0 else None


def read_integer(node: Node) -> float | None:
    """A whole number, also where it stands in quotes."""
    value = resolve(node) if isinstance(node, Scalar) else None
    if isinstance(value, str):
        return float(value) if _INTEGER.search(value) else None
    if value is None or isinstance(value, bool) or not _is_finite(value) or value != int(value):
        return None
    return float(value)


def read_duration(node: Node) -> Duration | None:
    """Seconds (``5``, ``5.0``, ``"8s"``, ``4 s``), frames (``120f``), or ``auto``."""
    value = resolve(node) if isinstance(node, Scalar) else None
    if isinstance(value, str):
        if not _DURATION.search(value):
            return None
        amount = _AMOUNT.match(value.strip())
        if amount is None:
            return Duration(0.0, "auto")
        unit = value.strip()[amount.end() :].lstrip()[:1]
        return Duration(float(amount[0]), "frames" if unit in ("f", "F") else "seconds")
    if value is None or isinstance(value, bool):
        return None
    if value == -1:
        return Duration(0.0, "auto")
    return Duration(float(value), "seconds") if 0 < value < 1e300 else None


def read_frame_count(node: Node) -> Duration | None:
    """A number of frames."""
    number = read_positive(node)
    return Duration(number, "frames") if number is not None else None


def read_aspect_ratio(node: Node) -> AspectRatio | None:
    """``16:9``, ``1280:720``, a number, or a provider's word such as ``adaptive``."""
    text = read_name(node)
    if text is None:
        return None
    match = _RATIO.fullmatch(text)
    if match is not None:
        height = float(match[2])
        return AspectRatio(text, float(match[1]) / height if height else None)
    return AspectRatio(text, read_number(node))


def read_resolution(node: Node) -> Resolution | None:
    """``720p``, ``720``, ``4k``, ``1280x720``, or ``{width: 1280, height: 720}``."""
    if isinstance(node, Mapping):
        width, height = (
            read_positive(entry.value) if (entry := node.get(key)) else None for key in ("width", "height")
        )
        return size_of(width, height) if width and height else None
    text = read_text(node)
    if text is None:
        lines = read_positive(node)
        return Resolution(f"{lines:g}", round(lines)) if lines else None
    if match := _SIZE.fullmatch(text):
        return size_of(float(match[1]), float(match[2]), text)
    if match := _LINES.fullmatch(text):
        return Resolution(text, int(match[1]))
    return Resolution(text, _K_LINES.get(text.strip().lower()))


def size_of(width: float, height: float, text: str | None = None) -> Resolution:
    """The resolution of a width and a height in pixels."""
    w, h = round(width), round(height)
    return Resolution(text or f"{w}x{h}", min(w, h), w, h)


def read_plain(node: Node) -> PlainValue:
    """The node as plain Python values."""
    return to_instance(node)


def read_flag(node: Node) -> bool | None:
    """A boolean."""
    value = resolve(node) if isinstance(node, Scalar) else None
    return value if isinstance(value, bool) else None


def read_text_or_mapping(node: Node) -> PlainValue:
    """A text, or a mapping as plain values."""
    return read_text(node) if isinstance(node, Scalar) else read_mapping(node)


def read_mapping(node: Node) -> PlainValue:
    """A mapping as plain values."""
    return to_instance(node) if isinstance(node, Mapping) else None


def read_text_or_collection(node: Node) -> PlainValue:
    """A text, or a mapping or list as plain values."""
    return read_text(node) if isinstance(node, Scalar) else to_instance(node)


def read_names(node: Node) -> list[Scalar] | None:
    """One name or a list of names."""
    nodes = node.items if isinstance(node, Sequence) else [node]
    names = [item for item in nodes if isinstance(item, Scalar) and read_name(item) is not None]
    return names if len(names) == len(nodes) else None


def read_reference(node: Node) -> Reference | None:
    """A path, a URL, ``{from: SHOT, frame: last}`` or ``{path: FILE, role: ROLE}``."""
    if isinstance(node, Scalar):
        return _reference(node, None) if _is_source(node) else None
    if not isinstance(node, Mapping):
        return None
    given = {entry.key.value: entry.value for entry in node.entries if not is_null(entry.value)}
    role = read_text(given["role"]) if "role" in given else None
    frame = read_text(given["frame"]) if "frame" in given else "last"
    sources = [given[key] for key in REFERENCE_SOURCES if key in given]
    if ("role" in given and role is None) or frame not in ("first", "last"):
        return None
    readable = [source for source in sources if isinstance(source, Scalar) and _is_source(source)]
    if len(readable) < len(sources):
        return None
    if (shot := given.get("from")) is not None:
        if not isinstance(shot, Scalar) or read_name(shot) is None:
            return None
        return Reference("shot", shot, shot.value, role, "first" if frame == "first" else "last")
    return _reference(readable[0], role) if readable else None


def read_references(node: Node) -> list[Reference] | None:
    """One reference or a list of them."""
    nodes = node.items if isinstance(node, Sequence) else [node]
    references = [reference for item in nodes if (reference := read_reference(item))]
    return references if len(references) == len(nodes) else None


def _is_source(node: Scalar) -> bool:
    text = read_text(node)
    return text is not None and bool(text.strip())


def _reference(node: Scalar, role: str | None) -> Reference:
    text = node.value.strip()
    kind: ReferenceKind = "path"
    if _URL.match(text):
        kind = "url"
    elif "{{" in text or "${" in text or (text.startswith("<") and text.endswith(">")):
        kind = "placeholder"
    elif len(text.split()) >= _PROSE_WORDS and not _FILE_NAME_END.search(text):
        kind = "prose"
    return Reference(kind, node, text, role)
