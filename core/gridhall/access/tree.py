"""The table of the tree that the filter needs, named without its model, which stands above this room."""

from sqlalchemy import BigInteger, ColumnElement, Date, Integer, Select, column, select, table

CLOSURE = table(
    "grid_closure",
    column("ancestor_id", BigInteger),
    column("descendant_id", BigInteger),
    column("depth", Integer),
    column("until", Date),
)


def below(tops: tuple[int, ...]) -> Select[tuple[int]]:
    """The ids of all nodes that stand below these today, and their own."""
    return select(CLOSURE.c.descendant_id).where(CLOSURE.c.ancestor_id.in_(tops), CLOSURE.c.until.is_(None))


def is_below(grid_id: ColumnElement[int], tops: tuple[int, ...]) -> ColumnElement[bool]:
    """Whether a node stands below one of these today."""
    return grid_id.in_(below(tops))
