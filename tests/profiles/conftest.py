from pathlib import Path

import pytest

from promptlint.profiles import Profiles

MODELS = Path(__file__).resolve().parents[2] / "rules" / "promptlint_rules" / "models"


@pytest.fixture(scope="session")
def models_dir() -> Path:
    return MODELS


@pytest.fixture(scope="session")
def profiles() -> Profiles:
    return Profiles.load([MODELS])
