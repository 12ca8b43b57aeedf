"""Train the prompt parser.

    OMP_NUM_THREADS=1 python -m prompt_parser.train --ewt FOLDER --lexicons FOLDER --out FOLDER

FOLDER of `--ewt` holds ewt-train, ewt-dev and ewt-test as .conllu.gz (UD English-EWT r2.16). Eight minutes of one core.
"""

from __future__ import annotations

import argparse
import random
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import Adam, fix_random_seed

from prompt_parser.clusters import write_clusters
from prompt_parser.conllu import read_conllu
from prompt_parser.grammar.prompts import Prompts
from prompt_parser.grammar.tree import Row
from prompt_parser.lemmas import add_lemmatizer
from promptlint.facts.prompt import pipeline
from promptlint.facts.prompt.version import WEIGHTS_DIGEST, digest_weights

WIDTH, DEPTH, WINDOW, PIECES = 96, 4, 1, 3
ATTRIBUTES, ROWS = ["NORM", "PREFIX", "SUFFIX", "SHAPE"], [5000, 1000, 2500, 2000]
HIDDEN = 64
DROPOUT, LEARN_RATE, L2, LOWERED = 0.1, 1e-3, 0.01, 0.2
FIRST_BATCH, LAST_BATCH, GROWTH = 100, 1000, 1.001
EVALUATE_EVERY = 500
CLUSTERED_WORDS = 60_000
META = {
    "name": "promptlint_prompts",
    "version": "1.0.0",
    "spacy_version": ">=3.8,<3.9",
    "description": "Parser for image-to-video prompts",
    "license": "CC BY-SA 4.0",
    "sources": [
        {"name": "UD English-EWT r2.16", "license": "CC BY-SA 4.0"},
        {"name": "spacy-lookups-data", "license": "MIT"},
    ],
}

Document = list[list[Row]]


def architecture(kind: str, **settings: Any) -> dict[str, Any]:
    """A registered architecture as config."""
    return {"@architectures": kind, **settings}


def build() -> Language:
    """The untrained pipeline."""
    nlp = spacy.blank("en", config={"nlp": {"after_creation": {"@callbacks": "promptlint.cluster_shapes.v1"}}})
    embed = architecture(
        "spacy.MultiHashEmbed.v2", width=WIDTH, attrs=ATTRIBUTES, rows=ROWS, include_static_vectors=False
    )
    encode = architecture(
        "spacy.MaxoutWindowEncoder.v2", width=WIDTH, depth=DEPTH, window_size=WINDOW, maxout_pieces=PIECES
    )
    nlp.add_pipe("tok2vec", config={"model": architecture("spacy.Tok2Vec.v2", embed=embed, encode=encode)})
    listener = architecture("spacy.Tok2VecListener.v1", width=WIDTH, upstream="tok2vec")
    nlp.add_pipe(
        "tagger", config={"model": architecture("spacy.Tagger.v2", tok2vec=listener, nO=None, normalize=False)}
    )
    nlp.add_pipe(
        "morphologizer", config={"model": architecture("spacy.Tagger.v2", tok2vec=listener, nO=None, normalize=False)}
    )
    parser = architecture(
        "spacy.TransitionBasedParser.v2",
        state_type="parser",
        extra_state_tokens=False,
        hidden_width=HIDDEN,
        maxout_pieces=2,
        use_upper=True,
        nO=None,
        tok2vec=listener,
    )
    nlp.add_pipe("parser", config={"model": parser, "min_action_freq": 20})
    return nlp


def to_doc(nlp: Language, document: Document, *, lower: bool = False) -> Doc:
    """The gold document, at times in lower case."""
    rows: list[Row] = []
    heads: list[int] = []
    starts: list[bool] = []
    for sentence in document:
        heads += [row.head + len(rows) for row in sentence]
        starts += [position == 0 for position in range(len(sentence))]
        rows += sentence
    words = [row.form.lower() if lower else row.form for row in rows]
    return Doc(
        nlp.vocab,
        words=words,
        spaces=[row.space for row in rows],
        tags=[row.tag for row in rows],
        pos=[row.upos for row in rows],
        morphs=[row.feats for row in rows],
        heads=heads,
        deps=[row.dep for row in rows],
        sent_starts=None,
    )


