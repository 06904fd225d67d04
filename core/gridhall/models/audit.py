"""The audit log as it is read; it is written by :meth:`gridhall.access.Scope.audit`."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from gridhall.db import Base


class AuditEntry(Base):
    """Who did what to what. The database's trigger fills ``seq``, ``at`` and the two hashes."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject"),)

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """1, 2, 3, ... without gaps."""
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]
    previous_hash: Mapped[bytes]
    hash: Mapped[bytes]
    """SHA-256 of the previous hash and the entry's canonical text, see ``services/audit.py``."""
