"""What workers are doing and have done, as people see it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gridhall.db import Base


class JobRun(Base):
    """One piece of background work."""

    __tablename__ = "job_run"
    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'cancelled')",
            name="state",
        ),
        Index("ix_job_run_created_at", "created_at"),
        Index("uq_job_run_key_waiting", "name", "key", unique=True, postgresql_where="state = 'waiting'"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    """The job's name, ``<plugin>.<what>``."""
    title: Mapped[str]
    """What it works on, e.g. a file's name; no personal data."""
    arguments: Mapped[dict[str, Any]]
    key: Mapped[str | None]
    """Of the runs of one job with the same key, one waits at most."""
    queued: Mapped[bool] = mapped_column(server_default="true")
    """A worker does it; otherwise the command that asked for it."""
    state: Mapped[str] = mapped_column(server_default="waiting")
    total: Mapped[int | None]
    """How many rows there are to do; None while that is unknown."""
    done: Mapped[int] = mapped_column(server_default="0")
    failed: Mapped[int] = mapped_column(server_default="0")
    """Of those done, how many could not be used."""
    result: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    reason: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Why it failed, for people: ``{"domain", "msgid", "params"}``, translated for who reads it."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who asked for it; None: a command."""
    cancel_requested: Mapped[bool] = mapped_column(server_default="false")
    attempt: Mapped[int] = mapped_column(server_default="0")
    """Rises each time it is begun; who holds an older number may write nothing more."""
    idle_attempts: Mapped[int] = mapped_column(server_default="0")
    """How many of the latest attempts in a row did nothing."""
    done_before: Mapped[int] = mapped_column(server_default="0")
    """How many rows were done when the latest attempt began."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    started_at: Mapped[datetime | None]
    """When the latest attempt began."""
    progressed_at: Mapped[datetime | None]
    """When the latest attempt last told what it has done."""
    finished_at: Mapped[datetime | None]
