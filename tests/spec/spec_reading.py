"""Reading a spec from text, without files."""

import inspect
from pathlib import Path

from promptlint.document import compose
from promptlint.spec.model import Recognition, Shot, SpecFile
from promptlint.spec.read import read_file
from promptlint.text import SourceText


def read(text: str, recognition: Recognition = "name") -> SpecFile:
    text = inspect.cleandoc(text) + "\n"
    return read_file(Path("/project/a.shot.yaml"), "a.shot.yaml", SourceText(text), compose(text), recognition)


def shots(text: str, recognition: Recognition = "name") -> list[Shot]:
    return read(text, recognition).shots


def shot(text: str) -> Shot:
    (only,) = shots(text)
    return only
