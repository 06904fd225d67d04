"""Homes and who lives together in them."""

from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from gridhall.db import Base

from .record import Record


class Dwelling(Record, Base):
    """A home, a shop or another place with an address."""

    __tablename__ = "residents_dwelling"
    __table_args__ = (
        Index("uq_residents_dwelling_code", "code", unique=True, postgresql_where="deleted_at IS NULL"),
        Index("uq_residents_dwelling_form_id", "form_id", unique=True),
    )

    code: Mapped[str]
    """Capitals, no blanks; the household that lives in it is reported with the same code."""
    address: Mapped[str | None]
    use: Mapped[str | None]
    """``owner_occupied``, ``rented``, ``vacant``, ``commercial`` or ``other``."""
    area_m2: Mapped[Decimal | None] = mapped_column(Numeric)
    """Floor area in square metres."""
    owner_name: Mapped[str | None]
    owner_identity_enc: Mapped[bytes | None]
    owner_identity_ix: Mapped[bytes | None] = mapped_column(index=True)
    """Equal to the ``identity_ix`` of the owner where that is a resident; nobody is made a resident by it."""


class Household(Record, Base):
    """People who live together."""

    __tablename__ = "residents_household"
    __table_args__ = (
        Index("uq_residents_household_code", "code", unique=True, postgresql_where="deleted_at IS NULL"),
        Index(
            "ix_residents_household_homeless",
            "dwelling_code",
            postgresql_where="dwelling_id IS NULL",
        ),
        Index("uq_residents_household_form_id", "form_id", unique=True),
    )

    code: Mapped[str]
    """Capitals, no blanks."""
    dwelling_id: Mapped[int | None] = mapped_column(ForeignKey("residents_dwelling.id"), index=True)
    dwelling_code: Mapped[str | None]
    """As reported, also while the city knows no such dwelling."""
