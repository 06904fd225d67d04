"""Who works in the city: staff, their posts, and the roles that say what a post may do."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gridhall.db import Base


class Unit(Base):
    """A department or team at a node."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    node_id: Mapped[int] = mapped_column(ForeignKey("grid_node.id"), index=True)
    name: Mapped[str]


class Staff(Base):
    """A person who works here."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), unique=True)
    """How they sign in; None: they do not."""


class Role(Base):
    """A set of permissions, which the city edits."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    """As the city words it; for a default role its English msgid, translated where it is shown."""
    is_default: Mapped[bool]
    """Came with the platform."""


class RolePermission(Base):
    """That a role holds a permission."""

    __tablename__ = "role_permission"

    role_id: Mapped[int] = mapped_column(ForeignKey("role.id", ondelete="CASCADE"), primary_key=True)
    permission: Mapped[str] = mapped_column(primary_key=True)


class Post(Base):
    """That a member of staff holds a role at a node or unit for some time."""

    __tablename__ = "post"
    __table_args__ = (CheckConstraint("until IS NULL OR until >= since", name="dates"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"), index=True)
    node_id: Mapped[int] = mapped_column(ForeignKey("grid_node.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    since: Mapped[date]
    until: Mapped[date | None]
    """The first day on which it is no longer held; today's date ends it at once."""


class Administrator(Base):
    """One of the three administrators. The primary key makes them exclude each other."""

    __tablename__ = "administrator"
    __table_args__ = (CheckConstraint("kind IN ('system', 'security', 'audit')", name="kind"),)

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    kind: Mapped[str]
