"""What the features of the server look at: an open spec as it was last read, with all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass

from lsprotocol import types

from promptlint.document import Mapping, Node, Scalar, Sequence
from promptlint.finding import Finding
from promptlint.spec.model import Shot, SpecFile
from promptlint.spec.sequence import ShotSequence
from promptlint.text import Span
from promptlint_lsp.positions import Positions
from promptlint_lsp.project import Project


@dataclass(frozen=True, slots=True)
class View:
    """An open spec at one version.

    Attributes:
        uri: as the editor writes it.
        version: counted by the editor.
        file: the spec as it was read from that version.
        findings: what is known of it so far, sorted by place.
        complete: whether prompts and pictures have been looked at.
        project: the project that it belongs to.
        positions: offsets of its text as positions of the protocol.
    """

    uri: str
    version: int
    file: SpecFile
    findings: tuple[Finding, ...]
    complete: bool
    project: Project
    positions: Positions

    @property
    def sequence(self) -> ShotSequence:
        """The shots of the project, those of this file as they are now."""
        return self.project.sequence_with(self.file)

    def range(self, span: Span) -> types.Range:
        """The range of a span of the file."""
        return self.positions.range(span)

    def shot_at(self, offset: int) -> Shot | None:
        """The shot that an offset lies in, or that is alone on its line."""
        source = self.file.source
        line = source.line_span(source.line_of(offset))
        inside = [shot for shot in self.file.shots if shot.node.start <= line.end and line.start <= shot.node.end]
        exact = (shot for shot in inside if shot.node.start <= offset <= shot.node.end)
        return next(exact, inside[0] if len(inside) == 1 else None)

    def findings_in(self, span: Span) -> list[Finding]:
        """The findings that touch a span."""
        return [one for one in self.findings if one.span.start <= span.end and one.span.end >= span.start]

    def path_at(self, offset: int) -> list[Node]:
        """The nodes that hold an offset, from the document to the innermost; keys count as nodes, too."""
        root = next((node for node in self.file.document.roots if node.start <= offset <= node.end), None)
        path: list[Node] = []
        node = root
        while node is not None:
            path.append(node)
            node = next((child for child in _children(node) if child.start <= offset <= child.end), None)
        return path


def _children(node: Node) -> list[Node]:
    if isinstance(node, Mapping):
        own = [entry for entry in node.entries if not entry.merged]
        return [child for entry in own for child in (entry.key, entry.value)]
    if isinstance(node, Sequence):
        return list(node.items)
    assert isinstance(node, Scalar)
    return []
