"""The rule lemmatizer: tables of spacy-lookups-data, cut to common words and lexicons, with exceptions of the field."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from spacy.lookups import Lookups

from prompt_parser.clusters import common_words, read_table
from prompt_parser.grammar.inflect import IRREGULAR, gerund, past, third
from prompt_parser.grammar.words import load_lists
from promptlint.facts.prompt.pipeline import load_pipeline
from promptlint.facts.prompt.version import WEIGHTS_DIGEST, digest_weights

if TYPE_CHECKING:
    from spacy.language import Language

EXCEPTIONS: dict[str, dict[str, list[str]]] = yaml.safe_load(
    Path(__file__).with_name("lemma_exceptions.yaml").read_text(encoding="utf-8")
)
VERB_LISTS = (
    "movement_intransitive",
    "movement_transitive",
    "expressions",
    "gazes",
    "speech",
    "nature",
    "changes",
    "postures",
    "states",
)


def own_verbs(lists: dict[str, list[str]]) -> list[str]:
    """The verbs of the lexicons."""
    return sorted({verb for name in VERB_LISTS for verb in lists[name] if verb.isalpha()})


def lexicon_forms(lists: dict[str, list[str]]) -> dict[str, list[str]]:
    """Inflected form to lemma for the verbs of the lexicons, so that "riding" is "ride" and not "rid"."""
    verbs = own_verbs(lists)
    forms = {}
    for verb in verbs:
        forms[verb] = [verb]
        shapes = [third(verb), gerund(verb)] + ([] if verb in IRREGULAR else [past(verb)])
        forms.update({shape: [verb] for shape in shapes if shape not in verbs})
    return forms


def rivals(lists: dict[str, list[str]], rules: list[list[str]]) -> set[str]:
    """Other verbs that the rules would make of a lexicon verb's forms ("rid" of "riding")."""
    found: set[str] = set()
    for form, (verb,) in lexicon_forms(lists).items():
        found |= {form[: -len(old)] + new for old, new in rules if old and form.endswith(old)} - {verb}
    return found - set(own_verbs(lists))


def add_lemmatizer(nlp: Language, lexicons: Path, word_count: int) -> None:
    """Add spaCy's rule lemmatizer with cut-down tables."""
    known = set(common_words(word_count))
    lists = load_lists(lexicons)
    for words in lists.values():
        known.update(words)
    index = {part: sorted(set(words) & known) for part, words in read_table("en_lemma_index").items()}  # type: ignore[call-overload]
    exceptions = {part: dict(forms) for part, forms in read_table("en_lemma_exc").items()}  # type: ignore[call-overload]
    exceptions["verb"].update(lexicon_forms(lists))
    for part, forms in EXCEPTIONS.items():
        exceptions.setdefault(part, {}).update(forms)
    rules = read_table("en_lemma_rules")
    for part in EXCEPTIONS:
        rules.setdefault(part, [])  # type: ignore[arg-type]
        index.setdefault(part, [])
    index["verb"] = sorted(set(index["verb"]) - rivals(lists, rules["verb"]))  # type: ignore[arg-type]
    lookups = Lookups()
    lookups.add_table("lemma_rules", rules)
    lookups.add_table("lemma_exc", exceptions)
    lookups.add_table("lemma_index", index)
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule", "overwrite": True})
    lemmatizer.initialize(list, lookups=lookups)  # type: ignore[attr-defined]


def main() -> None:
    """Renew the lemmatizer of a trained pipeline after a change of the lexicons; no training."""
    arguments = argparse.ArgumentParser(description=main.__doc__)
    arguments.add_argument("--weights", type=Path, required=True)
    arguments.add_argument("--lexicons", type=Path, required=True)
    arguments.add_argument("--words", type=int, default=60_000)
    options = arguments.parse_args()
    nlp = load_pipeline(options.weights)
    nlp.remove_pipe("lemmatizer")
    add_lemmatizer(nlp, options.lexicons, options.words)
    nlp.get_pipe("lemmatizer").to_disk(options.weights / "lemmatizer", exclude=["vocab"])  # type: ignore[attr-defined]
    (options.weights / WEIGHTS_DIGEST.name).write_text(digest_weights(options.weights) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
