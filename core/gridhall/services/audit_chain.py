"""Proves the chain of the audit log.

An entry's hash is SHA-256 of the previous entry's hash and of the entry's canonical text: a JSON array of
its number, microseconds since 1970, actor's id, actor, action, subject and detail, as PostgreSQL writes
``jsonb``.
The text is put together here anew, so the verifier trusts no function of the database that it judges.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Text, cast, func

from gridhall.access import Scope
from gridhall.models import AuditEntry
from gridhall.services.permissions import AUDIT_VIEW

FIRST_PREVIOUS = hashlib.sha256(b"").digest()
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ROWS_AT_ONCE = 2000


@dataclass(frozen=True)
class Report:
    """What a verification found."""

    entries: int
    """How many were read, up to and with the first bad one."""
    ok: bool
    first_bad_seq: int | None
    """The number of the first entry that is missing, out of place or changed."""
    seq: int
    """The number of the last entry, as the database remembers it."""
    head: str
    """The hash of the last entry in hex. Note both elsewhere: a later log must still contain them."""


@dataclass(frozen=True)
class Noted:
    """Where the log ended at an earlier check, as somebody noted it."""

    seq: int
    head: str


def verify(scope: Scope, *, noted: Noted | None = None) -> Report:
    """Compute the chain anew from its first entry; memory does not grow with the log.

    It finds entries that were changed, removed or put elsewhere, at the end too. A log that was written
    anew as a whole agrees with itself: only a noted end shows that.

    :raises Forbidden: the principal does not read the log
    """
    scope.require(AUDIT_VIEW)
    seq, end = _end(scope)
    known = [(seq, end)]
    if noted is not None:
        known.append((noted.seq, bytes.fromhex(noted.head)))
    columns = (
        AuditEntry.seq,
        AuditEntry.at,
        AuditEntry.actor_id,
        AuditEntry.actor,
        AuditEntry.action,
        AuditEntry.subject,
        cast(AuditEntry.detail, Text),
        AuditEntry.previous_hash,
        AuditEntry.hash,
    )
    query = scope.select(*columns).order_by(AuditEntry.seq).execution_options(yield_per=ROWS_AT_ONCE)
    with scope.db.execute(query) as rows:
        read, bad = _follow(rows, known)
    if bad is None and read > _end(scope)[0]:  # entries come while we read, but none beyond the end
        bad = seq + 1
    return Report(read, bad is None, bad, seq, end.hex())


def canonical(
    seq: int, at: datetime, actor_id: int | None, actor: str, action: str, subject: str, detail: str
) -> str:
    """The text of an entry that is hashed.

    :param detail: as PostgreSQL writes the ``jsonb``
    """
    micros = (at - EPOCH) // timedelta(microseconds=1)
    texts = (json.dumps(text, ensure_ascii=False) for text in (actor, action, subject))
    return f"[{seq}, {micros}, {'null' if actor_id is None else actor_id}, {', '.join(texts)}, {detail}]"


def _end(scope: Scope) -> tuple[int, bytes]:
    """The number and hash of the last entry, which the database keeps apart from the entries."""
    end = func.audit_end().table_valued("seq", "hash")
    row = scope.db.execute(scope.select(end.c.seq, end.c.hash)).one()
    return row.seq, bytes(row.hash)


def _follow(rows: Iterable[Any], known: list[tuple[int, bytes]]) -> tuple[int, int | None]:
    """How many entries were read, and the number of the first bad one.

    :param known: numbers of entries that must be there, with their hashes
    """
    previous, read = FIRST_PREVIOUS, 0
    for row in rows:
        read += 1
        *told, linked, stored = row
        computed = hashlib.sha256(previous + canonical(*told).encode()).digest()
        linked_well = told[0] == read and bytes(linked) == previous
        expected = {bytes(stored), *(digest for seq, digest in known if seq == read)}
        if not linked_well or expected != {computed}:
            return read, read
        previous = computed
    return read, read + 1 if read < max(seq for seq, _digest in known) else None
