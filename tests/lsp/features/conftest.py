"""A project without a server for the features that read a spec."""

from __future__ import annotations

from pathlib import Path

import pytest
from spec_desk import Desk


@pytest.fixture(scope="session")
def fact_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Facts that all tests share."""
    return tmp_path_factory.mktemp("facts")


@pytest.fixture
def desk(tmp_path: Path, fact_cache: Path) -> Desk:
    """An empty project."""
    return Desk(tmp_path.resolve(), fact_cache)
