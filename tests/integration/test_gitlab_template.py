"""The script of the GitLab CI template, run in a shell."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

BAD = """\
id: s01
model: kling-2.6
image: refs/mara.png
duration: 4
prompt: The same woman from the reference turns her head slowly towards the window. Identity preserved.
"""


@pytest.mark.skipif(shutil.which("sh") is None, reason="sh is not installed")
def test_the_script_writes_a_report_and_fails(root: Path, tmp_path: Path) -> None:
    job = yaml.safe_load((root / "ci" / "gitlab" / "promptlint.gitlab-ci.yml").read_text("utf-8"))["promptlint"]
    (tmp_path / "a.shot.yaml").write_text(BAD)
    tools = Path(sys.executable).parent
    environment = {**os.environ, **job["variables"], "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    environment |= {"PROMPTLINT_ARGS": "--select A101", "PROMPTLINT_CACHE_DIR": str(tmp_path / "cache")}
    script = "\n".join(["set -eu", *job["script"]])
    done = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
    report = json.loads((tmp_path / job["artifacts"]["reports"]["codequality"]).read_text("utf-8"))
    assert [issue["location"]["path"] for issue in report] == ["a.shot.yaml"]
