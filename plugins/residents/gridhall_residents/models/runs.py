"""Imports, and what they keep while they run."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, Integer, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gridhall.db import Base


class ImportRun(Base):
    """One file, imported once."""

    __tablename__ = "residents_import_run"
    __table_args__ = (
        CheckConstraint("state IN ('running', 'done')", name="state"),
        Index("ix_residents_import_run_started_at", "started_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("residents_source.id"))
    file_name: Mapped[str]
    sha256: Mapped[bytes]
    as_of: Mapped[date | None]
    """The day whose state the file shows; None: the day of the import."""
    said_at: Mapped[datetime]
    """The moment that its statements carry."""
    who: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who imported it; None: a command of the deployment."""
    area_id: Mapped[int | None] = mapped_column(ForeignKey("grid_node.id"))
    """The smallest node that covers where they may import; None: the whole city."""
    job_id: Mapped[UUID | None] = mapped_column(index=True)
    """The background job that did it, and last went on with it."""
    state: Mapped[str] = mapped_column(server_default="running")
    """A run that was killed stays ``running`` until the same file is imported again, which continues it."""
    turn: Mapped[int] = mapped_column(server_default="0")
    """Which reading of the file it is at, see ``importing/place.py``."""
    last_row: Mapped[int] = mapped_column(server_default="0")
    """The last row of that reading that is in, as a spreadsheet counts."""
    counts: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """See ``importing/report.py``."""
    rejects_file: Mapped[str | None]
    """The name of the file of rejected rows."""
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]


class RunRow(Base):
    """A row that a running import has settled: finds repeated rows, also after a crash."""

    __tablename__ = "residents_run_row"
    __table_args__ = (Index("ix_residents_run_row_record", "run_id", "record_id"),)

    run_id: Mapped[UUID] = mapped_column(primary_key=True)
    digest: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    record_id: Mapped[int | None]
    fields: Mapped[int]
    """A bit for each field that the row fills, see ``fields.py``."""


class RunReject(Base):
    """A row that a running import did not take; the cells stay in the file."""

    __tablename__ = "residents_run_reject"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("residents_import_run.id"), primary_key=True)
    row_number: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str]
    column: Mapped[str]


class StagedRow(Base):
    """A row on its way in, within one transaction; empty otherwise, and not written to the log."""

    __tablename__ = "residents_staged_row"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    batch: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    row_number: Mapped[int] = mapped_column(primary_key=True)
    row_numbers: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    """All rows of the chunk that speak of the same record; ``row_number`` is the first."""
    digests: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    match_key: Mapped[int] = mapped_column(BigInteger)
    identity_ix: Mapped[bytes | None]
    name_key: Mapped[str | None]
    birth_date: Mapped[date | None]
    code: Mapped[str | None]
    place: Mapped[int]
    """The village."""
    fields: Mapped[int]
    values: Mapped[dict[str, Any]]
    secrets: Mapped[dict[str, Any]]
    wave: Mapped[int | None]
    """Rows of one wave speak of different records."""
    outcome: Mapped[str | None]
    """``created``, ``known``, then ``updated`` or ``unchanged``; ``for_review``, ``outside_scope``."""
    record_id: Mapped[int | None]
    deleted: Mapped[bool] = mapped_column(server_default="false")
    """The record was deleted here."""
    candidates: Mapped[list[int] | None] = mapped_column(ARRAY(Integer))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """What the source had said."""
    changed: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    effective: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """What holds now of the fields that changed, whoever said it."""
    effective_secrets: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
