"""The mixin of every table whose rows belong to a part of the tree."""

from typing import ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column


class InGrid:
    """A row that stands in a grid node; seen only by those whose posts cover that node."""

    __view_permission__: ClassVar[str]
    """Needed to read rows."""
    __edit_permission__: ClassVar[str]
    """Needed to add, change and delete rows."""

    @declared_attr
    def grid_id(cls) -> Mapped[int]:  # noqa: N805 - SQLAlchemy calls it with the class
        """The smallest node that is known of it: a grid, or a village until somebody places it."""
        return mapped_column(ForeignKey("grid_node.id"), index=True)
