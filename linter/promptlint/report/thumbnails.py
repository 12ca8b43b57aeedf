"""Small copies of pictures: from the store, else made and kept there, so that each picture is decoded once for them."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Final, TypedDict, TypeGuard

from promptlint.facts.reference.locate import read_picture
from promptlint.facts.reference.model import HeaderFacts, Stage, Unreadable
from promptlint.facts.references import ReferenceFactsSource
from promptlint.facts.store import content_key
from promptlint.picture_limits import Limits
from promptlint.text import SourceFile

LONGEST: Final = 320
"""Pixels of the longer side of a small copy: sharp on a page at the width that it has there."""
QUALITY: Final = 70
_KIND: Final = "thumbnail"
_VERSION: Final = f"1:{LONGEST}:{QUALITY}"
_BATCH: Final = 25


class _Copy(TypedDict):
    jpeg: str
    width: int
    height: int


@dataclass(frozen=True)
class Thumbnail:
    """A small copy.

    Attributes:
        sha256: of the picture's bytes, hexadecimal.
        base64: the JPEG.
        width: in pixels of the picture itself, as it is shown.
        height: likewise.
    """

    sha256: str
    base64: str
    width: int
    height: int

    @property
    def uri(self) -> str:
        """The copy as a ``data:`` URI."""
        return f"data:image/jpeg;base64,{self.base64}"

    @cached_property
    def jpeg(self) -> bytes:
        """The bytes of the JPEG."""
        return b64decode(self.base64)


class Thumbnails:
    """Small copies of pictures by their hash."""

    def __init__(self) -> None:
        self._by_sha: dict[str, Thumbnail] = {}

    @property
    def all(self) -> tuple[Thumbnail, ...]:
        """Every copy so far."""
        return tuple(self._by_sha.values())

    def of(self, sha: str) -> Thumbnail | None:
        """The copy of a picture by its hash; None where it cannot be decoded, or was not prepared."""
        return self._by_sha.get(sha)

    def prepare(self, references: ReferenceFactsSource, named: Iterable[tuple[SourceFile, str]]) -> None:
        """Make the copies of pictures that have none yet.

        Args:
            references: knows the pictures; it also says where copies are kept, and how large a picture may be.
            named: the spec in which each is named, and its path as written there.
        """
        wanted = dict(self._wanted(references, named))
        store, made = references.store, dict[bytes, object]()
        keys = {sha: content_key(_VERSION, bytes.fromhex(sha)) for sha in wanted}
        stored = store.get(_KIND, keys.values())
        for sha, (path, header) in wanted.items():
            copy = stored.get(keys[sha])
            if not _is_copy(copy):
                copy = made[keys[sha]] = _copy(path, header, references.limits)
            if copy["jpeg"]:
                self._by_sha[sha] = Thumbnail(sha, copy["jpeg"], copy["width"], copy["height"])
            if len(made) >= _BATCH:
                store.put(_KIND, made)
                made = {}
        store.put(_KIND, made)

    def _wanted(
        self, references: ReferenceFactsSource, named: Iterable[tuple[SourceFile, str]]
    ) -> Iterator[tuple[str, tuple[Path, HeaderFacts]]]:
        """The pictures that have no copy yet, by hash."""
        located = {place: references.locate(*place) for place in dict.fromkeys(named)}
        references.prepare((path for path in located.values() if isinstance(path, Path)), frozenset({Stage.HEADER}))
        for place, path in located.items():
            known = references.of(*place)
            if isinstance(path, Path) and known.header is not None and known.sha256 not in self._by_sha:
                yield known.sha256, (path, known.header)


def _is_copy(stored: object) -> TypeGuard[_Copy]:
    match stored:
        case {"jpeg": str(), "width": int(), "height": int()}:
            return True
    return False


def _copy(path: Path, header: HeaderFacts, limits: Limits) -> _Copy:
    """A small copy as it is stored; without one where the picture cannot be decoded."""
    from PIL import Image

    from promptlint.facts.reference.decode import DamagedError, Decoded

    data = read_picture(path, limits)
    if isinstance(data, Unreadable):
        return {"jpeg": "", "width": 0, "height": 0}
    try:
        decoded = Decoded.decode(data, header)
    except DamagedError:
        return {"jpeg": "", "width": 0, "height": 0}
    stream = BytesIO()
    Image.fromarray(decoded.rgb(LONGEST)).save(stream, "JPEG", quality=QUALITY, optimize=True)
    jpeg = b64encode(stream.getvalue()).decode("ascii")
    return {"jpeg": jpeg, "width": decoded.width, "height": decoded.height}
