"""Measure the language server with a client of its own: how soon it starts, and how soon it answers what is typed.

Every figure is wall-clock time as an editor would see it. The machine may be busy with other work: the load is printed,
and what can be is measured against something else in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any, Final

from PIL import Image

from specs import CONFIG, big_file

Json = Any

SERVER: Final = (sys.executable, "-m", "promptlint", "server")
START_GOAL: Final = 1.2
EDIT_P50_GOAL_MS: Final = 20.0
EDIT_P95_GOAL_MS: Final = 50.0
PROMPT_GOAL_MS: Final = 150.0
GROWTH_GOAL_MB: Final = 20.0

BARE: Final = """
import sys
from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("bare", "1")
for method in sys.argv[1:]:
    @server.feature(method)
    def answer(params):
        return None
server.start_io()
"""
"""A server of pygls that does nothing, with as many features."""

COUNTER: Final = """
import hashlib, os
from promptlint.facts.reference.decode import Decoded

_decode = Decoded.decode.__func__


def decode(cls, data, header):
    with open(os.environ["DECODED"], "a") as log:
        log.write(hashlib.sha256(data).hexdigest() + "\\\\n")
    return _decode(cls, data, header)


Decoded.decode = classmethod(decode)
"""
"""A package of rules that holds none, and writes down which pictures are decoded."""


class Client:
    """A client that waits for one message after the other.

    Args:
        command: the server.
        environment: of its process, beside that of this one.
    """

    def __init__(self, command: Sequence[str], environment: dict[str, str] | None = None) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, env={**os.environ, **(environment or {})})
        assert self.process.stdin and self.process.stdout
        self._stdin, self._stdout = self.process.stdin, self.process.stdout
        self._last_id = 0

    def send(self, message: Json) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._stdin.flush()

    def receive(self) -> Json:
        """The next message; requests of the server are answered with null."""
        length = 0
        while (line := self._stdout.readline()) != b"\r\n":
            if not line:
                raise SystemExit("the server has ended")
            name, _, value = line.partition(b":")
            length = int(value) if name == b"Content-Length" else length
        message = json.loads(self._stdout.read(length))
        if "method" in message and "id" in message:
            wanted = message["method"] == "workspace/configuration"
            self.send({"id": message["id"], "result": [None for _ in message["params"]["items"]] if wanted else None})
        return message

    def request(self, method: str, params: Json) -> Json:
        self._last_id += 1
        self.send({"id": self._last_id, "method": method, "params": params})
        return self.until(lambda message: message.get("id") == self._last_id and "method" not in message)

    def notify(self, method: str, params: Json) -> None:
        self.send({"method": method, "params": params})

    def until(self, wanted: Callable[[Json], bool]) -> Json:
        """The first message that is wanted."""
        while not wanted(message := self.receive()):
            pass
        return message

    def initialize(self, folder: Path) -> None:
        wanted = {
            "textDocument": {"publishDiagnostics": {"versionSupport": True}},
            "workspace": {"configuration": True},
        }
        folders = [{"uri": folder.as_uri(), "name": folder.name}]
        params = {"processId": None, "rootUri": None, "capabilities": wanted, "workspaceFolders": folders}
        self.request("initialize", params)
        self.notify("initialized", {})

    def cpu(self) -> float:
        """Seconds of processor time that the process has taken; 0 where the system does not tell."""
        stat = Path(f"/proc/{self.process.pid}/stat")
        if not stat.exists():
            return 0.0
        fields = stat.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """What the process holds, in MB; 0 where the system does not tell."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            return 0.0
        (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmRSS:")]
        return int(line.split()[1]) / 1024


@dataclass(slots=True)
class Document:
    """An open document."""

    client: Client
    uri: str
    lines: list[str]
    version: int = 1

    @classmethod
    def open(cls, client: Client, path: Path, text: str) -> Document:
        item = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        client.notify("textDocument/didOpen", {"textDocument": item})
        return cls(client, path.as_uri(), text.split("\n"))

    def edit(self, line: int, start: int, end: int, new: str) -> None:
        """Change part of a line."""
        self.version += 1
        at = {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}
        identifier = {"uri": self.uri, "version": self.version}
        changes = [{"range": at, "text": new}]
        self.client.notify("textDocument/didChange", {"textDocument": identifier, "contentChanges": changes})
        self.lines[line] = self.lines[line][:start] + new + self.lines[line][end:]

    def published(self, message: Json) -> bool:
        """Whether a message holds the diagnostics of the newest version."""
        if message.get("method") != "textDocument/publishDiagnostics":
            return False
        params = message["params"]
        return bool(params["uri"] == self.uri and params.get("version") == self.version)

    def shown(self) -> Json:
        """Wait for the diagnostics of the newest version."""
        return self.client.until(self.published)["params"]["diagnostics"]

    def settle(self, quiet: float = 1.0) -> None:
        """Wait until all prompts and pictures have been looked at."""
        self.client.until(self._is_complete)
        time.sleep(quiet)

    def _is_complete(self, message: Json) -> bool:
        if message.get("method") != "promptlint/linted":
            return False
        params = message["params"]
        return bool(params["complete"] and params["version"] == self.version)

    def lines_with(self, word: str) -> list[int]:
        return [number for number, line in enumerate(self.lines) if word in line]


@dataclass(slots=True)
class Bench:
    """One run.

    Attributes:
        folder: where specs are written.
        environment: of the servers.
        quick: whether fewer repeats will do.
    """

    folder: Path
    environment: dict[str, str]
    quick: bool
    failed: int = 0

    def report(self, what: str, value: str, goal: str = "", *, good: bool = True) -> None:
        self.failed += not good
        print(f"{what:<62}{value:>22}{goal:>14}  {'' if good else 'MISSED'}", flush=True)

    @contextmanager
    def serving(self, folder: Path, **environment: str) -> Iterator[Client]:
        client = Client(SERVER, {**self.environment, **environment})
        try:
            client.initialize(folder)
            yield client
        finally:
            client.process.kill()
            client.process.wait()

    def project(self, name: str, config: str) -> Path:
        folder = self.folder / name
        folder.mkdir()
        (folder / "promptlint.toml").write_text(config)
        return folder

    # --- what is measured ---

    def start(self) -> None:
        """From starting the process to the answer to ``initialize``."""
        methods = [method for method in _features() if method not in ("initialize", "initialized", "shutdown")]
        bare = self.folder / "bare.py"
        bare.write_text(BARE)
        commands = {"promptlint": SERVER, "bare": (sys.executable, str(bare), *methods)}
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(5 if self.quick else 15):
            for name, command in commands.items():
                begun = time.perf_counter()
                client = Client(command, self.environment)
                client.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
                seconds[name].append(time.perf_counter() - begun)
                client.process.kill()
                client.process.wait()
        ours, theirs = min(seconds["promptlint"]), min(seconds["bare"])
        self.report(f"initialize, {len(methods)} features", f"{ours * 1000:.0f} ms")
        self.report("initialize, bare pygls server", f"{theirs * 1000:.0f} ms")
        ratio = ours / theirs
        self.report("ratio", f"{ratio:.2f}", f"<= {START_GOAL}", good=ratio <= START_GOAL)

    def edits_of_the_text(self) -> None:
        """With the families that the goals are about."""
        self.edits(CONFIG, "text families", goals=True)

    def edits_of_all(self) -> None:
        """With all families."""
        self.edits("", "all families", goals=False)

    def edits(self, config: str, name: str, *, goals: bool) -> None:
        """From an edit to the diagnostics of the families that need only the text, in a file of 200 shots."""
        folder = self.project(name, config)
        with self.serving(folder) as client:
            document = Document.open(client, folder / "big.shot.yaml", big_file(200))
            document.settle()
            count = 10 if self.quick else 60
            kinds = {
                "typing in a prompt": [(line, 8, 8, "a") for line in document.lines_with("Identity")],
                "durations": [
                    (line, len(document.lines[line]), len(document.lines[line]), "0") for line in _durations(document)
                ],
                "keys": [(line, 4, 5, "x") for line in document.lines_with("    negative_prompt:")],
                "whole lines": [(line, 0, 0, "\n") for line in document.lines_with("  - ")],
            }
            together: list[float] = []
            random = Random(7)
            before = client.cpu()
            for kind, places in kinds.items():
                times = [self._edit(document, place) for place in random.sample(places, min(count, len(places)))]
                together += times
                self.report(f"{name}: {kind}", _percentiles(times))
            each = (client.cpu() - before) * 1000 / (2 * len(together))
            self.report(f"{name}: processor time of an edit, all passes", f"{each:.1f} ms")
            p50, p95 = median(together), quantiles(together, n=20)[-1]
            if goals:
                self.report(
                    f"{name}: all edits, p50",
                    f"{p50:.1f} ms",
                    f"<= {EDIT_P50_GOAL_MS:.0f}",
                    good=p50 <= EDIT_P50_GOAL_MS,
                )
                self.report(
                    f"{name}: all edits, p95",
                    f"{p95:.1f} ms",
                    f"<= {EDIT_P95_GOAL_MS:.0f}",
                    good=p95 <= EDIT_P95_GOAL_MS,
                )

    @staticmethod
    def _edit(document: Document, place: tuple[int, int, int, str]) -> float:
        """Milliseconds to the diagnostics of an edit; it is taken back after it."""
        line, start, end, new = place
        old = document.lines[line][start:end]
        begun = time.perf_counter()
        document.edit(line, start, end, new)
        document.shown()
        took = (time.perf_counter() - begun) * 1000
        if new == "\n":
            document.lines[line : line + 1] = document.lines[line].split("\n")
            at = {"start": {"line": line, "character": 0}, "end": {"line": line + 1, "character": 0}}
            document.version += 1
            identifier = {"uri": document.uri, "version": document.version}
            changes = {"textDocument": identifier, "contentChanges": [{"range": at, "text": ""}]}
            document.client.notify("textDocument/didChange", changes)
            del document.lines[line]
        else:
            document.edit(line, start, start + len(new), old)
        document.shown()
        return took

    def prompts(self) -> None:
        """From a change of one prompt to the findings that need the parser."""
        folder = self.project("prompts", 'select = ["P", "M"]\n')
        with self.serving(folder) as client:
            document = Document.open(client, folder / "big.shot.yaml", big_file(200))
            document.settle()
            times = []
            places = document.lines_with("Identity preserved.")
            for number, line in enumerate(Random(3).sample(places, 8 if self.quick else 30)):
                start = document.lines[line].index("Identity")
                begun = time.perf_counter()
                document.edit(line, start, start, f"Masterpiece {number}, ultra detailed. ")
                end = document.lines[line].index("Identity")
                while not any(_within(one, line, start, end) for one in document.shown()):
                    pass
                times.append((time.perf_counter() - begun) * 1000)
                time.sleep(0.3)
            p50 = median(times)
            self.report("findings in one changed prompt of 200", _percentiles(times))
            self.report("the same, p50", f"{p50:.0f} ms", f"<= {PROMPT_GOAL_MS:.0f}", good=p50 <= PROMPT_GOAL_MS)

    def large(self) -> None:
        """A file of 5,000 shots."""
        folder = self.project("large", CONFIG)
        with self.serving(folder) as client:
            begun = time.perf_counter()
            document = Document.open(client, folder / "big.shot.yaml", big_file(5000))
            document.shown()
            self.report("5,000 shots: opening", f"{time.perf_counter() - begun:.2f} s")
            document.settle()
            places = Random(5).sample(document.lines_with("Identity"), 3 if self.quick else 10)
            times = [self._edit(document, (line, 8, 8, "a")) for line in places]
            self.report("5,000 shots: edits", _percentiles(times))
            position = {"line": document.lines_with("motion:")[2000], "character": 6}
            begun = time.perf_counter()
            client.request("textDocument/hover", {"textDocument": {"uri": document.uri}, "position": position})
            self.report("5,000 shots: hover", f"{(time.perf_counter() - begun) * 1000:.0f} ms")
            self.report("5,000 shots: memory", f"{client.memory():.0f} MB")

    def pictures(self) -> None:
        """How often pictures are decoded while prompts are typed, the configuration changes and pictures come back."""
        folder = self.project("pictures", 'select = ["R", "D"]\n')
        site = self.folder / "site"
        (site / "counting").mkdir(parents=True)
        (site / "counting" / "__init__.py").write_text(COUNTER.replace("\\\\n", "\\n"))
        info = site / "counting-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: counting\nVersion: 1\n")
        (info / "entry_points.txt").write_text("[promptlint.rules]\ncounting = counting\n")
        path = os.pathsep.join(filter(None, (str(site), os.environ.get("PYTHONPATH"))))
        log = self.folder / "decoded.txt"
        count = 4 if self.quick else 12
        shots = []
        for number in range(count):
            Image.effect_noise((960, 540), 30 + number).convert("RGB").save(folder / f"p{number}.png")
            shots.append(f"  - id: s{number}\n    prompt: She waits.\n    image: p{number}.png\n")
        with self.serving(folder, PYTHONPATH=path, DECODED=str(log)) as client:
            document = Document.open(client, folder / "a.shot.yaml", "shots:\n" + "".join(shots))
            document.shown()
            for number in range(20):
                document.edit(2, 12, 12, f"{number} ")
                document.shown()
                time.sleep(0.05)
            document.settle()
            config = folder / "promptlint.toml"
            config.write_text('select = ["R", "D", "S"]\n')
            for changed in (config, folder / "p0.png"):
                changes = {"changes": [{"uri": changed.as_uri(), "type": 2}]}
                client.notify("workspace/didChangeWatchedFiles", changes)
                document.settle(0.2)
        often = Counter(log.read_text().split())
        most = max(often.values())
        self.report(
            f"{count} pictures: decodings", f"{often.total()}", f"<= {count}", good=often.total() <= count and most == 1
        )

    def memory(self) -> None:
        """Growth over 10,000 edits, after a thousand."""
        folder = self.project("memory", 'select = ["S", "A", "D", "M", "P"]\n')
        count = 1_000 if self.quick else 10_000
        with self.serving(folder) as client:
            document = Document.open(client, folder / "a.shot.yaml", big_file(40))
            document.settle()
            random = Random(11)
            lines = [*document.lines_with("Identity"), *_durations(document)]
            before, begun = 0.0, 0.0
            for number in range(-count // 10, count, 2):
                if number == 0:
                    document.settle()
                    before, begun = client.memory(), time.perf_counter()
                line = random.choice(lines)
                end = len(document.lines[line])
                document.edit(line, end, end, random.choice("abcdefg 0123456789"))
                document.shown()
                document.edit(line, end, end + 1, "")
                document.shown()
            took = time.perf_counter() - begun
            document.settle()
            growth = client.memory() - before
        self.report(f"{count:,} edits: each", f"{took * 1000 / count:.1f} ms")
        goal = f"<= {GROWTH_GOAL_MB:.0f} MB"
        self.report(f"{count:,} edits: growth of memory", f"{growth:.1f} MB", goal, good=growth <= GROWTH_GOAL_MB)


def _features() -> list[str]:
    """The methods that the server handles."""
    from promptlint_lsp.server import create_server

    return sorted(create_server().protocol.fm.features)


def _durations(document: Document) -> list[int]:
    return [n for n, line in enumerate(document.lines) if line.lstrip().startswith("duration") and "#" not in line]


def _within(diagnostic: Json, line: int, start: int, end: int) -> bool:
    begins = diagnostic["range"]["start"]
    return bool(begins["line"] == line and start <= begins["character"] < end)


def _percentiles(times: Sequence[float]) -> str:
    last = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return f"p50 {median(times):.1f}  p95 {last:.1f} ms"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repeats")
    parser.add_argument("--only", metavar="NAME", help="one of start, edits, all, prompts, large, pictures, memory")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        bench = Bench(folder, {"PROMPTLINT_CACHE_DIR": str(folder / "cache")}, options.quick)
        parts: dict[str, Callable[[], None]] = {
            "start": bench.start,
            "edits": bench.edits_of_the_text,
            "all": bench.edits_of_all,
            "prompts": bench.prompts,
            "large": bench.large,
            "pictures": bench.pictures,
            "memory": bench.memory,
        }
        for part, measure in parts.items():
            if options.only in (None, part):
                print(f"-- {part} (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors)")
                measure()
    return 1 if bench.failed else 0


if __name__ == "__main__":
    sys.exit(main())
