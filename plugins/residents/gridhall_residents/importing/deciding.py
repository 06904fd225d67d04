"""A person has decided whom a waiting row means: it is merged as every row is, under its own file and day."""

from datetime import date
from typing import Any

from sqlalchemy import func, literal, update
from sqlalchemy.dialects.postgresql import insert as upsert

from gridhall.access import Scope
from gridhall_residents.fields import CATEGORY
from gridhall_residents.models import ImportRun, Review

from . import saying
from .drafts import Draft
from .matching import TABLES, known_row
from .merge import settle, take_turn
from .staging import Batch, staged


def apply(scope: Scope, waiting: Review, record_id: int | None) -> int:
    """Let a row mean a record, or (None) a new one; return the record's id."""
    batch = _staged(scope, waiting)
    new_id = func.nextval(f"{TABLES[batch.kind].name}_id_seq")
    fate: dict[str, Any] = {"outcome": "created", "record_id": new_id}
    if record_id is not None:
        fate = _known(record_id)
    meant = update(staged).where(batch.mine).values(wave=1, **fate).returning(staged.c.record_id)
    found = int(batch.run(meant).scalar_one())
    settle(batch, 1)
    batch.clear()
    return found


def note(scope: Scope, waiting: Review, record_id: int) -> None:
    """Keep what a row says of a deleted record, which stays as it was: it is no news the next time."""
    batch = _staged(scope, waiting)
    batch.run(update(staged).where(batch.mine).values(wave=1, **_known(record_id)))
    news = batch.wave(1, "known")
    saying.compare(batch, news)
    saying.keep(batch, news)
    batch.clear()


def nobody(scope: Scope, waiting: Review) -> None:
    """Let a row mean nobody, now and when its file is imported again."""
    row = upsert(known_row).values(
        source_id=waiting.source_id, match_key=waiting.match_key, resident_id=literal(None)
    )
    scope.db.execute(
        row.on_conflict_do_update(index_elements=["source_id", "match_key"], set_={"resident_id": None})
    )


def _known(record_id: int) -> dict[str, Any]:
    return {"outcome": "known", "record_id": record_id}


def _staged(scope: Scope, waiting: Review) -> Batch:
    run = scope.db.get_one(ImportRun, waiting.run_id)
    values = waiting.values
    category = next((key.removeprefix(CATEGORY) for key in values if key.startswith(CATEGORY)), None)
    batch = Batch(scope, run.id, run.source_id, run.said_at, waiting.kind, category)
    take_turn(batch)
    number, born = values.get("identity_number"), values.get("birth_date")
    batch.copy(
        [
            Draft(
                row_numbers=[waiting.row_number],
                digests=[],
                match_key=waiting.match_key,
                place=waiting.grid_id,
                values=dict(values),
                secrets=dict(waiting.secrets),
                identity_ix=bytes.fromhex(number) if number else None,
                name_key=values.get("name_key"),
                birth_date=date.fromisoformat(born) if born else None,
            )
        ]
    )
    return batch
