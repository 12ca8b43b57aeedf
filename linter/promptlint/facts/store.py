"""The store of facts between runs: by content and by the version of the code that made them.

An SQLite file that several runs may use at once. It holds nothing that cannot be computed again: a file that is
corrupt is replaced, a store that cannot be written is done without.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, TypeVar

T = TypeVar("T")

MAX_BYTES: Final = 200 * 1024 * 1024
KEPT_SHARE: Final = 0.6
BUSY_SECONDS: Final = 5.0
_LOOKUP_SIZE: Final = 500
_DAY: Final = 86_400

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS facts (
    kind TEXT NOT NULL, key BLOB NOT NULL, value TEXT NOT NULL, used INTEGER NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID
"""


def content_key(version: str, content: bytes) -> bytes:
    """The key of what a version of the code makes of some content."""
    return blake2b(content, digest_size=20, key=version.encode()[:64]).digest()


class FactStore:
    """Facts on disk, as JSON by kind and key.

    Args:
        path: the file; None keeps nothing.
        max_bytes: size above which the facts unused for longest are removed.
    """

    def __init__(self, path: Path | None, max_bytes: int = MAX_BYTES) -> None:
        self.path = path
        self.max_bytes = max_bytes

    def get(self, kind: str, keys: Iterable[bytes]) -> dict[bytes, Any]:
        """The stored facts among the keys."""
        wanted = list(dict.fromkeys(keys))
        if not wanted or self.path is None or not self.path.exists():
            return {}
        return self._use(lambda connection: _look_up(connection, kind, wanted)) or {}

    def put(self, kind: str, facts: Mapping[bytes, Any]) -> None:
        """Store facts; one that is there already is replaced."""
        if facts:
            self._use(lambda connection: self._write(connection, kind, facts))

    def _use(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """What the work returns; None where the file cannot be used. A corrupt file is removed and begun anew."""
        if self.path is None:
            return None
        for attempt in (1, 2):
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS)) as connection:
                    connection.execute(_TABLE)
                    result = work(connection)
                    connection.commit()
                    return result
            except (sqlite3.OperationalError, OSError):
                return None
            except sqlite3.DatabaseError:
                if attempt == 1:
                    with suppress(OSError):
                        self.path.unlink()
        return None

    def _write(self, connection: sqlite3.Connection, kind: str, facts: Mapping[bytes, Any]) -> None:
        now = int(time.time())
        rows = [(kind, key, json.dumps(value, ensure_ascii=False), now) for key, value in facts.items()]
        connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)", rows)
        connection.commit()
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
        if pages * page_size > self.max_bytes:
            (count,) = connection.execute("SELECT count(*) FROM facts").fetchone()
            surplus = count - int(count * KEPT_SHARE)
            connection.execute(
                "DELETE FROM facts WHERE (kind, key) IN (SELECT kind, key FROM facts ORDER BY used LIMIT ?)", [surplus]
            )
            connection.commit()
            connection.execute("VACUUM")


def _look_up(connection: sqlite3.Connection, kind: str, wanted: list[bytes]) -> dict[bytes, Any]:
    found: dict[bytes, Any] = {}
    for first in range(0, len(wanted), _LOOKUP_SIZE):
        part = wanted[first : first + _LOOKUP_SIZE]
        where = f"WHERE kind = ? AND key IN ({','.join('?' * len(part))})"
        for key, value in connection.execute(f"SELECT key, value FROM facts {where}", [kind, *part]):
            with suppress(ValueError):
                found[key] = json.loads(value)
        now = int(time.time())
        connection.execute(f"UPDATE facts SET used = {now} {where} AND used < {now - _DAY}", [kind, *part])
    return found
