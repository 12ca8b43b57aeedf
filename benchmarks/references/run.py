"""Accuracy of the reference facts, and of the rules on references and conflicts, on a corpus; see README.md."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent))

import degraded
from corpus import Mutation, Pair, Truth, read_mutations, read_pairs, read_truth
from PIL import Image
from tables import Share, show

from promptlint.config import ConfigFinder
from promptlint.facts.reference.analyse import analyse
from promptlint.facts.reference.model import ReferenceFacts, Stage
from promptlint.facts.references import ReferenceFactsSource
from promptlint.facts.store import FactStore
from promptlint.finding import Finding
from promptlint.folders import cache_folder
from promptlint.picture_limits import Limits
from promptlint.run import RunRequest, run
from promptlint.text import SourceFile, SourceText

ALL = frozenset({Stage.HEADER, Stage.PIXELS, Stage.FACES, Stage.OBJECTS, Stage.SUBJECT, Stage.TEXT})
QUALITIES = (10, 30, 50, 60)
SMALL = 0.30
TODAY = date(2026, 11, 1)
KINDS = {
    "person": {"person"},
    "animal": {"animal"},
    "vehicle": {"vehicle"},
    "product": {"product", "food"},
    "place": {"place"},
}
COLOURS = ("hair colour", "garment colour", "object colour")


def facts_of(pairs: Iterable[Pair], folder: Path) -> dict[str, ReferenceFacts]:
    """Everything about the pictures, which are copied into a project; from the cache where it was known before."""
    cache = cache_folder()
    source = ReferenceFactsSource(folder, Limits(), FactStore(cache / "facts.sqlite" if cache else None))
    copies = {pair.id: folder / pair.image.name for pair in pairs}
    for pair in pairs:
        shutil.copyfile(pair.image, copies[pair.id])
    source.prepare(copies.values(), ALL, lambda done, total: print(f"\r{done} of {total}", end="", file=sys.stderr))
    print(file=sys.stderr)
    spec = SourceFile(folder / "corpus.shot.yaml", "corpus.shot.yaml", SourceText(""))
    return {name: source.of(spec, path.name) for name, path in copies.items()}


def table_of_facts(facts: dict[str, ReferenceFacts], truth: dict[str, Truth]) -> dict[str, Share]:
    """How often each fact is right."""
    rows = {
        name: Share()
        for name in (
            "faces exact", "subject under 30 %, where one is found", "letters where there are none", "letters found",
            "night taken for day, or day for night", "day or night told where it is clear", "people at least: too many",
            "people at most: too few", "kind of main subject, where it is told",
        )
    }  # fmt: skip
    for name, known in facts.items():
        seen = truth.get(name)
        if seen is None or known.pixels is None or known.objects is None:
            continue
        if seen.faces is not None:
            found = len(known.faces or ())
            rows["faces exact"].add(
                found == seen.faces, "" if found == seen.faces else f"{name}: {found} of {seen.faces}"
            )
        subject = known.subject.subject if known.subject else None
        if subject is not None and seen.subject_share is not None:
            right = (subject.share < SMALL) == (seen.subject_share < SMALL)
            error = "" if right else f"{name}: {subject.share:.2f}, labelled {seen.subject_share:.2f}"
            rows["subject under 30 %, where one is found"].add(right, error)
        if seen.letters is not None:
            letters = "letters found" if seen.letters else "letters where there are none"
            rows[letters].add(
                bool(known.text), f"{name}: {[box.text for box in known.text or ()]}" if known.text else ""
            )
        if seen.time is not None:
            told = known.pixels.time_of_day
            rows["night taken for day, or day for night"].add(
                told not in (seen.time, "unclear"), f"{name}: {told}" * (told not in (seen.time, "unclear"))
            )
            rows["day or night told where it is clear"].add(told == seen.time)
        if seen.people is not None:
            least, most = known.objects.people_at_least, known.objects.people_at_most
            rows["people at least: too many"].add(
                least > seen.people, f"{name}: {least} of {seen.people}" * (least > seen.people)
            )
            rows["people at most: too few"].add(
                most < seen.people, f"{name}: {most} of {seen.people}" * (most < seen.people)
            )
        kind = known.objects.main_kind
        if kind is not None and seen.kind is not None:
            right = kind in KINDS.get(seen.kind, set())
            rows["kind of main subject, where it is told"].add(
                right, "" if right else f"{name}: {kind}, labelled {seen.kind}"
            )
    return rows


def table_of_copies(pairs: list[Pair], facts: dict[str, ReferenceFacts]) -> dict[str, Share]:
    """What is told of copies of which it is known what is wrong with them."""
    rows: dict[str, Share] = {}

    def tell(row: str, data: bytes, stage: Stage, right: Callable[[ReferenceFacts], bool], name: str) -> None:
        hit = right(analyse(data, frozenset({stage}), Limits()))
        rows.setdefault(row, Share()).add(hit, "" if hit else name)

    for pair in pairs:
        own = facts[pair.id]
        if own.pixels is None or own.text is None:
            continue
        rows.setdefault("original called blurred", Share()).add(
            own.pixels.blurred, pair.id if own.pixels.blurred else ""
        )
        picture = degraded.opened(pair.image)
        for row, copy in _blurred(picture).items():
            tell(
                row,
                degraded.png(copy),
                Stage.PIXELS,
                lambda known: bool(known.pixels and known.pixels.blurred),
                pair.id,
            )
        dark = degraded.png(degraded.darkened(picture))
        tell(
            "darkened: called low key",
            dark,
            Stage.PIXELS,
            lambda k: bool(k.pixels and k.pixels.exposure.low_key),
            pair.id,
        )
        for quality in QUALITIES:
            data = degraded.jpeg(picture, quality)
            tell(
                f"JPEG quality {quality} within 3",
                data,
                Stage.HEADER,
                lambda known, q=quality: _is_near(known, q),
                pair.id,
            )  # type: ignore[misc]
        if not own.text:
            data = degraded.png(degraded.marked(picture))
            tell("corner mark of 3 % found", data, Stage.TEXT, lambda known: bool(known.text), pair.id)
    return rows


def _blurred(picture: Image.Image) -> dict[str, Image.Image]:
    copies = {f"blurred, sigma {sigma} at 768 px: found": degraded.blurred(picture, sigma) for sigma in (2, 3, 5)}
    return copies | {"enlarged three times: found": degraded.enlarged(picture, 3)}


def _is_near(known: ReferenceFacts, quality: int) -> bool:
    told = known.header.jpeg_quality if known.header else None
    return told is not None and abs(told - quality) <= 3


def findings_of(
    folder: Path, shots: list[dict[str, object]], select: str, bible: dict[str, object] | None = None
) -> list[list[Finding]]:
    """The findings on each of some shots."""
    spec = folder / "corpus.shot.yaml"
    named = [{"id": f"s{number}", **shot} for number, shot in enumerate(shots)]
    spec.write_text(json.dumps({"characters": bible or {}, "shots": named}), encoding="utf-8")
    (folder / "promptlint.toml").write_text(f"select = [{select}]\n", encoding="utf-8")
    result = run([spec], RunRequest(ConfigFinder(), TODAY, use_cache=False))
    found: dict[str, list[Finding]] = {}
    for finding in result.findings:
        found.setdefault(finding.shot or "", []).append(finding)
    return [found.get(str(shot["id"]), []) for shot in named]


def table_of_conflicts(pairs: list[Pair], mutations: list[Mutation], folder: Path) -> dict[str, Share]:
    """How often the conflict rules are right."""
    images = {pair.id: pair.image.name for pair in pairs}
    asked = [mutation for mutation in mutations if mutation.id in images]
    shots: list[dict[str, object]] = [{"image": images[pair.id], "prompt": pair.prompt} for pair in pairs]
    shots += [{"image": images[mutation.id], "prompt": mutation.prompt} for mutation in asked]
    findings = findings_of(folder, shots, '"C"')
    rows: dict[str, Share] = {"false alarms on the authors' own prompts": Share()}
    for pair, found in zip(pairs, findings, strict=False):
        if not pair.contradicts:
            rows["false alarms on the authors' own prompts"].add(bool(found), _told(pair.id, pair.prompt, found))
    for mutation, found in zip(asked, findings[len(pairs) :], strict=True):
        what = "false alarms: traps" if mutation.trap else "false alarms: rightly rewritten"
        if mutation.contradicts:
            row = f"found: {mutation.kind}"
            rows.setdefault(row, Share()).add(bool(found), "" if found else f"{mutation.id}: {mutation.prompt}")
        else:
            rows.setdefault(what, Share()).add(bool(found), _told(mutation.id, mutation.prompt, found))
    return dict(sorted(rows.items()))


def _told(name: str, prompt: str, found: list[Finding]) -> str:
    return f"{name}: {prompt} | {'; '.join(f'{finding.code} {finding.message}' for finding in found)}" if found else ""


def table_of_words(mutations: list[Mutation], truth: dict[str, Truth], folder: Path) -> dict[str, Share]:
    """The prompts once more, with what each other right one says of the same thing declared, or embedded."""
    told = [m for m in mutations if m.words and m.kind in COLOURS and not m.trap]
    asked = [
        (mutation, right)
        for mutation in told
        for right in told
        if not right.contradicts and right is not mutation and _says(mutation) == _says(right)
    ]
    picture = Image.new("RGB", (1024, 576), (127, 127, 127))
    rows: dict[str, Share] = {}
    for how in ("declared", "captioned"):
        shots: list[dict[str, object]] = []
        bible: dict[str, object] = {}
        for number, (mutation, right) in enumerate(asked):
            shot: dict[str, object] = {"prompt": mutation.prompt}
            if how == "declared":
                animal = mutation.id in truth and truth[mutation.id].kind == "animal"
                kind = "product" if mutation.kind == "object colour" else "animal" if animal else "person"
                bible[f"c{number}"] = {
                    "description": right.words if kind == "product" else f"{kind} with {right.words}",
                    "kind": kind,
                }
                shot |= {"characters": [f"c{number}"]}
            else:
                info = Image.Exif()
                info[0x010E] = f"A picture: {right.words}."
                picture.save(folder / f"caption{number}.jpg", exif=info)
                shot |= {"image": f"caption{number}.jpg"}
            shots.append(shot)
        findings = findings_of(folder, shots, '"C201", "C202", "C207"', bible)
        for (mutation, right), found in zip(asked, findings, strict=True):
            row = f"{'found' if mutation.contradicts else 'false alarms'}, right one {how}"
            wrong = bool(found) != mutation.contradicts
            error = f"{mutation.id}, {right.words}: {mutation.prompt}" if wrong else ""
            rows.setdefault(row, Share()).add(bool(found), error)
    return rows


def _says(mutation: Mutation) -> tuple[str, str, str]:
    """The picture, the kind and the noun."""
    return mutation.id, mutation.kind, mutation.words.split()[-1].lower()


def show_firings(pairs: list[Pair], folder: Path) -> None:
    """How many pictures each rule on references reports."""
    shots: list[dict[str, object]] = [{"image": pair.image.name, "prompt": pair.prompt} for pair in pairs]
    codes = Counter(finding.code for found in findings_of(folder, shots, '"R"') for finding in found)
    print(f"\nfirings of the rules on references, {len(pairs)} pictures")
    for code, count in sorted(codes.items()):
        print(f"  {code:<52}{count:>4}")


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--labels", type=Path)
    arguments.add_argument("--errors", action="store_true", help="list what a table counts against")
    arguments.add_argument("--limit", type=int, help="look at the first pairs only")
    arguments.add_argument("--no-copies", action="store_true", help="make no degraded copies")
    options = arguments.parse_args()
    pairs = read_pairs(options.corpus, options.limit)
    mutations = list(read_mutations(options.corpus, options.labels))
    with TemporaryDirectory(prefix="promptlint-") as temporary:
        folder = Path(temporary).resolve()
        os.chdir(folder)
        facts = facts_of(pairs, folder)
        truth = read_truth(options.corpus, options.labels)
        show("facts", table_of_facts(facts, truth), errors=options.errors)
        show("conflicts", table_of_conflicts(pairs, mutations, folder), errors=options.errors)
        show("conflicts with what is said in words", table_of_words(mutations, truth, folder), errors=options.errors)
        show_firings(pairs, folder)
        if not options.no_copies:
            show("degraded copies", table_of_copies(pairs, facts), errors=options.errors)


if __name__ == "__main__":
    main()
