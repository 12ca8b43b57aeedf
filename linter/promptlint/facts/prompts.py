"""Prompt facts of a run: from memory, else from the store, else from the parser, in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from promptlint.facts.store import FactStore, content_key
from promptlint.workers import HERE, Failure, Job, Load, Task, Workers

if TYPE_CHECKING:
    from promptlint.facts.prompt import PromptFacts, Vocabulary

KIND: Final = "prompt"
_WORDS_A_SECOND: Final = 12_000
_BATCH_WORDS: Final = 6_000
_START_SECONDS: Final = 1.2
"""Most of it loads the parser."""


class PromptFactsSource:
    """Answers for prompts by their text.

    Args:
        lexicons: folders of lexicon files; the first counts. Without one nothing is known of a prompt but its words.
        additions: words that the project adds, by word list.
        store: where facts are kept between runs.
        workers: who parses prompts that are not in the store.
    """

    def __init__(
        self,
        lexicons: Sequence[Path],
        additions: Mapping[str, Sequence[str]],
        store: FactStore,
        workers: Workers = HERE,
    ) -> None:
        self.lexicons = lexicons
        self.additions = additions
        self.store = store
        self.workers = workers
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

    def prepare(self, prompts: Iterable[str], checkpoint: Callable[[], None] | None = None) -> None:
        """Make sure that the facts of many prompts are known; those not in the store are parsed in batches.

        ``checkpoint`` is called after each batch and may raise; what was parsed stays known.
        """
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
            for facts in self._parsed(fresh):
                self._known |= facts
                self.store.put(KIND, {keys[prompt]: known.to_json() for prompt, known in facts.items()})
                if checkpoint is not None:
                    checkpoint()

    def forget_all_but(self, prompts: Iterable[str]) -> None:
        """Let the facts of other prompts go from memory."""
        self._known = {prompt: facts for prompt in prompts if (facts := self._known.get(prompt)) is not None}

    def _parsed(self, prompts: list[str]) -> Iterator[dict[str, PromptFacts]]:
        """The facts of some prompts after the other. Those that nobody else could parse are parsed here."""
        from promptlint.facts.prompt.batch import parse_batch, version

        batches = list(_batches(prompts))
        load = Load(len(batches), sum(len(prompt.split()) for prompt in prompts) / _WORDS_A_SECOND, _START_SECONDS)
        workers = self.workers if load.worth else HERE
        jobs = (Job(number, (self.version, self._vocabulary, batch)) for number, batch in enumerate(batches))
        for number, found in workers.do(Task(parse_batch, version), jobs, load):
            batch = batches[number]
            facts = parse_batch(self.version, self._vocabulary, batch) if isinstance(found, Failure) else found
            yield dict(zip(batch, facts, strict=True))

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
    def _vocabulary(self) -> Vocabulary:
        from promptlint.facts.prompt import load_vocabulary

        return load_vocabulary(self.lexicons[0]).extended(self.additions)


def _batches(prompts: list[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    words = 0
    for prompt in prompts:
        batch.append(prompt)
        words += len(prompt.split())
        if words >= _BATCH_WORDS:
            yield batch
            batch, words = [], 0
    if batch:
        yield batch
