"""Making chains of texts in tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from promptlint.chain import Chain, NoChain, make_chain
from promptlint.document import compose, compose_lines
from promptlint.edits import apply
from promptlint.facts import ShotFacts, Surroundings
from promptlint.registry import installed
from promptlint.settings import Settings
from promptlint.spec.model import Shot, SpecFile
from promptlint.spec.read import read_file
from promptlint.spec.sequence import ShotSequence
from promptlint.surroundings import surroundings_of
from promptlint.text import SourceText

ROOT = Path("/film")


@cache
def surroundings() -> Surroundings:
    return surroundings_of(installed(), Settings(ROOT), date(2026, 11, 1), None)


def read(text: str, name: str = "a.shot.yaml") -> SpecFile:
    document = compose_lines(text) if name.endswith(".jsonl") else compose(text)
    assert not document.errors, f"{document.errors}\n{text}"
    return read_file(ROOT / name, name, SourceText(text), document, "name")


@dataclass
class Split:
    """A file before and after one of its shots became a chain."""

    before: SpecFile
    chain: Chain
    text: str
    after: SpecFile
    others: dict[str, str]

    @property
    def shots(self) -> list[Shot]:
        ids = {planned.id for planned in self.chain.plan.shots}
        return [shot for shot in self.after.shots if shot.name in ids]

    @property
    def prompts(self) -> list[str]:
        return [shot.prompt.value if shot.prompt else "" for shot in self.shots]


def attempt(text: str, shot: str | None = None, name: str = "a.shot.yaml", **others: str) -> Split | NoChain:
    """Split a shot of a text, the only one where none is named; ``others`` are further files of the project."""
    files = [read(text, name), *(read(other, f"{key}.shot.yaml") for key, other in others.items())]
    found = [one for one in files[0].shots if shot is None or one.name == shot]
    assert len(found) == 1
    made = make_chain(found[0], ShotFacts(found[0], surroundings(), ShotSequence(files)))
    if isinstance(made, NoChain):
        return made
    after = {file.name: apply(file.source.text, edits) for file, edits in made.edits.items()}
    rest = {other: after[other] for other in after if other != name}
    return Split(files[0], made, after[name], read(after[name], name), rest)


def split(text: str, shot: str | None = None, name: str = "a.shot.yaml", **others: str) -> Split:
    made = attempt(text, shot, name, **others)
    assert isinstance(made, Split), made
    return made
