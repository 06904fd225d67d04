"""Rows of files that wait for a person's decision, and what is decided."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func

from gridhall.access import Scope
from gridhall.errors import Conflict, Invalid, NotFound
from gridhall_residents import permissions
from gridhall_residents.importing import deciding
from gridhall_residents.models import Dwelling, ImportRun, Resident, Review, Source
from gridhall_residents.services import masking, records
from gridhall_residents.services.change import removal, unique
from gridhall_residents.services.lists.areas import Place, places
from gridhall_residents.services.show import shown
from gridhall_residents.words import _

PAGE = 50
SAME, NEW, NOBODY, RESTORED, KEPT = "same", "new", "nobody", "restored", "kept"
DECISIONS = {"several": (SAME, NEW, NOBODY), "deleted": (RESTORED, KEPT)}
"""What can be decided, by the reason why a row waits."""
MODELS: Mapping[str, type[Resident] | type[Dwelling]] = {"resident": Resident, "dwelling": Dwelling}


@dataclass(frozen=True)
class Line:
    """A waiting row in the list."""

    id: int
    kind: str
    reason: str
    values: dict[str, Any]
    created_at: datetime
    source: dict[str, str]
    """What people call the source, by language."""
    file_name: str
    row_number: int
    place: Place | None

    @property
    def title(self) -> str:
        """The name of a person, the address of a home; "" where the row has none."""
        return title(self.kind, self.values)


@dataclass(frozen=True)
class Case:
    """A row with those who may be meant."""

    review: Review
    source: dict[str, str]
    file_name: str
    said_at: datetime
    masked: Mapping[str, str | None]
    """Sensitive values of the row, as they may be shown."""
    candidates: list[shown.Shown]
    """Those within one's grids."""
    elsewhere: int
    """How many more there are."""
    place: Place | None


def title(kind: str, values: Mapping[str, Any]) -> str:
    """What a row is called; "" where it does not say."""
    return str(values.get("name" if kind == "resident" else "address") or "")


def count(scope: Scope) -> int:
    """How many rows wait within one's grids."""
    return scope.db.scalar(_waiting(scope, func.count())) or 0


def _waiting(scope: Scope, *columns: Any) -> Any:
    return scope.select(*columns).select_from(Review).where(Review.decided_at.is_(None))


def waiting(scope: Scope, *, page: int = 1, limit: int = PAGE) -> list[Line]:
    """The rows that wait, the oldest first; one more than ``limit`` where there are more."""
    found = scope.db.execute(
        _waiting(
            scope,
            Review.id,
            Review.kind,
            Review.reason,
            Review.values,
            Review.created_at,
            Source.title,
            ImportRun.file_name,
            Review.row_number,
            Review.grid_id,
        )
        .join(Source, Source.id == Review.source_id)
        .join(ImportRun, ImportRun.id == Review.run_id)
        .order_by(Review.id)
        .limit(limit + 1)
        .offset((page - 1) * limit)
    ).all()
    named = places(scope, {row.grid_id for row in found})
    return [Line(*(*row[:-1], named.get(row.grid_id))) for row in found]


def following(scope: Scope, review_id: int) -> int | None:
    """The row that is next in the list after one was decided; None: none waits."""
    others = _waiting(scope, Review.id).where(Review.id != review_id)
    in_turn = others.order_by(Review.id < review_id, Review.id)
    found: int | None = scope.db.scalar(in_turn.limit(1))
    return found


def get(scope: Scope, review_id: int) -> Case:
    """A row, decided or not.

    :raises NotFound: there is none, or it lies outside one's grids
    """
    row = scope.db.execute(
        scope.select(Review, Source.title, ImportRun.file_name, ImportRun.said_at)
        .join(Source, Source.id == Review.source_id)
        .join(ImportRun, ImportRun.id == Review.run_id)
        .where(Review.id == review_id)
    ).one_or_none()
    if row is None:
        raise _missing()
    review: Review = row.Review
    model = MODELS[review.kind]
    found = shown.rows(scope, model, model.id.in_(review.candidates), *_state(model, review.reason))
    return Case(
        review=review,
        source=row.title,
        file_name=row.file_name,
        said_at=row.said_at,
        masked=_masked(scope, review),
        candidates=shown.dress(scope, {model: found})[model],
        elsewhere=_elsewhere(scope, model, review, len(found)),
        place=places(scope, {review.grid_id}).get(review.grid_id),
    )


