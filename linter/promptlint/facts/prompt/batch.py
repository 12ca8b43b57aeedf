"""The job of parsing some prompts, in whatever process."""

from __future__ import annotations

from collections.abc import Sequence

from promptlint import __version__
from promptlint.facts.prompt.analyser import PromptAnalyser
from promptlint.facts.prompt.model import PromptFacts
from promptlint.facts.prompt.version import PROMPT_FACTS_VERSION
from promptlint.facts.prompt.vocabulary import Vocabulary

_analysers: dict[str, PromptAnalyser] = {}


def parse_batch(key: str, vocabulary: Vocabulary, prompts: Sequence[str]) -> list[PromptFacts]:
    """The facts of each prompt, in order.

    Args:
        key: stands for the vocabulary, so that what is made of it is made once in a process.
        vocabulary: the words to look for.
        prompts: what to parse.
    """
    if key not in _analysers:
        _analysers.clear()
        _analysers[key] = PromptAnalyser(vocabulary)
    return _analysers[key].analyse(prompts)


def version() -> str:
    """Which code parses prompts here."""
    return f"{__version__} {PROMPT_FACTS_VERSION}"
