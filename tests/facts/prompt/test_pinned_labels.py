"""The parser's labels for 100 prompts: the same over threads and batch sizes, and as pinned.

After new weights: `python tests/facts/prompt/test_pinned_labels.py --write`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROMPTS = HERE / "own_prompts.txt"
PINS = HERE / "pinned_labels.json"


def labels(batch_size: int) -> list[str]:
    """For each prompt `tag:relation:head` a token."""
    from promptlint.facts.prompt.parse import normalise
    from promptlint.facts.prompt.pipeline import load_pipeline

    texts = [normalise(text) for text in PROMPTS.read_text(encoding="utf-8").splitlines()]
    docs = load_pipeline().pipe(texts, batch_size=batch_size)
    return [" ".join(f"{token.tag_}:{token.dep_}:{token.head.i}" for token in doc) for doc in docs]


@pytest.mark.parametrize("threads", [1, 4])
@pytest.mark.parametrize("batch_size", [1, 32])
def test_labels_are_as_pinned(threads: int, batch_size: int) -> None:
    variables = dict.fromkeys(
        ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), str(threads)
    )
    command = [sys.executable, str(Path(__file__)), str(batch_size)]
    result = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | variables)
    found = json.loads(result.stdout)
    pinned = json.loads(PINS.read_text(encoding="utf-8"))
    assert len(found) == len(pinned) == 100
    assert found == pinned


def test_weights_are_those_that_the_digest_names() -> None:
    from promptlint.facts.prompt.version import WEIGHTS_DIGEST, digest_weights

    assert digest_weights(WEIGHTS_DIGEST.parent) == WEIGHTS_DIGEST.read_text(encoding="utf-8").strip()


if __name__ == "__main__":
    if sys.argv[1] == "--write":
        PINS.write_text(json.dumps(labels(32), indent=0) + "\n", encoding="utf-8")
    else:
        print(json.dumps(labels(int(sys.argv[1]))))
