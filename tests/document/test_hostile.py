"""Files made to break a reader: a clear finding each, soon."""

import time
from pathlib import Path

import pytest

from promptlint.engine import Engine
from promptlint.finding import Finding
from promptlint.loader import Loader
from promptlint.registry import installed
from promptlint.settings import Settings
from promptlint.spec.sequence import ShotSequence
from promptlint.spec_files import MAX_BYTES, Skipped
from promptlint.surroundings import surroundings_of
from promptlint.testing import TODAY

SECONDS = 20.0
"""Each takes a second at most; what a file can provoke by its size alone takes minutes."""

BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
MERGE_BOMB = "a0: &a0 {k: v}\n" + "".join(
    f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 30)
)
QUOTED_ALIASES = "x: &x {a: 1}\nshots:\n" + "  - *x\n" * 20_000
CASES: dict[str, tuple[bytes, str, str]] = {
    "brackets": (b"[" * 100_000, "S012", "64 levels"),
    "braces": (b"{a: " * 50_000, "S012", "64 levels"),
    "block nesting": ("".join(" " * n + "a:\n" for n in range(400)).encode(), "S012", "64 levels"),
    "sequence nesting": (b"- " * 100_000, "S012", "64 levels"),
    "alias bomb": (BOMB.encode(), "S012", "expand to more than"),
    "merge bomb": (MERGE_BOMB.encode(), "S012", "expand to more than"),
    "cycle": (b"shots: &a [*a]\n", "S001", "refers to the value that it stands in"),
    "bare cycle": (b"&a [*a]\n", "S001", "refers to the value that it stands in"),
    "50 MB": (b"# padding\n" * 5_000_000, "S012", "8 MB"),
    "many nodes": (b"shots:\n" + b"- {a: b, c: d}\n" * 150_000, "S012", "250,000"),
    "UTF-16 LE": ("id: s01\n".encode("utf-16"), "S001", "UTF-16"),
    "UTF-16 BE": (b"\xfe\xff" + "id: s01\n".encode("utf-16-be"), "S001", "UTF-16"),
    "UTF-16 without mark": ("id: s01\n".encode("utf-16-le"), "S001", "NUL byte"),
    "Latin-1": ("id: s01\nprompt: Café\n".encode("latin-1"), "S001", "line 2 is not UTF-8"),
    "NUL": (b"id: s01\nprompt: a\0b\n", "S001", "NUL byte"),
    "binary": (bytes(range(256)) * 100, "S001", "NUL byte"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + bytes(1000), "S001", "NUL byte"),
    "control character": (b"id: s01\nprompt: a\x07b\n", "S001", "U+0007"),
    "tab": (b"shots:\n\t- id: s01\n", "S001", "tab"),
    "undefined alias": (b"shots: *nowhere\n", "S001", "anchor that is not defined"),
    "tag": (b"a: !!python/object/apply:os.system [echo]\nprompt: x\n", "S002", "`a`"),
    "complex key": (b"? [a, b]\n: c\n", "S001", "key is a list or a mapping"),
    "long line of digits": (b"id: s01\nprompt: x\nseed: " + b"9" * 200_000 + b"\n", "S002", "whole number"),
    "lone surrogate": (b'prompt: "\\ud800"\n', "S001", "Not valid YAML"),
    "many unknown keys": (b"".join(b"key%d: x\n" % n for n in range(20_000)), "S002", "is not a key"),
    "empty": (b"", "S002", "no shot"),
}


def findings(path: Path, root: Path) -> list[Finding]:
    registry = installed()
    settings = Settings(root, select=("S",))
    engine = Engine(registry, settings, surroundings_of(registry, settings, TODAY, None))
    file = Loader(root, lambda path: True, lambda path: path.name).load(path)
    assert not isinstance(file, Skipped)
    raw = [*engine.lint_file(file), *engine.lint_sequence(ShotSequence([file]))]
    return engine.conclude(file, raw)


@pytest.mark.parametrize("name", CASES)
def test_a_clear_finding_in_time(tmp_path: Path, name: str) -> None:
    data, code, words = CASES[name]
    path = tmp_path.resolve() / "a.shot.yaml"
    path.write_bytes(data)
    started = time.process_time()
    found = findings(path, path.parent)
    assert time.process_time() - started < SECONDS
    texts = [finding.text for finding in found if finding.code == code]
    assert any(words in text for text in texts), [f"{finding.code} {finding.text}" for finding in found[:5]]
    assert "S013" not in {finding.code for finding in found}
    for finding in found:
        assert 0 <= finding.span.start <= finding.span.end <= len(finding.file.source.text)


def test_many_aliases_of_one_shot(tmp_path: Path) -> None:
    path = tmp_path.resolve() / "a.shot.yaml"
    path.write_text(QUOTED_ALIASES, encoding="utf-8")
    started = time.process_time()
    found = findings(path, path.parent)
    assert time.process_time() - started < SECONDS
    assert "S013" not in {finding.code for finding in found}


def test_no_more_than_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.shot.yaml"
    path.write_bytes(b"x" * (MAX_BYTES + 100))
    from promptlint.spec_files import read_at_most

    assert len(read_at_most(path)) == MAX_BYTES + 1
