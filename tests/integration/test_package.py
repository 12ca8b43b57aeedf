"""What the wheel holds, and what the constraints may hold."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

NEEDED = (
    "promptlint/py.typed",
    "promptlint/config/config-1.schema.json",
    "promptlint/spec/shotspec-1.schema.json",
    "promptlint/cli/templates/promptlint.toml",
    "promptlint_rules/models/kling.yaml",
    "promptlint_rules/models/profile.schema.json",
    "promptlint_lsp/py.typed",
    "promptlint/facts/reference/networks/weights/NOTICE",
    "promptlint/facts/reference/networks/weights/u2netp.onnx",
)
CONSTRAINT = re.compile(r"[a-z0-9][a-z0-9._-]*==[0-9][\w.!+]*( ; python_version == '3\.\d+'( or .*)?)?")


def test_the_wheel_holds_the_data(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert set(NEEDED) <= set(names)
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "promptlint",
        "promptlint_lsp",
        "promptlint_rules",
    }
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if "__pycache__" in name]


def test_constraints_are_versions_only(root: Path) -> None:
    lines = [line for line in (root / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert lines == sorted(lines, key=lambda line: line.partition("==")[0])
    assert not [line for line in lines if not CONSTRAINT.fullmatch(line)]
