"""YAML and JSON text as a node tree with exact source positions."""

from promptlint.document.compose import Document, compose, compose_lines, walk
from promptlint.document.errors import DocumentError, DocumentErrorKind
from promptlint.document.nodes import Entry, Mapping, Node, Scalar, Sequence
from promptlint.document.resolve import PlainValue, is_null, node_at, resolve, to_instance
from promptlint.document.scalar_map import ScalarMap

__all__ = [
    "Document",
    "DocumentError",
    "DocumentErrorKind",
    "Entry",
    "Mapping",
    "Node",
    "PlainValue",
    "Scalar",
    "ScalarMap",
    "Sequence",
    "compose",
    "compose_lines",
    "is_null",
    "node_at",
    "resolve",
    "to_instance",
    "walk",
]
