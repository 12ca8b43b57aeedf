"""The server in Neovim's built-in client: what vim.diagnostic.get() shows, a fix, a hover."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NEOVIM = shutil.which("nvim")
SCRIPT = Path(__file__).with_name("neovim.lua")
SHOTS = """\
version: 1
characters:
  mara: {hair: {colour: dark auburn}}
shots:
  - id: a
    characters: [mara]
    model: kling-2.6
    duration: 4s
    prompt: >-
      Mara lifts her head slowly and looks out to sea.
      🌊 港町 🙂 The wind moves her blonde hair. Static camera.
"""
WARNING = 2

pytestmark = pytest.mark.skipif(NEOVIM is None, reason="no Neovim is installed")


def test_neovim_shows_the_findings_and_makes_the_fixes(tmp_path: Path) -> None:
    (tmp_path / "film.shot.yaml").write_text(SHOTS, encoding="utf-8")
    (tmp_path / "promptlint.toml").touch()
    server = [sys.executable, "-m", "promptlint", "server"]
    answer = tmp_path / "answer.json"
    assert NEOVIM is not None
    run = subprocess.run(
        [NEOVIM, "--headless", "--clean", "-S", str(SCRIPT)],
        cwd=tmp_path,
        env=os.environ | {"SERVER": json.dumps(server), "ANSWER": str(answer)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(answer.read_text(encoding="utf-8"))

    opened = {one["code"]: one for one in told["opened"]}
    assert {"A101", "C201"} <= opened.keys()
    assert opened["A101"]["text"] == "4s"
    assert opened["C201"] | {"text": "blonde", "line": 10, "severity": WARNING, "source": "promptlint"} == opened["C201"]
    assert "A101" not in {one["code"] for one in told["edited"]}
    assert told["fixed"] == SHOTS.replace("4s", "5s").replace("blonde hair", "dark auburn hair").splitlines()
    assert "Kling 2.6" in told["hover"]
