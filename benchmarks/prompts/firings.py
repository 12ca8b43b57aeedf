"""Counts, and lists, what the prompt rules report on a corpus of prompts.

python benchmarks/prompts/firings.py CORPUS [--select P103,P116] [--list] [--possible] [--model ID] [--duration 5s]

`CORPUS` is a folder with `prompts.jsonl` and `pairs.jsonl`; see README.md. Prompts that were written for a start image
(mode `i2v`, and those of the pairs) are linted as shots with one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from corpus import read_lines

from promptlint.engine import Engine
from promptlint.finding import Confidence
from promptlint.loader import Loader
from promptlint.registry import installed
from promptlint.settings import Settings
from promptlint.spec.model import SpecFile
from promptlint.surroundings import surroundings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.finding import Finding

# modes of the corpus in which a picture is given
WITH_IMAGE = {"i2v", "keyframe_image"}
LINTED = "corpus.shots.json"
CONTEXT = 50


def read_shots(corpus: Path, model: str | None, duration: str | None) -> list[dict[str, str]]:
    """A shot for each prompt, those of the pairs included, in the order of the files."""
    shots = []
    for row in read_lines(corpus / "prompts.jsonl") + read_lines(corpus / "pairs.jsonl"):
        shot = {"id": row["id"], "prompt": row.get("text") or row["prompt"]}
        if row.get("mode", "i2v") in WITH_IMAGE:
            shot["image"] = "refs/start.png"
        shots.append({**shot, **{k: v for k, v in (("model", model), ("duration", duration)) if v}})
    return shots


def lint(shots: list[dict[str, str]], select: tuple[str, ...], least: Confidence) -> Iterator[Finding]:
    """The findings of the rules on all shots."""
    root = Path.cwd()
    registry = installed()
    settings = Settings(root, select=select, min_confidence=least)
    engine = Engine(registry, settings, surroundings_of(registry, settings, date.today(), None))
    data = json.dumps({"shots": shots}, ensure_ascii=False, indent=0).encode()
    file = Loader(root, lambda path: True, str, lambda path: data).load(root / LINTED)
    assert isinstance(file, SpecFile)
    engine.prepare([file])
    yield from engine.conclude(file, engine.lint_file(file))


def excerpt(finding: Finding) -> str:
    """The words that made the rule fire, with what stands around them."""
    text, span = finding.file.source.text, finding.span
    before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
    return f"{before.split(chr(10))[-1]}<<{text[span.start : span.end]}>>{after.split(chr(10))[0]}"


def main() -> None:
    """Print the firings."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--select", default="P", help="codes, prefixes or names of rules, parted by commas")
    arguments.add_argument("--list", action="store_true", help="print every firing with the words around it")
    arguments.add_argument("--possible", action="store_true", help="also count what is only possible")
    arguments.add_argument("--model", help="the model of every shot, for the rules that depend on one")
    arguments.add_argument("--duration", help="the length of every shot, such as 5s")
    options = arguments.parse_args()
    shots = read_shots(options.corpus, options.model, options.duration)
    least = Confidence.POSSIBLE if options.possible else Confidence.LIKELY
    findings = list(lint(shots, tuple(options.select.split(",")), least))
    prompts = Counter(code for code, _ in {(finding.code, finding.shot) for finding in findings})
    print(f"{len(shots)} prompts, {sum('image' in shot for shot in shots)} with an image")
    print(f"{'rule':<34}{'findings':>10}{'prompts':>10}{'share':>10}")
    for code, count in sorted(Counter(finding.code for finding in findings).items()):
        name = next(finding.name for finding in findings if finding.code == code)
        print(f"{code} {name:<29}{count:>10}{prompts[code]:>10}{prompts[code] / len(shots):>10.1%}")
        if options.list:
            for finding in findings:
                if finding.code == code:
                    print(f"    {finding.shot} {finding.confidence.label}: {excerpt(finding)}")


if __name__ == "__main__":
    main()
