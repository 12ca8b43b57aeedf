"""A film with findings of both passes, and an editor that is run over it without a screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SHOTS = """\
version: 1
characters:
  mara: {hair: {colour: dark auburn}}
shots:
  - id: a
    characters: [mara]
    model: kling-2.6
    duration: 4s
    negative_prompt: blur, distort, extra limbs, shaky camera
    prompt: >-
      Mara lifts her head slowly and looks out to sea.
      🌊 港町 🙂 The wind moves her blonde hair. Static camera.
"""
FIXED = SHOTS.replace("4s", "5s").replace("blonde hair", "dark auburn hair")
SERVER = [sys.executable, "-m", "promptlint", "server"]


def told_by(editor: list[str], folder: Path) -> Any:
    """Run an editor in a folder with the film; it writes its answer as JSON to a file."""
    (folder / "film.shot.yaml").write_text(SHOTS, encoding="utf-8")
    (folder / "promptlint.toml").touch()
    answer = folder / "answer.json"
    run = subprocess.run(
        editor,
        cwd=folder,
        env=os.environ | {"SERVER": json.dumps(SERVER), "ANSWER": str(answer)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(answer.read_text(encoding="utf-8"))
