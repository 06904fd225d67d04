"""The grid tree: nodes, and a closure that says who stood below whom and when.

Records carry a node's id only, so moving, merging or splitting nodes rewrites the closure, never
the records. A move closes the closure rows of the old place and opens those of the new one on the
same day: what was true in March is counted as it was in March.
"""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gridhall.db import Base


class GridNode(Base):
    """One area of the tree."""

    __tablename__ = "grid_node"
    __table_args__ = (
        CheckConstraint("type IN ('general', 'dedicated', 'micro')", name="type"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_since", name="valid"),
        Index("ix_grid_node_parent_id", "parent_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    """Never reused; by default the 12-digit division code plus 3."""
    name: Mapped[str]
    level: Mapped[str]
    """A key of the city's levels."""
    type: Mapped[str] = mapped_column(server_default="general")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("grid_node.id"))
    """Where it stands today; None at the top."""
    boundary: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """A GeoJSON Polygon or MultiPolygon in WGS 84; a dedicated grid may have none."""
    valid_since: Mapped[date]
    valid_until: Mapped[date | None]
    """The first day on which it is no longer; None while it stands."""


class GridClosure(Base):
    """That one node stood below another (or is it, at depth 0) during some time."""

    __tablename__ = "grid_closure"
    __table_args__ = (
        Index("ix_grid_closure_now", "ancestor_id", "descendant_id", postgresql_where="until IS NULL"),
        Index("ix_grid_closure_up_now", "descendant_id", "depth", postgresql_where="until IS NULL"),
    )

    ancestor_id: Mapped[int] = mapped_column(ForeignKey("grid_node.id"), primary_key=True)
    descendant_id: Mapped[int] = mapped_column(ForeignKey("grid_node.id"), primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    depth: Mapped[int]
    until: Mapped[date | None]
    """The first day on which it no longer held; None while it holds."""
