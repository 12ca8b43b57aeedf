from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from lsp_client import Client, capabilities, running
from lsp_editor import Editor
from lsp_specs import CONFIG

_numbers = count(1)


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROMPTLINT_CACHE_DIR", str(folder))
        yield folder


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the shared servers have open."""
    return tmp_path_factory.mktemp("workspace").resolve()


@pytest.fixture(scope="session")
def shared_push(cache_folder: Path, workspace: Path) -> Iterator[Client]:
    with running(workspace) as client:
        client.initialize()
        yield client


@pytest.fixture(scope="session")
def shared_pull(cache_folder: Path, workspace: Path) -> Iterator[Client]:
    with running(workspace, capabilities=capabilities(pull=True, encodings=("utf-8", "utf-16"))) as client:
        client.initialize()
        yield client


def _editor(client: Client, workspace: Path) -> Iterator[Editor]:
    folder = workspace / f"film-{next(_numbers)}"
    folder.mkdir()
    (folder / "promptlint.toml").write_text(CONFIG)
    editor = Editor(client, folder)
    yield editor
    editor.close_all()
    assert client.process.poll() is None, client.stderr


@pytest.fixture
def push(shared_push: Client, workspace: Path) -> Iterator[Editor]:
    """A project in an editor that diagnostics are sent to."""
    yield from _editor(shared_push, workspace)


@pytest.fixture
def pull(shared_pull: Client, workspace: Path) -> Iterator[Editor]:
    """A project in an editor that asks for diagnostics."""
    yield from _editor(shared_pull, workspace)
