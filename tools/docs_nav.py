"""MkDocs hook: an entry ``folder/*`` of the navigation stands for the pages in that folder, its index first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Expand the folders in the navigation."""
    docs = Path(config.docs_dir)
    config.nav = [_expanded(entry, docs) for entry in config.nav or []]
    return config


def _expanded(entry: Any, docs: Path) -> Any:
    if not isinstance(entry, dict):
        return entry
    ((title, target),) = entry.items()
    if not isinstance(target, str) or not target.endswith("/*"):
        return entry
    pages = sorted((docs / target[:-2]).glob("*.md"), key=lambda page: (page.name != "index.md", _heading(page)))
    return {title: [page.relative_to(docs).as_posix() for page in pages]}


def _heading(page: Path) -> str:
    return next((line for line in page.read_text("utf-8").splitlines() if line.startswith("# ")), page.stem)