def to_example(nlp: Language, document: Document, *, lower: bool = False) -> Example:
    """The gold document beside the bare words."""
    gold = to_doc(nlp, document, lower=lower)
    bare = Doc(nlp.vocab, words=[t.text for t in gold], spaces=[bool(t.whitespace_) for t in gold])
    return Example(bare, gold)


def batches(documents: Sequence[Document], rng: random.Random) -> Iterator[list[Document]]:
    """Endless shuffled batches that grow from 100 to 1000 words."""
    size = float(FIRST_BATCH)
    while True:
        order = list(documents)
        rng.shuffle(order)
        batch: list[Document] = []
        words = 0
        for document in order:
            length = sum(map(len, document))
            if batch and words + length > size:
                yield batch
                batch, words = [], 0
                size = min(LAST_BATCH, size * GROWTH)
            batch.append(document)
            words += length


def evaluate(nlp: Language, documents: Sequence[Document]) -> dict[str, float]:
    """TAG, UPOS, UAS and LAS in percent."""
    scores = nlp.evaluate([to_example(nlp, document) for document in documents])
    names = {"tag": "tag_acc", "pos": "pos_acc", "uas": "dep_uas", "las": "dep_las"}
    return {name: round(100 * (scores[key] or 0.0), 1) for name, key in names.items()}


def main() -> None:
    """Train, keep the best step, add the lemmatizer, write the pipeline."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--ewt", type=Path, required=True)
    arguments.add_argument("--lexicons", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--prompts", type=int, default=9000)
    arguments.add_argument("--steps", type=int, default=3500)
    arguments.add_argument("--seed", type=int, default=0)
    options = arguments.parse_args()

    fix_random_seed(options.seed)
    rng = random.Random(options.seed)
    write_clusters(pipeline.WEIGHTS / pipeline.CLUSTERS, CLUSTERED_WORDS)
    nlp = build()
    ewt: list[Document] = [[rows] for rows in read_conllu(options.ewt / "ewt-train.conllu.gz")]
    development: list[Document] = [[rows] for rows in read_conllu(options.ewt / "ewt-dev.conllu.gz")]
    prompts = list(Prompts(options.lexicons, options.seed).take(options.prompts))
    held_out = list(Prompts(options.lexicons, options.seed + 1).take(300))
    training = ewt + prompts
    nlp.initialize(lambda: [to_example(nlp, document) for document in training])
    optimizer = Adam(LEARN_RATE, L2=L2, L2_is_weight_decay=True, use_averages=True)

    best, best_bytes, started = -1.0, b"", time.monotonic()
    stream = batches(training, rng)
    for step in range(1, options.steps + 1):
        examples = [to_example(nlp, document, lower=rng.random() < LOWERED) for document in next(stream)]
        nlp.update(examples, sgd=optimizer, drop=DROPOUT)
        if step % EVALUATE_EVERY == 0 or step == options.steps:
            with nlp.use_params(optimizer.averages):
                ours, theirs = evaluate(nlp, held_out), evaluate(nlp, development[:800])
                score = ours["las"] + theirs["las"]
                print(step, f"{time.monotonic() - started:.0f}s", "prompts", ours, "EWT dev", theirs, flush=True)
                if score > best:
                    best, best_bytes = score, nlp.to_bytes(exclude=["vocab"])
    nlp.from_bytes(best_bytes, exclude=["vocab"])
    print("EWT test", evaluate(nlp, [[rows] for rows in read_conllu(options.ewt / "ewt-test.conllu.gz")]))
    add_lemmatizer(nlp, options.lexicons, CLUSTERED_WORDS)
    nlp.add_pipe("promptlint_sentence_starts", before="parser")
    nlp.meta.update(META)
    clusters = (pipeline.WEIGHTS / pipeline.CLUSTERS).read_bytes()
    shutil.rmtree(options.out, ignore_errors=True)
    nlp.to_disk(options.out, exclude=["vocab", "tokenizer"])
    (options.out / pipeline.CLUSTERS).write_bytes(clusters)
    (options.out / WEIGHTS_DIGEST.name).write_text(digest_weights(options.out) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
