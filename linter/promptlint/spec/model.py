"""Typed shots: every field carries the spans of its key and of its value, and the file that it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeAlias, TypeVar

from promptlint.document import Document, Entry, Mapping, Node, Scalar
from promptlint.spec.values import AspectRatio, Duration, Reference, Resolution
from promptlint.text import SourceFile, Span

if TYPE_CHECKING:
    from promptlint.document.resolve import PlainValue

T = TypeVar("T")
KeyPath: TypeAlias = tuple[str | int, ...]
Usage: TypeAlias = Literal["hero", "b-roll", "background"]
Layout: TypeAlias = Literal["file", "list", "shot"]
Recognition: TypeAlias = Literal["name", "modeline", "schema", "content", "editor"]
_SKIPPED_KEYS: Final = frozenset({"notes", "note", "description", "tags", "lens", "id", "name"})


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a spec file: a span, and the path of keys and list indices that leads to it."""

    file: SourceFile
    span: Span
    path: KeyPath = ()


@dataclass(slots=True, eq=False)
class Field(Generic[T]):
    """A field of a shot.

    Attributes:
        name: canonical name, such as ``negative_prompt`` or ``motion.strength``.
        key: the key as written.
        node: the value's node.
        value: the value, typed.
        path: keys and list indices from the root of the file.
        file: the file that it stands in; another than the shot's where it is inherited through ``extends``.
        inherited: whether it comes from defaults.
    """

    name: str
    key: Scalar
    node: Node
    value: T
    path: KeyPath
    file: SpecFile
    inherited: bool = False

    @property
    def location(self) -> Location:
        """Where the value stands."""
        node = self.node
        return Location(self.file, node.content_span if isinstance(node, Scalar) else node.span, self.path)

    @property
    def key_location(self) -> Location:
        """Where the key stands."""
        return Location(self.file, self.key.span, self.path)

    def words(self, start: int, end: int) -> Location:
        """Where the characters ``start`` to ``end`` of a text value stand."""
        if isinstance(self.node, Scalar):
            return Location(self.file, self.node.span_of(start, end), self.path)
        return self.location

    def texts(self) -> Iterator[tuple[Scalar, Location]]:
        """The scalars in the value, nested ones included, each with its place; notes, names and lenses are left out."""
        stack: list[Node] = [self.node]
        seen: set[int] = set()
        while stack:
            node = stack.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node, Scalar):
                yield node, Location(self.file, node.content_span, self.path)
            elif isinstance(node, Mapping):
                stack += [entry.value for entry in reversed(node.entries) if entry.key.value not in _SKIPPED_KEYS]
            else:
                stack += reversed(node.items)


class Motion:
    """The motion settings of a shot, whether written under ``motion:`` or flat."""

    strength: Field[float | str] | None = None
    camera: Field[PlainValue] | None = None
    subject: Field[PlainValue] | None = None
    brush: Field[PlainValue] | None = None
    lock: Field[PlainValue] | None = None
    reference: Field[Reference] | None = None
    orientation: Field[str] | None = None


class ShotFields:
    """The typed fields of a shot; None where neither the shot nor its defaults give one."""

    id: Field[str] | None = None
    prompt: Field[str] | None = None
    negative_prompt: Field[str] | None = None
    image: Field[Reference] | None = None
    end_image: Field[Reference] | None = None
    references: Field[list[Reference]] | None = None
    extend: Field[Reference] | None = None
    model: Field[str] | None = None
    mode: Field[str] | None = None
    duration: Field[Duration] | None = None
    fps: Field[float] | None = None
    seed: Field[float] | None = None
    aspect_ratio: Field[AspectRatio] | None = None
    resolution: Field[Resolution] | None = None
    audio: Field[PlainValue] | None = None
    guidance: Field[float] | None = None
    characters: Field[list[Scalar]] | None = None
    usage: Field[Usage] | None = None
    subject: Field[PlainValue] | None = None
    controls: Field[PlainValue] | None = None
    order: Field[float] | None = None


