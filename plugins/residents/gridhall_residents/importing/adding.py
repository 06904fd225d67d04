"""Records that nobody can know yet, as of a city that is being made: added without looking for them."""

from collections.abc import Iterable

from sqlalchemy import func, update

from . import applying, saying
from .drafts import Draft
from .matching import TABLES
from .staging import Batch, staged


def add_new(batch: Batch, drafts: Iterable[Draft], categories: Iterable[str] = ()) -> int:
    """Add a record for each draft, with the statement that says so; return how many.

    :param categories: those that the drafts may speak of
    """
    count = batch.copy(drafts)
    new_id = func.nextval(f"{TABLES[batch.kind].name}_id_seq")
    batch.run(update(staged).where(batch.mine).values(record_id=new_id))
    saying.keep(batch, batch.mine)
    applying.add(batch, batch.mine)
    if batch.kind == "resident":
        for category in categories:
            applying.add_categories(batch, batch.mine, category)
        applying.index_names(batch, batch.mine)
    batch.clear()
    return count
