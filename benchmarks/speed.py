"""Compare promptlint with yamllint on the same files, side by side in one run, in CPU seconds.

CPU time of a command is what the operating system reports for that child process; every figure is the median of the
repeats, in which the commands take turns.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Final

from specs import big_file, write_project

BIN: Final = Path(sys.executable).parent
PROMPTLINT: Final = str(BIN / "promptlint")
YAMLLINT: Final = str(BIN / "yamllint")
MEMORY_LIMIT_MIB: Final = 120
COLD_GOAL: Final = 1 / 4
WARM_GOAL: Final = 1 / 15
START_GOAL: Final = 1.0
LINEAR_GOAL: Final = 1.5
"""How much more a file may cost among 10,000 than among 1,000."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took."""

    cpu: float
    memory: float
    """Peak in MiB."""
    status: int


def cost(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command and ask the operating system what it took."""
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, process.returncode)


@dataclass(slots=True)
class Bench:
    """A folder of specs and a cache that is emptied for cold runs."""

    specs: Path
    cache: Path
    repeats: int

    def environment(self) -> dict[str, str]:
        """Variables that keep the cache apart from the user's and let Python keep its bytecode, as pip does."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {**kept, "PROMPTLINT_CACHE_DIR": str(self.cache)}

    def forget(self) -> None:
        """Empty the cache."""
        shutil.rmtree(self.cache, ignore_errors=True)

    def turns(
        self, commands: Mapping[str, Sequence[str]], before: Mapping[str, Callable[[], None]] | None = None
    ) -> dict[str, Cost]:
        """The median of each command's costs; the commands take turns after a first, uncounted one."""
        for command in commands.values():
            cost(command, self.specs, self.environment())
        runs: dict[str, list[Cost]] = {name: [] for name in commands}
        for _ in range(self.repeats):
            for name, command in commands.items():
                if before and name in before:
                    before[name]()
                runs[name].append(cost(command, self.specs, self.environment()))
        return {
            name: Cost(median(c.cpu for c in costs), max(c.memory for c in costs), costs[0].status)
            for name, costs in runs.items()
        }


def side_by_side(bench: Bench) -> list[str]:
    """Both linters over all files; promptlint without and with results of an earlier run. Returns missed goals."""
    costs = bench.turns(
        {
            "yamllint .": [YAMLLINT, "."],
            "promptlint, empty cache": [PROMPTLINT],
            "promptlint, second run": [PROMPTLINT],
            "promptlint --no-cache": [PROMPTLINT, "--no-cache"],
        },
        before={"promptlint, empty cache": bench.forget},
    )
    print("| run | CPU s | of yamllint | peak MiB | goal |\n| --- | --- | --- | --- | --- |")
    base = costs["yamllint ."].cpu
    goals = {
        "promptlint, empty cache": COLD_GOAL,
        "promptlint, second run": WARM_GOAL,
        "promptlint --no-cache": COLD_GOAL,
    }
    missed = []
    for name, measured in costs.items():
        goal = goals.get(name)
        ratio = measured.cpu / base
        shown = f"at most {goal:.3f}" if goal else ""
        print(f"| {name} | {measured.cpu:.3f} | {ratio:.3f} (1/{1 / ratio:.1f}) | {measured.memory:.0f} | {shown} |")
        if goal and ratio > goal:
            missed.append(f"{name}: {ratio:.3f} of yamllint's time, at most {goal:.3f} wanted")
        if goal and measured.memory > MEMORY_LIMIT_MIB:
            missed.append(f"{name}: {measured.memory:.0f} MiB, at most {MEMORY_LIMIT_MIB} wanted")
    return missed


def starting(bench: Bench) -> list[str]:
    """Commands that lint nothing. Returns missed goals."""
    many = Bench(bench.specs, bench.cache, bench.repeats * 4)
    costs = many.turns(
        {
            "yamllint --version": [YAMLLINT, "--version"],
            "promptlint --version": [PROMPTLINT, "--version"],
            "promptlint rule D301": [PROMPTLINT, "rule", "D301"],
        }
    )
    print("\n| command | CPU s | of yamllint --version |\n| --- | --- | --- |")
    base = costs["yamllint --version"].cpu
    for name, measured in costs.items():
        print(f"| {name} | {measured.cpu:.3f} | {measured.cpu / base:.2f} |")
    return [
        f"{name}: {measured.cpu / base:.2f} of yamllint --version"
        for name, measured in costs.items()
        if measured.cpu / base > START_GOAL and name.startswith("promptlint")
    ]


def growth(folder: Path, repeats: int) -> list[str]:
    """Cold runs over more and more files, and one file with 5,000 shots. Returns missed goals."""
    print("\n| input | size MB | CPU s | ms per file | peak MiB |\n| --- | --- | --- | --- | --- |")
    per_file = {}
    for files in (100, 1_000, 10_000):
        with tempfile.TemporaryDirectory(dir=folder) as name:
            size = write_project(Path(name), files)
            per_file[files] = grown(
                f"{files:,} files", size, files, Bench(Path(name), folder / "cache-growth", repeats)
            )
    per_shot = {}
    for shots in (500, 5_000):
        with tempfile.TemporaryDirectory(dir=folder) as name:
            text = big_file(shots)
            (Path(name) / "big.shot.yaml").write_text(text)
            bench = Bench(Path(name), folder / "cache-growth", repeats)
            per_shot[shots] = grown(f"1 file, {shots:,} shots", len(text), 1, bench) / shots
    ratios = {
        "10,000 files, each, against 1,000": per_file[10_000] / per_file[1_000],
        "5,000 shots, each, against 500": per_shot[5_000] / per_shot[500],
    }
    return [f"{name}: {ratio:.2f} times the time" for name, ratio in ratios.items() if ratio > LINEAR_GOAL]


def grown(name: str, size: int, files: int, bench: Bench) -> float:
    """Measure a cold run, print its row and return the milliseconds per file."""
    measured = bench.turns({"run": [PROMPTLINT]}, before={"run": bench.forget})["run"]
    each = measured.cpu * 1000 / files
    print(f"| {name} | {size / 1e6:.1f} | {measured.cpu:.2f} | {each:.2f} | {measured.memory:.0f} |", flush=True)
    return each


def main() -> int:
    """Measure and print tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--no-growth", action="store_true", help="leave out the runs over more and more files")
    parser.add_argument("--check", action="store_true", help="fail when a goal is missed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        specs = folder / "specs"
        specs.mkdir()
        size = write_project(specs, options.files)
        print(
            f"{options.files:,} files, {size / 1e6:.2f} MB; Python {platform.python_version()}, "
            f"promptlint {version('promptlint-video')}, yamllint {version('yamllint')}; median of {options.repeats}\n"
        )
        bench = Bench(specs, folder / "cache", options.repeats)
        missed = side_by_side(bench) + starting(bench)
        if not options.no_growth:
            missed += growth(folder, max(1, options.repeats // 2))
    for goal in missed:
        print(f"\nmissed: {goal}")
    return 1 if missed and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
