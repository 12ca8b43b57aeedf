"""Packages of rules as they lie in ``site-packages``."""

from __future__ import annotations

import os
from pathlib import Path

_MODULE = """
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Need, shot_rule


@shot_rule(
    code="{code}",
    name="{name}",
    severity=Severity.WARNING,
    confidence=Confidence.CERTAIN,
    summary="A rule of the tests.",
    needs={needs},
    sources=("none",),
    bad=(),
    good=(),
)
def check(shot, facts):
    \"\"\"Is of the tests.\"\"\"
    {body}
"""


def install_rule(folder: Path, code: str, body: str, needs: str = "frozenset()") -> dict[str, str]:
    """Install a rule; the variables of a process that finds it."""
    name = f"rule_{code.lower()}"
    package = folder / name / "family"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").write_text("")
    (package / "__init__.py").write_text("")
    module = _MODULE.format(code=code, name=name.replace("_", "-"), needs=needs, body=body)
    (package / "check.py").write_text(module)
    info = folder / f"{name}-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[promptlint.rules]\n{name} = {name}\n")
    path = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
    return {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
