"""From what stands at a place to where it is defined, and to every place that uses it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from promptlint.config import ConfigError
from promptlint.config.read import read_config
from promptlint.document import Scalar
from promptlint.profiles import Ambiguous, Match
from promptlint.spec.model import Field
from promptlint.text import SourceFile, SourceText, Span
from promptlint_lsp.features.document_links import links
from promptlint_lsp.features.names import Names
from promptlint_lsp.view import View


@dataclass(frozen=True, slots=True)
class Target:
    """A place to go to.

    Attributes:
        path: the file.
        source: its text; None where it may be none.
        span: the name; None where only the start of the file can be told.
        whole: all that is defined.
    """

    path: Path
    source: SourceText | None = None
    span: Span | None = None
    whole: Span | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """Where something is defined, and the words that lead there."""

    origin: Span
    target: Target


def definition(view: View, names: Names, offset: int) -> Definition | None:
    """Where that is defined which an offset names: a shot, a character, a picture, a file that is extended, or a model
    that the project's configuration describes."""
    found = names.at(view.file.path, offset)
    if found is not None:
        named, origin = found
        target = Target(named.file.path, named.file.source, named.node.content_span, named.whole.span)
        return Definition(origin, target)
    for link in links(view):
        if link.path is not None and link.span.start <= offset <= link.span.end:
            return Definition(link.span, Target(link.path))
    return _model(view, offset)


def references(names: Names, path: Path, offset: int, *, declaration: bool) -> list[tuple[SourceFile, Span, bool]]:
    """Every place that names what is named at an offset of a file, each with whether it gives the name.

    Args:
        names: the names of the project.
        path: the file.
        offset: a place in it.
        declaration: whether to list the place that gives the name as well.
    """
    found = names.at(path, offset)
    if found is None:
        return []
    named, _ = found
    given = [(named.file, named.node.content_span, True)] if declaration else []
    return [*given, *((use.file, use.span, False) for use in names.of(named))]


def _model(view: View, offset: int) -> Definition | None:
    """The table of a model in the configuration that a shot or the defaults of a file name."""
    fields: Iterable[Field[str] | None] = (
        view.file.defaults.get("model"),
        *(shot.model for shot in view.file.shots),
    )
    for field in fields:
        if field is None or field.file is not view.file or not isinstance(field.node, Scalar):
            continue
        span = field.node.content_span
        if span.start <= offset <= span.end:
            target = _own_profile(view, field.node.value)
            return Definition(span, target) if target is not None else None
    return None


def _own_profile(view: View, name: str) -> Target | None:
    models, profiles = view.project.settings.models, view.project.surroundings.profiles
    meant = _ids(profiles.find(name)) if models else set()
    own = next((key for key in models if not meant.isdisjoint(_ids(profiles.find(key)))), None)
    if own is None:
        return None
    for path in reversed(view.project.configs.resolved_for(view.file.path.parent).files):
        try:
            config = read_config(path, path.name)
        except ConfigError:
            continue
        line = config.line("models", own)
        if own in config.table.get("models", {}) and line is not None:
            source = SourceText(config.text)
            return Target(path, source, source.line_span(line), source.line_span(line))
    return None


def _ids(found: Match | Ambiguous | None) -> set[str]:
    """The models that a name may mean."""
    if found is None:
        return set()
    return {match.profile.id for match in (found.candidates if isinstance(found, Ambiguous) else (found,))}
