import shutil
from pathlib import Path

import pytest

from promptlint.profiles import Profiles
from promptlint.profiles.store import PACKAGED_NAME

MODELS = Path(__file__).resolve().parents[2] / "rules" / "promptlint_rules" / "models"


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The provider files without what a build compiled of them."""
    target = tmp_path_factory.mktemp("provider-files") / "models"
    shutil.copytree(MODELS, target, ignore=shutil.ignore_patterns(PACKAGED_NAME))
    return target


@pytest.fixture(scope="session")
def profiles() -> Profiles:
    return Profiles.load([MODELS])
