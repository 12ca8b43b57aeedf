"""Extraction of the Brown clusters of the commonest English words from the spacy-lookups-data package (MIT)."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def read_table(name: str) -> dict[str, float]:
    """A table of spacy-lookups-data."""
    packed = files("spacy_lookups_data").joinpath("data", f"{name}.json.gz").read_bytes()
    table: dict[str, float] = json.loads(gzip.decompress(packed))
    return table


def common_words(count: int) -> list[str]:
    """The commonest lower-case words that have a cluster, commonest first."""
    frequency = read_table("en_lexeme_prob")
    clusters = read_table("en_lexeme_cluster")
    words = [w for w in clusters if w.isascii() and w.isalpha() and w.islower()]
    words.sort(key=lambda w: (-frequency.get(w, -99.0), w))
    return words[:count]


def write_clusters(path: Path, count: int) -> None:
    """Write `cluster TAB words` lines, the cluster as a base-36 number, in a fixed order."""
    clusters = read_table("en_lexeme_cluster")
    members: dict[int, list[str]] = defaultdict(list)
    for word in common_words(count):
        members[int(clusters[word])].append(word)
    lines = [f"{number:x}\t{' '.join(sorted(words))}\n" for number, words in sorted(members.items())]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("".join(lines).encode(), mtime=0))
