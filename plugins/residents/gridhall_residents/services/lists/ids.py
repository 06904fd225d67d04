"""A set of ids as one parameter: a statement is the same for one as for five hundred."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Integer, any_, literal
from sqlalchemy.dialects.postgresql import ARRAY


def among(column: Any, ids: Collection[int | None]) -> ColumnElement[bool]:
    """Whether a column holds one of these ids; None is none."""
    wanted = sorted(each for each in ids if each is not None)
    found: ColumnElement[bool] = column == any_(literal(wanted, ARRAY(Integer)))
    return found
