"""Write ``constraints.txt``: the versions that development and CI install, resolved anew on every supported Python.

A package that one Python needs and another does not gets no marker, as a constraint is not a requirement; a package
whose versions differ gets one line for each Python.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
TARGET: Final = ROOT / "constraints.txt"
SUPPORTED: Final = ("3.11", "3.12", "3.13")
EXTRAS: Final = "dev,docs"
HEADER: Final = "# Written by `make constraints`; installed by `make test` and CI.\n"


def main() -> int:
    """Resolve on each Python that is installed and write the union."""
    resolved = {version: freeze(path) for version in SUPPORTED if (path := interpreter(version))}
    if not resolved:
        sys.exit(f"none of Python {', '.join(SUPPORTED)} was found")
    TARGET.write_text(HEADER + "\n".join(merged(resolved)) + "\n", encoding="utf-8")
    missing = [version for version in SUPPORTED if version not in resolved]
    print(
        f"{TARGET.name}: resolved on Python {', '.join(resolved)}"
        + (f"; not found: {', '.join(missing)}" * bool(missing))
    )
    return 0


def interpreter(version: str) -> str | None:
    """The path of a working interpreter of this version."""
    for name in (f"python{version}", sys.executable):
        path = shutil.which(name)
        command = "import sys; print('.'.join(map(str, sys.version_info[:2])))"
        if path is None:
            continue
        answer = subprocess.run([path, "-c", command], capture_output=True, text=True, check=False)
        if answer.stdout.strip() == version:
            return path
    return None


def freeze(python: str) -> dict[str, str]:
    """Versions by package of everything that a fresh installation brings."""
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder) / "venv"
        subprocess.run([python, "-m", "venv", environment], check=True)
        pip = [str(environment / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "-qq", "--upgrade", "pip", "setuptools"], check=True)
        subprocess.run([*pip, "install", "-qq", f"{ROOT}[{EXTRAS}]"], check=True)
        listing = subprocess.run([*pip, "list", "--format=freeze"], check=True, capture_output=True, text=True).stdout
    pairs = (line.split("==", 1) for line in listing.splitlines() if "==" in line)
    return {name.lower().replace("_", "-"): version for name, version in pairs if name != "promptlint-video"}


def merged(resolved: dict[str, dict[str, str]]) -> list[str]:
    """One constraint per package, or one per Python where the versions differ."""
    pins: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for python, packages in resolved.items():
        for name, version in packages.items():
            pins[name][version].append(python)
    lines = []
    for name, versions in sorted(pins.items()):
        if len(versions) == 1:
            lines.append(f"{name}=={next(iter(versions))}")
            continue
        for version, pythons in versions.items():
            marker = " or ".join(f"python_version == '{python}'" for python in pythons)
            lines.append(f"{name}=={version} ; {marker}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
