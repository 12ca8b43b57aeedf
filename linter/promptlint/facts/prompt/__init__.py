"""Prompt facts: what a prompt says of movement, looks, camera and light.

Importing this package brings the facts' types only: the analyser loads when it is first asked for, and spaCy and numpy
when it first meets English text.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from promptlint.facts.prompt.model import (
    Action,
    Attribute,
    CameraMove,
    Dialogue,
    Label,
    Negation,
    PromptFacts,
    Span,
    Subject,
)
from promptlint.facts.prompt.parts import Part, PartKind, parts_of

if TYPE_CHECKING:
    from promptlint.facts.prompt.analyser import ANALYSED_LIMIT, PromptAnalyser
    from promptlint.facts.prompt.version import PROMPT_FACTS_VERSION
    from promptlint.facts.prompt.vocabulary import Vocabulary, VocabularyError, load_vocabulary

__all__ = [
    "ANALYSED_LIMIT",
    "PROMPT_FACTS_VERSION",
    "Action",
    "Attribute",
    "CameraMove",
    "Dialogue",
    "Label",
    "Negation",
    "Part",
    "PartKind",
    "PromptAnalyser",
    "PromptFacts",
    "Span",
    "Subject",
    "Vocabulary",
    "VocabularyError",
    "load_vocabulary",
    "parts_of",
]

_MODULES = {
    "ANALYSED_LIMIT": "analyser",
    "PROMPT_FACTS_VERSION": "version",
    "PromptAnalyser": "analyser",
    "Vocabulary": "vocabulary",
    "VocabularyError": "vocabulary",
    "load_vocabulary": "vocabulary",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