@dataclass(eq=False)
class Shot(ShotFields):
    """One image-to-video generation.

    Attributes:
        file: the file that it stands in.
        node: its mapping.
        path: keys and list indices from the root of the file.
        fields: its fields by canonical name, defaults included; each is also an attribute.
        unknown: entries with a key that the format does not have.
        shadowed: entries whose key means a field that a better key gives already, and that better key.
        motion: the motion settings.
    """

    file: SpecFile
    node: Mapping
    path: KeyPath
    fields: dict[str, Field[Any]]
    unknown: list[Entry] = field(default_factory=list)
    shadowed: list[tuple[Entry, Field[Any]]] = field(default_factory=list)
    motion: Motion = field(default_factory=Motion)

    def __post_init__(self) -> None:
        for name, value in self.fields.items():
            part, dot, setting = name.partition(".")
            setattr(self.motion if dot else self, setting or part, value)

    @property
    def name(self) -> str | None:
        """The shot's id."""
        return self.id.value if self.id else None

    @property
    def head(self) -> Location:
        """Where to point when the finding is about the shot as a whole: its id, or its first key."""
        if self.id is not None and not self.id.inherited:
            return self.id.location
        first = next((entry.key for entry in self.node if not entry.merged), None)
        return Location(self.file, first.span if first else Span(self.node.start, self.node.start), self.path)

    @property
    def intended_usage(self) -> Usage:
        """How much drift is tolerated; ``hero`` unless the spec says otherwise."""
        return self.usage.value if self.usage else "hero"


@dataclass(slots=True, eq=False)
class Character:
    """An entry of the character bible. ``attributes`` holds what it declares, by key."""

    name: str
    key: Scalar
    node: Mapping
    path: KeyPath
    file: SpecFile
    image: Reference | None = None
    views: dict[str, Reference] = field(default_factory=dict)
    attributes: dict[str, Field[PlainValue]] = field(default_factory=dict)

    @property
    def location(self) -> Location:
        """Where the character's name stands."""
        return Location(self.file, self.key.span, self.path)


@dataclass(frozen=True, slots=True, eq=False)
class UnreadExtends:
    """An ``extends`` that could not be followed, and why."""

    location: Location
    reason: str
    advice: str


Place: TypeAlias = Literal["file", "scene", "shot", "defaults", "motion", "reference", "character"]
"""What a mapping is in the format."""


@dataclass(frozen=True, slots=True, eq=False)
class UnknownKey:
    """An entry whose key the format does not have.

    Attributes:
        mapping: the mapping that it stands in.
        entry: the entry.
        path: keys and list indices from the root of the file to its value.
        place: what the mapping is.
    """

    mapping: Mapping
    entry: Entry
    path: KeyPath
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class UnreadValue:
    """A value that is not what its key takes.

    Attributes:
        node: the value.
        path: keys and list indices from the root of the file.
        schema: what is expected there, as JSON Schema.
        key: its key; None where it is an entry of a list, or a whole document.
    """

    node: Node
    path: KeyPath
    schema: dict[str, Any]
    key: Scalar | None = None


@dataclass(eq=False)
class SpecFile(SourceFile):
    """One file with what was read from it.

    Attributes:
        document: its node trees.
        layout: the layout of each document.
        recognition: what made it count as a shot spec.
        defaults: the fields that its shots inherit.
        orders: the ``order`` of the file, of scenes and of shots, by path.
        unknown: entries with keys that the format does not have. With no entry here and none in ``unread``, the file
            follows the JSON Schema of the format.
        unread: values that are not what their keys take.
    """

    document: Document
    recognition: Recognition
    layouts: list[Layout] = field(default_factory=list)
    shots: list[Shot] = field(default_factory=list)
    characters: dict[str, Character] = field(default_factory=dict)
    defaults: dict[str, Field[Any]] = field(default_factory=dict)
    orders: dict[KeyPath, float] = field(default_factory=dict)
    base: SpecFile | None = None
    unread_extends: list[UnreadExtends] = field(default_factory=list)
    unknown: list[UnknownKey] = field(default_factory=list)
    unread: list[UnreadValue] = field(default_factory=list)

    def at(self, span: Span, path: KeyPath = ()) -> Location:
        """A place in this file."""
        return Location(self, span, path)

    def bases(self) -> Iterator[SpecFile]:
        """The files that this one extends, the closest first."""
        base = self.base
        while base is not None:
            yield base
            base = base.base
