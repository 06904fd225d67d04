"""People, the categories they belong to, and the index that finds names."""

from datetime import date

from sqlalchemy import Computed, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from gridhall.db import Base

from .record import Record


class Resident(Record, Base):
    """A person who lives in the city."""

    __tablename__ = "residents_resident"
    __table_args__ = (
        Index(
            "uq_residents_resident_identity_ix",
            "identity_ix",
            unique=True,
            postgresql_where="deleted_at IS NULL",
        ),
        Index(
            "ix_residents_resident_identity_ix_deleted",
            "identity_ix",
            postgresql_where="deleted_at IS NOT NULL",
        ),
        Index("ix_residents_resident_name_key", "name_key", "birth_date"),
        Index("uq_residents_resident_form_id", "form_id", unique=True),
    )

    name: Mapped[str]
    name_key: Mapped[str]
    """NFKC, blanks removed: who has no number is matched by it."""
    identity_enc: Mapped[bytes | None]
    """The 18-character number, encrypted."""
    identity_ix: Mapped[bytes | None]
    """Its blind index, by which it is found."""
    confirmed: Mapped[bool] = mapped_column(Computed("identity_ix IS NOT NULL", persisted=True))
    """Has a valid identity number."""
    phone_enc: Mapped[bytes | None]
    """E.164, encrypted."""
    phone_ix: Mapped[bytes | None] = mapped_column(index=True)
    sex: Mapped[str | None]
    """``male`` or ``female``."""
    birth_date: Mapped[date | None]
    household_id: Mapped[int | None] = mapped_column(ForeignKey("residents_household.id"), index=True)
    relation: Mapped[str | None]
    """To the head of the household: ``head``, ``spouse``, ..."""
    address: Mapped[str | None]
    note: Mapped[str | None]
    """As written, even where a spreadsheet would run it: who exports it uses ``text.harmless``."""


class ResidentCategory(Base):
    """That a resident belongs to a category of the city's ``tenant.toml``. Read it through the resident."""

    __tablename__ = "residents_category"
    __table_args__ = (Index("ix_residents_category_category", "category", "resident_id"),)

    resident_id: Mapped[int] = mapped_column(ForeignKey("residents_resident.id"), primary_key=True)
    category: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[date]
    """Since when it has been known here."""
    source_id: Mapped[int] = mapped_column(ForeignKey("residents_source.id"))


class NameSuffix(Base):
    """Each ending of a name, so that a part of it is found as a beginning. Read it through the resident."""

    __tablename__ = "residents_name_suffix"

    suffix: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    """In small letters; by bytes, so that the primary key answers ``LIKE 'xy%'``."""
    resident_id: Mapped[int] = mapped_column(primary_key=True, index=True)
    """No foreign key: it would be checked several times a person, and residents are never removed."""
