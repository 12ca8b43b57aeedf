"""One vocabulary and one analyser for all tests of the prompt facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptlint.facts.prompt import PromptAnalyser, PromptFacts, Vocabulary, load_vocabulary

LEXICONS = Path(__file__).parents[3] / "rules" / "promptlint_rules" / "lexicons"


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary(LEXICONS)


@pytest.fixture(scope="session")
def analyser(vocabulary: Vocabulary) -> PromptAnalyser:
    return PromptAnalyser(vocabulary)


@pytest.fixture
def facts_of(analyser: PromptAnalyser):
    def read(prompt: str) -> PromptFacts:
        return analyser.analyse([prompt])[0]

    return read
