"""What residents, households and dwellings have in common."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from gridhall.access import InGrid
from gridhall_residents import permissions


class Record(InGrid):
    """A record that stands in a grid, keeps its version, and can be deleted and restored."""

    __view_permission__ = permissions.VIEW
    __edit_permission__ = permissions.EDIT

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(server_default="1")
    """Grows with each change: who edits says which one they saw."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    deleted_at: Mapped[datetime | None]
    deleted_by: Mapped[str | None]
    deleted_reason: Mapped[str | None]
    """A key of ``labels.REASON``, or somebody's own words."""
    form_id: Mapped[UUID | None]
    """Of the form that made it: the same form sent twice makes one record."""
