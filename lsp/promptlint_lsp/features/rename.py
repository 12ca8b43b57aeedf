"""Giving a shot or a character another name wherever it is named, so that everything leads where it led before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from promptlint.document import Scalar
from promptlint.edits import apply, double_quoted, replace_scalar, replace_words
from promptlint.finding import TextEdit
from promptlint.fixes.verify import damage
from promptlint.spec.model import SpecFile
from promptlint.spec.sequence import NOBODY
from promptlint.text import SourceText, Span
from promptlint_lsp.edits import Changes, Refused
from promptlint_lsp.features.names import Key, Named, Names
from promptlint_lsp.project import Project

_MENTIONABLE: Final = re.compile(r"\w(?:[\w.-]*\w)?")


@dataclass(frozen=True, slots=True)
class Renamable:
    """What can be renamed at a place.

    Attributes:
        span: where its name stands there.
        name: its name.
    """

    span: Span
    name: str


def renamable(names: Names, path: Path, offset: int) -> Renamable | None:
    """What can be renamed at an offset of a file."""
    found = names.at(path, offset)
    return Renamable(found[1], found[0].name) if found is not None else None


def rename(project: Project, names: Names, path: Path, offset: int, new: str) -> Changes:
    """The edits that give what is named at an offset of a file another name, in all files.

    Raises:
        Refused: there is nothing to rename, or the name cannot be used.
    """
    found = names.at(path, offset)
    if found is None:
        raise Refused("Only shots and characters can be renamed: place the cursor on the name of one.")
    named, name = found[0], new.strip()
    if name == named.name:
        return {}
    _check_name(named, name, names)
    changes = _changes(named, name, names)
    for file, edits in changes.items():
        reason = damage(file.source.text, edits, file.path.name)
        if reason:
            raise Refused(f"The {named.kind} was not renamed: in {file.name} {reason}.")
    _check_same(project, names, changes, named, name)
    return changes


def _check_name(named: Named, name: str, names: Names) -> None:
    """Refuse a name that cannot be one, or that somebody else has.

    Raises:
        Refused: it cannot be used.
    """
    if not name or not name.isprintable():
        raise Refused(f"The name of a {named.kind} is one line of text, and not empty.")
    if named.kind == "character" and name.lower() in NOBODY:
        raise Refused(f"`{name}` stands for nobody where shots list their characters.")
    for other in names.all.values():
        if other.kind == named.kind and other.name == name and (named.kind == "shot" or _meet(named, other, names)):
            line = other.file.source.line_of(other.node.start)
            raise Refused(f"There is a {named.kind} `{name}` already, in {other.file.name} on line {line}.")
    if any(use.is_mention for use in names.of(named)) and not _MENTIONABLE.fullmatch(name):
        raise Refused(f"Prompts speak of `@{named.name}`, and `{name}` cannot stand behind an `@`.")


def _meet(named: Named, other: Named, names: Names) -> bool:
    """Whether a file knows both characters."""
    keys = {named.key, other.key}
    return any(
        keys <= {(one.file.path, one.key.start) for one in file.characters.values()} for file in names.sequence.files
    )


def _changes(named: Named, name: str, names: Names) -> Changes:
    """The edits by file; what stands in one scalar is edited together."""
    places: dict[tuple[Path, int], tuple[SpecFile, Scalar, list[Span]]] = {}
    whole = Span(0, len(named.node.value))
    for file, node, words in (
        (named.file, named.node, whole),
        *((use.file, use.node, Span(use.start, use.end)) for use in names.of(named)),
    ):
        places.setdefault((file.path, node.start), (file, node, []))[2].append(words)
    files: dict[Path, SpecFile] = {}
    edits: dict[Path, list[TextEdit]] = {}
    for file, node, words_in in places.values():
        files.setdefault(file.path, file)
        edits.setdefault(file.path, []).extend(_written(node, words_in, name))
    return {files[path]: tuple(sorted(set(own))) for path, own in edits.items()}


def _written(node: Scalar, places: Sequence[Span], name: str) -> Iterable[TextEdit]:
    """The edits that write a name at places of a scalar's text, in the style of the scalar."""
    if places[0] == (0, len(node.value)):
        if node.style == "plain" and _is_in_json(node):
            return [TextEdit(node.span, double_quoted(name))]
        return [replace_scalar(node, name)]
    edits = [replace_words(node, start, end, name) for start, end in places]
    if all(edit.span != node.span for edit in edits):
        return edits
    text = apply(node.value, tuple(TextEdit(place, name) for place in places))
    return [replace_scalar(node, text)]


def _is_in_json(node: Scalar) -> bool:
    """Whether a plain value stands where JSON would have it, behind a key in double quotes."""
    return node.source[: node.start].rstrip().endswith('":')


def _check_same(project: Project, names: Names, changes: Changes, named: Named, name: str) -> None:
    """Refuse edits after which a name leads elsewhere.

    Raises:
        Refused: it would.
    """
    texts = {
        file.path: SourceText(apply(file.source.text, tuple(edits)), file.source.bom) for file, edits in changes.items()
    }
    after = Names(project.read(texts))
    if _targets(names) != _targets(after):
        raise Refused(f"The {named.kind} was not renamed: `{name}` stands somewhere already, and would mean it then.")


def _targets(names: Names) -> list[tuple[Path, tuple[Path, int] | None]]:
    """For every place that uses a name, its file and what is named, counted so that edits do not move it."""
    ranks: dict[Key, tuple[Path, int]] = {}
    counts: Counter[Path] = Counter()
    for path, start in sorted(names.all):
        ranks[path, start] = (path, counts[path])
        counts[path] += 1
    return [(use.file.path, ranks.get(use.target) if use.target is not None else None) for use in names.uses]
