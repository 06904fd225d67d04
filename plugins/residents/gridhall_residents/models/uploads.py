"""Files that wait to be imported, and the profiles of sources that were made in the portal."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from gridhall.db import Base


class Upload(Base):
    """A file that somebody brought; it lies in the city's folder of files for a day at most."""

    __tablename__ = "residents_upload"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Random, and the name of the file in the folder."""
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    """Who brought it: nobody else sees it."""
    file_name: Mapped[str]
    """What its owner calls it."""
    size: Mapped[int] = mapped_column(BigInteger)
    """In bytes."""
    uploaded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class OwnProfile(Base):
    """A profile that was made in the portal; one of the same key in the city's files comes first."""

    __tablename__ = "residents_profile"

    key: Mapped[str] = mapped_column(primary_key=True)
    profile: Mapped[dict[str, Any]]
    """A ``files.profile.SourceProfile`` as JSON."""
    changed_by: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
