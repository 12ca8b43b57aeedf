"""Every picture and clip that a spec file names, each with all the places that name it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from promptlint.spec.model import Character, Field, KeyPath, Location, Shot, SpecFile
from promptlint.spec.values import Reference
from promptlint.text import SourceFile

Role: TypeAlias = Literal["start", "end", "reference", "character", "view", "extend", "motion"]
Medium: TypeAlias = Literal["picture", "clip"]
_SINGLE: tuple[tuple[str, Role], ...] = (
    ("image", "start"),
    ("end_image", "end"),
    ("extend", "extend"),
    ("motion.reference", "motion"),
)
CLIP_ROLES: tuple[Role, ...] = ("extend", "motion")


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """A place that names a picture.

    Attributes:
        reference: what is written there.
        location: the path's own characters.
        role: what the picture is for.
        shot: the shot that uses it; None in the character bible.
        character: the character whose picture it is; None in a shot.
        view: the name of the view, for role ``view``.
    """

    reference: Reference
    location: Location
    role: Role
    shot: Shot | None = None
    character: Character | None = None
    view: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture or clip that a spec file names, by a path or a URL.

    Attributes:
        file: the file in which the path stands, and to which it is relative.
        text: the path or URL.
        mentions: where it is named, in the order of the file; at least one.
    """

    file: SpecFile
    text: str
    mentions: tuple[Mention, ...]

    @property
    def medium(self) -> Medium:
        """What it is by its use."""
        return "clip" if all(mention.role in CLIP_ROLES for mention in self.mentions) else "picture"

    @property
    def location(self) -> Location:
        """Where it is named first."""
        return self.mentions[0].location

    @property
    def is_url(self) -> bool:
        """Whether it lies on a server and not in the project."""
        return self.mentions[0].reference.kind == "url"

    @property
    def is_looked_at(self) -> bool:
        """Whether it is a picture file of the project."""
        return self.medium == "picture" and not self.is_url

    @property
    def shots(self) -> list[Shot]:
        """The shots that use it."""
        return [mention.shot for mention in self.mentions if mention.shot is not None]


def pictures_of(file: SpecFile) -> list[Picture]:
    """The pictures and clips that the shots and the character bible of a file name, in the order of the file.

    What a shot inherits from another file counts as named there. Frames of other shots, descriptions and placeholders
    are no pictures.
    """
    found: dict[tuple[int, str], list[Mention]] = {}
    files: dict[int, SpecFile] = {}
    for mention in (*_of_characters(file), *(m for shot in file.shots for m in mentions_of(shot))):
        if mention.reference.kind in ("path", "url"):
            assert isinstance(mention.location.file, SpecFile)
            files[id(mention.location.file)] = mention.location.file
            found.setdefault((id(mention.location.file), mention.reference.text), []).append(mention)
    pictures = [
        Picture(files[owner], text, tuple(sorted(mentions, key=lambda mention: mention.location.span)))
        for (owner, text), mentions in found.items()
    ]
    return sorted(pictures, key=lambda picture: (picture.file is not file, picture.location.span))


def mentions_of(shot: Shot) -> Iterator[Mention]:
    """Every picture, clip and linked frame that a shot names."""
    for name, role in _SINGLE:
        field = shot.fields.get(name)
        if field is not None and isinstance(field.value, Reference):
            yield Mention(field.value, reference_location(field, field.value), role, shot)
    if shot.references is not None:
        for reference in shot.references.value:
            yield Mention(reference, reference_location(shot.references, reference), "reference", shot)


def reference_location(field: Field[Any], reference: Reference) -> Location:
    """Where the path, URL or shot id of a reference stands."""
    return Location(field.file, reference.node.content_span, field.path)


def place_of(reference: Reference, file: SourceFile) -> str:
    """A path so that two files can be compared by what they name: URLs as written, paths from the root of the disk."""
    if reference.kind != "path":
        return reference.text
    return os.path.normpath(file.path.parent / reference.text.replace("\\", "/"))


def is_same_picture(field: Field[Reference], other: Field[Reference]) -> bool:
    """Whether two fields name the same picture, frame or clip."""
    mine, theirs = field.value, other.value
    same_place = place_of(mine, field.file) == place_of(theirs, other.file)
    return mine.kind == theirs.kind and mine.frame == theirs.frame and same_place


def _of_characters(file: SpecFile) -> Iterator[Mention]:
    for character in file.characters.values():
        if character.image is not None:
            yield _in_bible(character, character.image, "character", ("image",))
        for view, reference in character.views.items():
            yield _in_bible(character, reference, "view", ("views", view), view)


def _in_bible(
    character: Character, reference: Reference, role: Role, keys: KeyPath, view: str | None = None
) -> Mention:
    location = Location(character.file, reference.node.content_span, (*character.path, *keys))
    return Mention(reference, location, role, None, character, view)
