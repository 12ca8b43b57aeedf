"""Annotated copies of the pictures that specs name, as files, for ``promptlint inspect --image``."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image

from promptlint.config import ConfigFinder
from promptlint.facts import Surroundings
from promptlint.facts.reference.locate import read_picture
from promptlint.facts.reference.model import Stage, Unreadable
from promptlint.finding import Finding
from promptlint.report.annotated_picture import annotated
from promptlint.report.inspection import load_spec, surroundings_for
from promptlint.run import RunRequest, run
from promptlint.spec.model import SpecFile
from promptlint.spec.pictures import Picture, pictures_of

ALL_STAGES = frozenset(Stage)


class NoPictureError(Exception):
    """There is nothing to draw; the message says why."""


def draw_sheets(paths: Sequence[Path], configs: ConfigFinder, today: date, out: Path) -> list[Path]:
    """Write an annotated copy of every picture that the specs name.

    Args:
        paths: spec files.
        configs: finds the settings of each file.
        today: the day of the run.
        out: a file ending in ``.png`` for the one picture that there is, else a folder, which is made.

    Returns:
        The files that were written.

    Raises:
        NoPictureError: no picture can be drawn, or there are several for one file.
        NotASpecError: a file is no shot spec.
        OSError: a file cannot be read or written.
    """
    sheets: dict[str, Image.Image] = {}
    for path in paths:
        findings = run([path], RunRequest(configs, today)).findings
        surroundings = surroundings_for(path, configs.settings_for, today)
        for located, pictures in _by_file(load_spec(path, configs.settings_for), surroundings).items():
            about = [finding for finding in findings if any(_is_about(finding, picture) for picture in pictures)]
            sheet = _sheet(located, pictures[0], surroundings, about)
            if sheet is not None:
                sheets[_name(located, sheets)] = sheet
    if not sheets:
        raise NoPictureError("No picture that the specs name can be opened; `promptlint check --select R401` says why.")
    if out.suffix.lower() == ".png":
        if len(sheets) > 1:
            raise NoPictureError(f"The specs name {len(sheets)} pictures: give a folder instead of {out}.")
        return _write(out.parent, [(out.name, next(iter(sheets.values())))])
    out.mkdir(parents=True, exist_ok=True)
    return _write(out, sheets.items())


def _write(folder: Path, sheets: Iterable[tuple[str, Image.Image]]) -> list[Path]:
    written = []
    for name, sheet in sheets:
        sheet.save(folder / name, "PNG")
        written.append(folder / name)
    return written


def _by_file(file: SpecFile, surroundings: Surroundings) -> dict[Path, list[Picture]]:
    """The pictures of a spec by the file that they are: several specs may name it, each by a path of its own."""
    found: dict[Path, list[Picture]] = {}
    for picture in pictures_of(file):
        located = surroundings.references.locate(picture.file, picture.text)
        if picture.is_looked_at and isinstance(located, Path):
            found.setdefault(located, []).append(picture)
    return found


def _sheet(path: Path, picture: Picture, surroundings: Surroundings, findings: Sequence[Finding]) -> Image.Image | None:
    """The annotated picture; None where it cannot be decoded."""
    references = surroundings.references
    data = read_picture(path, references.limits)
    if isinstance(data, Unreadable):
        return None
    known = references.of(picture.file, picture.text, ALL_STAGES)
    if known.header is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data)) as image:
                return annotated(image, known, findings)
    except OSError:
        return None


def _is_about(finding: Finding, picture: Picture) -> bool:
    """Whether a finding points at a place that names the picture, or at a region of it."""
    here = any(finding.file.path == m.location.file.path and finding.span == m.location.span for m in picture.mentions)
    return here or any(evidence.picture == picture.text for evidence in finding.evidence)


def _name(path: Path, taken: Collection[str]) -> str:
    """A file name that tells the picture, unlike those that are taken."""
    names = (f"{path.stem}{f'-{number}' if number else ''}.png" for number in range(len(taken) + 1))
    return next(name for name in names if name not in taken)
