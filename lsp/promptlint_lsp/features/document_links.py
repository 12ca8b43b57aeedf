"""What a spec names that can be opened: pictures, clips, and the file that it extends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from promptlint.document import Scalar
from promptlint.facts.reference.locate import locate
from promptlint.spec.pictures import pictures_of
from promptlint.spec.read import extends_entry
from promptlint.text import Span
from promptlint_lsp.view import View


@dataclass(frozen=True, slots=True)
class Link:
    """Something that can be opened.

    Attributes:
        span: the words that name it.
        path: the file; None where it lies on a server.
        url: its address there; empty for a file.
        title: what it is.
    """

    span: Span
    title: str
    path: Path | None = None
    url: str = ""


def links(view: View) -> list[Link]:
    """What can be opened from a spec, in the order of the file; only files of the project that exist."""
    found = [*_extended(view), *_pictures(view)]
    return sorted(dict.fromkeys(found), key=lambda link: link.span)


def _extended(view: View) -> Iterator[Link]:
    entry, base = extends_entry(view.file.document), view.file.base
    if entry is not None and base is not None and isinstance(entry.value, Scalar):
        yield Link(entry.value.content_span, f"Open {base.name}", base.path)


def _pictures(view: View) -> Iterator[Link]:
    root, folder = view.project.settings.root, view.file.path.parent
    for picture in pictures_of(view.file):
        if picture.file is not view.file:
            continue
        target = None if picture.is_url else locate(root, folder, picture.text)
        for mention in picture.mentions:
            span = mention.location.span
            if isinstance(target, Path):
                yield Link(span, f"Open the {picture.medium}", target)
            elif picture.text.startswith(("https://", "http://")):
                yield Link(span, f"Open the {picture.medium} in the browser", url=picture.text)
