"""Prompt facts: what a prompt says of movement, looks, camera and light.

Importing this package imports neither spaCy nor numpy; `PromptAnalyser.analyse` does when it first meets English text.
"""

from __future__ import annotations

from promptlint.facts.prompt.analyser import ANALYSED_LIMIT, PromptAnalyser
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
    "PromptAnalyser",
    "PromptFacts",
    "Span",
    "Subject",
    "Vocabulary",
    "VocabularyError",
    "load_vocabulary",
]
