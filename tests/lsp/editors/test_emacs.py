"""The server in Emacs with eglot: what flymake underlines, and all safe fixes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from editor_runs import FIXED, told_by

EMACS = shutil.which("emacs")
SCRIPT = Path(__file__).with_name("eglot.el")


def has_eglot() -> bool:
    if EMACS is None:
        return False
    load = [EMACS, "--batch", "--eval", "(package-initialize)", "--eval", "(require 'eglot)"]
    return subprocess.run(load, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not has_eglot(), reason="no Emacs with eglot is installed")
def test_emacs_shows_the_findings_and_makes_the_fixes(tmp_path: Path) -> None:
    assert EMACS is not None
    told = told_by([EMACS, "--batch", "-l", str(SCRIPT)], tmp_path)
    shown = dict(told["shown"])
    assert "Kling 2.6 makes no clip of 4 s" in shown["4s"]
    assert "The prompt says `blonde hair`" in shown["blonde"]
    assert told["fixed"] == FIXED
