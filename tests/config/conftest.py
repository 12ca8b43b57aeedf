import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "cli"))

from demo import demo_rules


@pytest.fixture(autouse=True)
def installed_demo_rules(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with demo_rules(monkeypatch, tmp_path_factory.mktemp("cache")):
        yield
