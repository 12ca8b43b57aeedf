"""Reading CoNLL-U treebanks (plain or gzipped)."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from prompt_parser.grammar.tree import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def read_conllu(path: Path) -> Iterator[list[Row]]:
    """Each sentence as rows; contracted words are split as the treebank splits them, empty nodes are dropped."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        rows: list[Row] = []
        inside_until, space_after_range = 0, True
        for line in lines:
            if not line.strip():
                if rows:
                    yield rows
                rows, inside_until = [], 0
                continue
            if line.startswith("#"):
                continue
            columns = line.rstrip("\n").split("\t")
            if "." in columns[0]:
                continue
            if "-" in columns[0]:
                inside_until = int(columns[0].split("-")[1])
                space_after_range = "SpaceAfter=No" not in columns[9]
                continue
            number, head = int(columns[0]), int(columns[6])
            space = (
                space_after_range
                if number == inside_until
                else number > inside_until and "SpaceAfter=No" not in columns[9]
            )
            feats = "" if columns[5] == "_" else columns[5]
            dep = "ROOT" if head == 0 else columns[7]
            rows.append(Row(columns[1], space, columns[3], columns[4], feats, (head or number) - 1, dep))
        if rows:
            yield rows
