"""Who said what of a record, and when. See ``docs/decisions/provenance.md``."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from gridhall.db import Base


class Source(Base):
    """One kind of file of one department, the staff of the portal, or the demo."""

    __tablename__ = "residents_source"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """As the name of the profile in ``tenants/<slug>/sources``; ``staff`` and ``demo`` are ours."""
    title: Mapped[dict[str, Any]]
    """What people call it, by language."""
    department: Mapped[str]


class Statement(Base):
    """What one source said of one record; added only where it is something new, never changed."""

    __tablename__ = "residents_statement"
    __table_args__ = (Index("ix_residents_statement_record", "kind", "record_id", "source_id"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[str]
    """``resident``, ``dwelling`` or ``household``."""
    record_id: Mapped[int]
    source_id: Mapped[int] = mapped_column(ForeignKey("residents_source.id"))
    run_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents_import_run.id"))
    """None: said in the portal."""
    at: Mapped[datetime]
    """When it was so: the date of the file, or the moment of the change."""
    said_by: Mapped[str | None]
    """Who, in the portal."""
    values: Mapped[dict[str, Any]]
    """All that the source has said so far, by the keys of ``fields.py``; a sensitive value is the
    hexadecimal form of its blind index."""
    secrets: Mapped[dict[str, Any]]
    """The sensitive values that are new, encrypted, in base64."""
    changed: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    """The keys that are new; None: all of them."""
