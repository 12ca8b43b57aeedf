"""Take the networks' weights again from the packages that they came from, and compare them with what is committed.

    python tools/fetch_weights.py [--check] [FILE ...]

``networks/weights/NOTICE`` names for each file the package, its members and the SHA-256. Most files are a member, byte
for byte; some are built from members by a module under ``network_weights``. A file is written only if every hash
holds. With ``--check`` nothing is written: it ends with 1 where a committed file differs. The packages are downloaded
by pip or npm and never installed or run. Neither installing promptlint nor its tests need this; it shows where the
weights come from, and brings new ones after the NOTICE was changed.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Final
from zipfile import ZipFile

WEIGHTS: Final = Path(__file__).resolve().parent.parent / "linter/promptlint/facts/reference/networks/weights"
_ENTRY: Final = re.compile(r"^(?P<name>\S+\.onnx)\n(?P<fields>(?:  .*\n)+)", re.MULTILINE)
_FIELD: Final = re.compile(r"^  (Package|Member|Member-SHA-256|Builder|SHA-256): (\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a weight file comes from.

    Attributes:
        name: of the file.
        package: with its version, as pip or npm takes it.
        members: paths inside the package.
        member_hashes: SHA-256 of the members, hexadecimal, where the file is built from them.
        builder: module whose ``build`` makes the file of the members; None where it is the only member.
        sha256: of the file, hexadecimal.
    """

    name: str
    package: str
    members: tuple[str, ...]
    member_hashes: tuple[str, ...]
    builder: str | None
    sha256: str

    def file(self, members: list[bytes]) -> bytes:
        """The file's bytes.

        Raises:
            ValueError: a member or the file is another one than the NOTICE says.
        """
        if self.builder is None:
            data = members[0]
        else:
            for member, content, expected in zip(self.members, members, self.member_hashes, strict=True):
                if sha256(content).hexdigest() != expected:
                    raise ValueError(f"{self.package} holds another {member} than the NOTICE says")
            data = import_module(self.builder).build(*members)
        if sha256(data).hexdigest() != self.sha256:
            raise ValueError(f"{self.package} gives another file than the NOTICE says")
        return data


def origins(notice: str) -> list[Origin]:
    """The files that a NOTICE names."""
    return [_origin(entry["name"], _FIELD.findall(entry["fields"])) for entry in _ENTRY.finditer(notice)]


def _origin(name: str, fields: list[tuple[str, str]]) -> Origin:
    values = defaultdict(list)
    for field, value in fields:
        values[field].append(value)
    builder = values["Builder"][0] if values["Builder"] else None
    members, hashes = tuple(values["Member"]), tuple(values["Member-SHA-256"])
    return Origin(name, values["Package"][0], members, hashes, builder, values["SHA-256"][0])


def fetch(package: str, folder: Path) -> None:
    """Download one package, whatever Python it asks for, and unpack it into the folder."""
    if "==" not in package:
        subprocess.run(["npm", "pack", "--silent", "--pack-destination", str(folder), package], check=True)
        with tarfile.open(next(folder.glob("*.tgz"))) as archive:
            archive.extractall(folder, filter="data")
        return
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", "download"]
    subprocess.run([*pip, "--no-deps", "--ignore-requires-python", "-d", str(folder), package], check=True)
    with ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder)


def main() -> int:
    """Fetch every package once; write or compare its files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare and write nothing")
    parser.add_argument("files", nargs="*", metavar="FILE", help="names of weight files; all if none is given")
    arguments = parser.parse_args()
    wanted = origins((WEIGHTS / "NOTICE").read_text("utf-8"))
    wanted = [origin for origin in wanted if not arguments.files or origin.name in arguments.files]
    wrong = 0
    for package in dict.fromkeys(origin.package for origin in wanted):
        with tempfile.TemporaryDirectory() as folder:
            fetch(package, Path(folder))
            for origin in (origin for origin in wanted if origin.package == package):
                try:
                    data = origin.file([Path(folder, member).read_bytes() for member in origin.members])
                except ValueError as error:
                    print(f"{origin.name}: {error}; nothing was written")
                    wrong += 1
                    continue
                target = WEIGHTS / origin.name
                same = target.is_file() and target.read_bytes() == data
                wrong += arguments.check and not same
                if not arguments.check:
                    target.write_bytes(data)
                print(f"{origin.name}: {'as committed' if same else 'differs' if arguments.check else 'written'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
