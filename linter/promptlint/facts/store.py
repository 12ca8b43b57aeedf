"""The store of facts between runs: by content and by the version of the code that made them.

An SQLite file that several runs may use at once. It holds nothing that cannot be computed again: a file that is
corrupt is replaced, a store that cannot be written is done without.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

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
        found: dict[bytes, Any] = {}
        if not wanted or self.path is None or not self.path.exists():
            return found
        with self._connection() as connection:
            if connection is None:
                return found
            for first in range(0, len(wanted), _LOOKUP_SIZE):
                part = wanted[first : first + _LOOKUP_SIZE]
                marks = ",".join("?" * len(part))
                rows = connection.execute(
                    f"SELECT key, value FROM facts WHERE kind = ? AND key IN ({marks})", [kind, *part]
                )
                for key, value in rows:
                    try:
                        found[key] = json.loads(value)
                    except ValueError:
                        continue
            self._mark_used(connection, kind, list(found))
        return found

    def put(self, kind: str, facts: Mapping[bytes, Any]) -> None:
        """Store facts; one that is there already is replaced."""
        if not facts or self.path is None:
            return
        now = int(time.time())
        rows = [(kind, key, json.dumps(value, ensure_ascii=False), now) for key, value in facts.items()]
        with self._connection() as connection:
            if connection is not None:
                connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)", rows)
                connection.commit()
                self._shrink(connection)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection | None]:
        """A connection, or None where the file cannot be used; a corrupt file is removed."""
        assert self.path is not None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS)) as connection:
                connection.execute(_TABLE)
                yield connection
        except sqlite3.OperationalError:
            return
        except sqlite3.DatabaseError:
            self.path.unlink(missing_ok=True)
        except OSError:
            return

    def _mark_used(self, connection: sqlite3.Connection, kind: str, keys: list[bytes]) -> None:
        now = int(time.time())
        for first in range(0, len(keys), _LOOKUP_SIZE):
            part = keys[first : first + _LOOKUP_SIZE]
            marks = ",".join("?" * len(part))
            connection.execute(
                f"UPDATE facts SET used = ? WHERE kind = ? AND used < ? AND key IN ({marks})",
                [now, kind, now - _DAY, *part],
            )
        connection.commit()

    def _shrink(self, connection: sqlite3.Connection) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
        if pages * page_size <= self.max_bytes:
            return
        (count,) = connection.execute("SELECT count(*) FROM facts").fetchone()
        surplus = count - int(count * KEPT_SHARE)
        connection.execute(
            "DELETE FROM facts WHERE (kind, key) IN (SELECT kind, key FROM facts ORDER BY used LIMIT ?)", [surplus]
        )
        connection.commit()
        connection.execute("VACUUM")
