"""Prompt facts of a run: from memory, else from the store, else from the parser, in one batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from promptlint.facts.store import FactStore, content_key

if TYPE_CHECKING:
    from promptlint.facts.prompt import PromptAnalyser, PromptFacts

KIND: Final = "prompt"


class PromptFactsSource:
    """Answers for prompts by their text.

    Args:
        lexicons: folders of lexicon files; the first counts. Without one nothing is known of a prompt but its words.
        additions: words that the project adds, by word list.
        store: where facts are kept between runs.
    """

    def __init__(self, lexicons: Sequence[Path], additions: Mapping[str, Sequence[str]], store: FactStore) -> None:
        self.lexicons = lexicons
        self.additions = additions
        self.store = store
        self._known: dict[str, PromptFacts] = {}

    def of(self, prompt: str) -> PromptFacts:
        """The facts of one prompt."""
        known = self._known.get(prompt)
        if known is None:
            self.prepare([prompt])
            known = self._known[prompt]
        return known

    def known(self, prompt: str) -> PromptFacts | None:
        """The facts of a prompt where another rule had it read; None where nobody did."""
        return self._known.get(prompt)

    def language_of(self, prompt: str) -> str:
        """ISO 639-1 code of a prompt's language, ``und`` where it has no letters.

        Where the facts are not known, only the script is looked at, which needs neither lexicons nor the parser.
        """
        known = self._known.get(prompt)
        if known is not None:
            return known.language
        if prompt.isascii():
            return "en"
        from promptlint.facts.prompt.language import detect_language

        return detect_language(prompt, {})

    def prepare(self, prompts: Iterable[str]) -> None:
        """Make sure that the facts of many prompts are known; those not in the store are parsed together."""
        from promptlint.facts.prompt import PromptFacts

        if not self.lexicons:
            self._known |= {prompt: PromptFacts("und", len(prompt.split()), 0) for prompt in prompts}
            return
        missing = [prompt for prompt in dict.fromkeys(prompts) if prompt not in self._known]
        keys = {prompt: content_key(self.version, prompt.encode("utf-8", "surrogatepass")) for prompt in missing}
        stored = self.store.get(KIND, keys.values())
        for prompt, key in keys.items():
            if key in stored:
                try:
                    self._known[prompt] = PromptFacts.from_json(stored[key])
                except (KeyError, TypeError, ValueError, AttributeError):
                    continue
        fresh = [prompt for prompt in missing if prompt not in self._known]
        if fresh:
            self._known |= dict(zip(fresh, self._analyser.analyse(fresh), strict=True))
            self.store.put(KIND, {keys[prompt]: self._known[prompt].to_json() for prompt in fresh})

    @cached_property
    def version(self) -> str:
        """Changes with the parser's code, its weights, the lexicons and the project's own words."""
        from promptlint.facts.prompt import PROMPT_FACTS_VERSION

        hasher = blake2b(PROMPT_FACTS_VERSION.encode(), digest_size=20)
        for folder in self.lexicons:
            for path in sorted(folder.glob("*.yaml")):
                hasher.update(path.name.encode() + path.read_bytes())
        hasher.update(repr(sorted((name, tuple(words)) for name, words in self.additions.items())).encode())
        return hasher.hexdigest()

    @cached_property
    def _analyser(self) -> PromptAnalyser:
        from promptlint.facts.prompt import PromptAnalyser, load_vocabulary

        return PromptAnalyser(load_vocabulary(self.lexicons[0]).extended(self.additions))
