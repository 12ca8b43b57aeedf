"""What looking at pictures costs, against Pillow's decoding and the networks' inference alone, in CPU seconds.

One run measures both on the same pictures, 200 JPEG and 200 PNG files of 1920 x 1080 unless told otherwise. They are
drawn once and kept in a folder. CPU time of a command is what the operating system reports for it and its processes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from promptlint.facts.reference.model import Stage
from promptlint.registry import installed
from scenes import SIZE, write_pictures
from speed import PROMPTLINT, cost

GOAL: Final = 2.5
SHOTS: Final = 10
"""In each spec file."""
FAMILIES: Final = "RC"
"""Of the rules that look at pictures."""


def write_specs(folder: Path, pictures: Sequence[Path]) -> None:
    """A project that uses each picture once."""
    (folder / "promptlint.toml").write_text("")
    refs = folder / "refs"
    refs.mkdir()
    for picture in pictures:
        shutil.copyfile(picture, refs / picture.name)
    for first in range(0, len(pictures), SHOTS):
        lines = ["version: 1", "defaults: {model: kling-2.6}", "shots:"]
        for picture in pictures[first : first + SHOTS]:
            lines += [f"  - id: s{picture.stem}", f"    image: refs/{picture.name}", "    duration: 5"]
            lines += ["    prompt: The same woman from the reference turns her head slowly. Static camera."]
        (folder / f"scene-{first:04}.shot.yaml").write_text("\n".join(lines) + "\n")


def alone(pictures: Iterable[Path]) -> dict[str, float]:
    """CPU seconds of Pillow's decoding, and of the networks' inference wherever an analysis asks for it."""
    from PIL import Image

    from promptlint.facts.reference.analyse import analyse
    from promptlint.facts.reference.networks import runtime
    from promptlint.picture_limits import Limits

    spent = {"decode": 0.0, "inference": 0.0}
    real = runtime.session

    class Timed:
        """A session that adds up the time of its runs."""

        def __init__(self, network: runtime.Network) -> None:
            self.session = real(network)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.session, name)

        def run(self, *arguments: Any) -> Any:
            started = time.process_time()
            try:
                return self.session.run(*arguments)
            finally:
                spent["inference"] += time.process_time() - started

    sessions = {network: Timed(network) for network in runtime.Network}
    runtime.session = sessions.__getitem__  # type: ignore[assignment]
    for picture in pictures:
        started = time.process_time()
        with Image.open(picture) as image:
            image.convert("RGB").load()
        spent["decode"] += time.process_time() - started
        analyse(picture.read_bytes(), frozenset(Stage), Limits())
    return spent


def header_rules() -> list[str]:
    """Codes of the rules that need no more of a picture than its header."""
    return [
        rule.code
        for rule in installed()
        if {stage for need in rule.needs if (stage := need.stage)} == {Stage.HEADER} and len(rule.needs) == 1
    ]


def measured(name: str, options: Sequence[str], folder: Path, cache: Path, base: float) -> float:
    """Run promptlint, print a row, and return its CPU time over the base."""
    environment = {**os.environ, "PROMPTLINT_CACHE_DIR": str(cache)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    spent = cost([PROMPTLINT, *options], folder, environment)
    wall = time.perf_counter() - started
    print(f"| {name} | {spent.cpu:.2f} | {wall:.1f} | {spent.memory:.0f} | {spent.cpu / base:.3f} |", flush=True)
    return spent.cpu / base


def side_by_side(pictures: Sequence[Path], folder: Path) -> list[str]:
    """Measure everything and print a table. Returns missed goals."""
    specs, cache = folder / "specs", folder / "cache"
    specs.mkdir()
    write_specs(specs, pictures)
    command = [sys.executable, __file__, "--alone", str(specs / "refs")]
    parts: dict[str, float] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    base = sum(parts.values())
    print("| run | CPU s | s | peak MiB | of both alone |\n| --- | --- | --- | --- | --- |")
    print(f"| Pillow's decoding alone | {parts['decode']:.2f} | | | {parts['decode'] / base:.3f} |")
    print(f"| inference alone | {parts['inference']:.2f} | | | {parts['inference'] / base:.3f} |")
    every = ["--select", ",".join(FAMILIES)]
    ratios = {}
    for name, options in (("in one process", ["--executor", "serial"]), ("default", [])):
        shutil.rmtree(cache, ignore_errors=True)
        ratios[name] = measured(f"all picture rules, {name}", [*every, *options], specs, cache, base)
    measured("second run", every, specs, cache, base)
    spec = specs / "scene-0000.shot.yaml"
    spec.write_text(spec.read_text() + "# changed\n")
    measured("second run, a spec changed", every, specs, cache, base)
    shutil.rmtree(cache)
    measured("rules on headers only", ["--select", ",".join(header_rules())], specs, cache, base)
    return [
        f"{name}: {ratio:.2f} times decoding and inference, at most {GOAL} wanted"
        for name, ratio in ratios.items()
        if ratio > GOAL
    ]


def main() -> int:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=200, help="how many of each format")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "promptlint-scenes")
    parser.add_argument("--alone", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--check", action="store_true", help="fail when a goal is missed")
    options = parser.parse_args()
    if options.alone:
        print(json.dumps(alone(sorted(options.alone.iterdir()))))
        return 0
    pictures = write_pictures(options.folder, options.pictures)
    print(
        f"{options.pictures} JPEG and {options.pictures} PNG files of {SIZE[0]} x {SIZE[1]}, "
        f"{sum(path.stat().st_size for path in pictures) / 1e6:.0f} MB; Python {platform.python_version()}\n"
    )
    with tempfile.TemporaryDirectory() as name:
        missed = side_by_side(pictures, Path(name))
    for goal in missed:
        print(f"\nmissed: {goal}")
    return 1 if missed and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