def _missing() -> NotFound:
    return NotFound(_("There is no such row, or it lies outside your area."))


def _state(model: type[Resident] | type[Dwelling], reason: str) -> tuple[Any, ...]:
    """Who may be meant: the living, or the one that was deleted."""
    return (model.deleted_at.is_(None),) if reason == "several" else ()


def _elsewhere(scope: Scope, model: type[Resident] | type[Dwelling], review: Review, seen: int) -> int:
    table = model.metadata.tables[model.__tablename__]
    alive = (table.c.deleted_at.is_(None),) if review.reason == "several" else ()
    query = scope.select(func.count()).select_from(table).where(table.c.id.in_(review.candidates), *alive)
    return (scope.db.scalar(scope.whole_city(query)) or 0) - seen


def _masked(scope: Scope, review: Review) -> dict[str, str | None]:
    return {
        key: (masking.phone if key == "phone" else masking.identity)(scope.keys, base64.b64decode(secret))
        for key, secret in review.secrets.items()
    }


def decide(scope: Scope, review_id: int, decision: str, candidate_id: int | None = None) -> None:
    """Decide about a row; of two who do so at once, the later one is told.

    :param decision: one of ``DECISIONS``
    :param candidate_id: who is meant, for ``same``
    :raises Conflict: somebody has decided already, or the record was changed meanwhile
    :raises Invalid: this cannot be decided
    :raises NotFound: as :func:`get`
    """
    review = _held(scope, review_id)
    if decision not in DECISIONS[review.reason]:
        raise Invalid(_("Choose what is right."), field="decision")
    model = MODELS[review.kind]
    if decision == SAME:
        deciding.apply(scope, review, _meant(scope, review, candidate_id).id)
    elif decision == NEW:
        _require_free(scope, review)
        deciding.apply(scope, review, None)
    elif decision == NOBODY:
        deciding.nobody(scope, review)
    elif decision == RESTORED:
        removal.restore(scope, model, review.candidates[0])
        scope.db.flush()
        deciding.apply(scope, review, review.candidates[0])
    else:
        records.locked(scope, model, review.candidates[0], deleted=True)
        deciding.note(scope, review, review.candidates[0])
    review.decided_at, review.decided_by, review.decision = scope.now, scope.principal.name, decision
    scope.db.flush()
    scope.audit("residents.decide", f"review:{review.id}", decision=decision)


def _held(scope: Scope, review_id: int) -> Review:
    query = scope.select(Review, permission=permissions.EDIT).where(Review.id == review_id).with_for_update()
    review: Review | None = scope.db.scalar(query, execution_options={"populate_existing": True})
    if review is None:
        raise _missing()
    if review.decided_at is not None:
        raise Conflict(_("{name} has decided about this row already."), name=review.decided_by or "-")
    return review


def _meant(scope: Scope, review: Review, candidate_id: int | None) -> Resident:
    """The living candidate, held for this transaction."""
    if candidate_id is None or candidate_id not in review.candidates:
        raise Invalid(_("Choose what is right."), field="decision")
    try:
        person = records.locked(scope, Resident, candidate_id)
    except NotFound as error:
        raise Conflict(_("This record has left your area meanwhile.")) from error
    number = review.values.get("identity_number")
    if number and person.identity_ix is not None and person.identity_ix.hex() != number:
        raise Conflict(_("This person has another identity number by now, so the row means somebody else."))
    if number:
        _require_free(scope, review, besides=person.id)
    return person


def _require_free(scope: Scope, review: Review, besides: int | None = None) -> None:
    number = review.values.get("identity_number")
    if number:
        unique.require_free_identity(scope, bytes.fromhex(number), besides=besides)
