"""The server in Neovim's built-in client: what vim.diagnostic.get() shows, all safe fixes, a hover."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from editor_runs import FIXED, told_by

NEOVIM = shutil.which("nvim")
SCRIPT = Path(__file__).with_name("neovim.lua")
WARNING = 2


@pytest.mark.skipif(NEOVIM is None, reason="no Neovim is installed")
def test_neovim_shows_the_findings_and_makes_the_fixes(tmp_path: Path) -> None:
    assert NEOVIM is not None
    told = told_by([NEOVIM, "--headless", "--clean", "-S", str(SCRIPT)], tmp_path)

    opened = {one["code"]: one for one in told["opened"]}
    assert opened["A101"]["text"] == "4s"
    hair = {"text": "blonde", "line": 11, "severity": WARNING, "source": "promptlint"}
    assert opened["C201"] | hair == opened["C201"]
    assert "A101" not in {one["code"] for one in told["edited"]}
    assert told["fixed"] == FIXED.splitlines()
    assert "Kling 2.6" in told["hover"]
