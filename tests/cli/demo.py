"""Rules that exist for tests only, installed instead of the built-in ones."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from promptlint import registry

HERE = Path(__file__).parent
CLEAN = "shots:\n  - id: a\n    prompt: She smiles.\n    model: kling-2.6\n    duration: 5s\n"
LONG = CLEAN.replace("5s", "9s")
BROKEN = LONG.replace("    prompt: She smiles.\n", "")


@contextmanager
def demo_rules(monkeypatch: pytest.MonkeyPatch, cache: Path) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(HERE))
    monkeypatch.setenv("PROMPTLINT_CACHE_DIR", str(cache))
    entry = SimpleNamespace(name="builtin", value="demo_rules")
    monkeypatch.setattr(registry, "entry_points", lambda group: [entry])
    registry.installed.cache_clear()
    yield
    registry.installed.cache_clear()
    for name in [name for name in sys.modules if name.split(".")[0] == "demo_rules"]:
        del sys.modules[name]
