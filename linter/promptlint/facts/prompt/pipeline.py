"""The spaCy pipeline of the prompt parser: word-cluster features, sentence starts at hard punctuation, loading.

The weights lie beside this module in `weights/` (see MODEL_CARD.md). spaCy is imported here and nowhere else.
"""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.attrs import SHAPE  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.util import load_model_from_path, registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc

WEIGHTS = Path(__file__).with_name("weights")
CLUSTERS = "clusters.tsv.gz"
HARD_STOPS = frozenset(".!?;…")


@cache
def load_clusters(path: Path) -> dict[str, str]:
    """Word (lower case) to Brown cluster, from lines of `cluster TAB words`."""
    clusters: dict[str, str] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            cluster, _, words = line.rstrip("\n").partition("\t")
            clusters.update(dict.fromkeys(words.split(" "), cluster))
    return clusters


def casing(word: str) -> str:
    """One letter for the way a word is written: digits, lower, title, upper, mixed, other."""
    if any(ch.isdigit() for ch in word):
        return "d"
    if word.islower():
        return "l"
    if word.istitle():
        return "t"
    if word.isupper():
        return "u"
    return "m" if word.isalpha() else "o"


def cluster_shape(clusters: dict[str, str], word: str) -> str:
    """What stands in place of spaCy's word shape: casing class and Brown cluster, else the last letter."""
    cluster = clusters.get(word.lower())
    return f"{casing(word)}{cluster}" if cluster else f"{casing(word)}~{word[-1:].lower()}"


def install_cluster_shapes(nlp: Language, clusters: dict[str, str]) -> Language:
    """Make SHAPE the cluster feature, for new words and for those that the tokenizer already made."""

    def shape(word: str) -> str:
        return cluster_shape(clusters, word)

    nlp.vocab.lex_attr_getters[SHAPE] = shape  # type: ignore[attr-defined]
    for lexeme in nlp.vocab:
        lexeme.shape = nlp.vocab.strings.add(shape(lexeme.orth_))
    return nlp


@registry.callbacks("promptlint.cluster_shapes.v1")  # type: ignore[untyped-decorator]
def make_cluster_shapes() -> Callable[[Language], Language]:
    """The `nlp.after_creation` callback that the pipeline's config names."""

    def after_creation(nlp: Language) -> Language:
        return install_cluster_shapes(nlp, load_clusters(WEIGHTS / CLUSTERS))

    return after_creation


@Language.component("promptlint_sentence_starts")
def sentence_starts(doc: Doc) -> Doc:
    """Begin a sentence after a full stop, question or exclamation mark, semicolon or line break."""
    previous_stop = False
    for token in doc:
        text = token.text
        if previous_stop and text[0].isalnum():
            token.is_sent_start = True
            previous_stop = False
        elif text[0] in HARD_STOPS or "\n" in text:
            previous_stop = True
        elif not (text.isspace() or text[0] in "\"'”’)]"):
            previous_stop = False
    return doc


@cache
def load_pipeline(path: Path = WEIGHTS) -> Language:
    """The pipeline, once per process."""
    nlp = load_model_from_path(path, exclude=["vocab", "tokenizer"])
    for name in nlp.pipe_names:
        for label in getattr(nlp.get_pipe(name), "labels", ()):
            nlp.vocab.strings.add(label)
    return nlp
