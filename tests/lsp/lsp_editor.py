"""A project in the editor."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from lsp_client import Client


@dataclass
class Editor:
    """A project of its own in the editor of a shared server.

    Attributes:
        client: that editor.
        folder: of the project.
    """

    client: Client
    folder: Path
    opened: list[str] = field(default_factory=list)

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file of the project, all at once, as the server may read it at any moment."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f"{path.name}.half")
        half.write_bytes(text if isinstance(text, bytes) else text.encode())
        half.replace(path)
        return path

    def open(self, name: str, text: str, version: int = 1) -> str:
        """Open a file of the project, which need not be there; its URI."""
        uri = self.client.open(self.folder / name, text, version)
        self.opened.append(uri)
        return uri

    def close_all(self) -> None:
        for uri in self.opened:
            self.client.close(uri)
