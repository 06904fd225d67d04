"""Fills a city of the demo with made-up people: ``population`` invents them, ``importing`` writes them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, islice

from sqlalchemy import func, or_
from sqlalchemy.orm import aliased

from gridhall.access import Scope
from gridhall.models import GridNode

from .fields import CATEGORY
from .files.read_dwelling import DwellingValues
from .files.read_resident import ResidentValues
from .files.text import key
from .importing.adding import add_new
from .importing.drafts import Draft, Drafter
from .importing.sources import ensure_source
from .importing.staging import Batch
from .models import Dwelling, Household
from .population import Dwelling as Home
from .population import Household as Family
from .population import Person, Place, populate
from .population.words import WORDS
from .settings import categories

TITLE = {"en": "Made up for the demo", "zh_Hans": "演示用虚构数据", "ar": "بيانات مختلقة للعرض"}
PEOPLE = 30_000
"""About so many in a city, but not in grids that would be crowded."""
FEWEST, MOST = 6, 40
"""People in a grid, about."""
HOMES_AT_ONCE = 2_000


def fill(scope: Scope, progress: Callable[[int, int], None], *, people: int = PEOPLE) -> None:
    """Give each grid homes and people, in the first language of the city that we have words for.

    :param progress: told how many grids are done, of how many
    :param people: in the city
    """
    languages = [each for each in scope.city.languages if each in WORDS]
    language = languages[0] if languages else "en"
    grids = _grids(scope)
    steps = {grid.code: step for step, grid in enumerate(grids, start=1)}
    writer = _Writer.of(scope, {grid.code: grid for grid in grids}, language)
    homes = populate(
        (Place(grid.code, language) for grid in grids),
        today=scope.today,
        people_per_grid=min(max(people // max(len(grids), 1), FEWEST), MOST),
    )
    while chunk := list(islice(homes, HOMES_AT_ONCE)):
        writer.write(chunk)
        progress(steps[chunk[-1].grid_code], len(grids))


@dataclass(frozen=True)
class _Grid:
    """Where homes stand."""

    id: int
    code: str
    areas: tuple[str, ...]
    """The names that stand in an address, the larger area first."""


def _grids(scope: Scope) -> list[_Grid]:
    """The grids of today, by code."""
    lower, upper = aliased(GridNode), aliased(GridNode)
    today = or_(GridNode.valid_until.is_(None), GridNode.valid_until > scope.today)
    found = (
        scope.select(GridNode.id, GridNode.code, lower.name, upper.name)
        .outerjoin(lower, lower.id == GridNode.parent_id)
        .outerjoin(upper, upper.id == lower.parent_id)
        .where(GridNode.level == scope.city.tenant.levels[-1].key, today)
        .order_by(GridNode.code)
    )
    return [
        _Grid(grid_id, code, tuple(name for name in (larger, smaller) if name))
        for grid_id, code, smaller, larger in scope.db.execute(found)
    ]


@dataclass(frozen=True)
class _Writer:
    """Writes homes, families and people into one city."""

    scope: Scope
    grids: dict[str, _Grid]
    language: str
    source_id: int
    drafter: Drafter
    numbers: Iterator[int]
    categories: tuple[str, ...]
    """Those that the city has; others are not its own to look after."""

    @classmethod
    def of(cls, scope: Scope, grids: dict[str, _Grid], language: str) -> "_Writer":
        source_id = ensure_source(scope, "demo", TITLE, "demo")
        keys = tuple(category.key for category in categories(scope.city))
        return cls(scope, grids, language, source_id, Drafter(scope.keys, None), count(1), keys)

    def write(self, homes: list[Home]) -> None:
        """Add these; the homes first, since families are joined with them by their codes."""
        add_new(self._batch("dwelling"), map(self._home, homes))
        people = (
            self._person(home, family, person)
            for home in homes
            for family in home.households
            for person in family.members
        )
        add_new(self._batch("resident"), people, self.categories)
        # The second family of a home is reported with a code of its own, which is no home's.
        self.scope.db.execute(
            self.scope.update(Household, {"dwelling_id": Dwelling.id, "dwelling_code": Dwelling.code}).where(
                Household.dwelling_id.is_(None), Dwelling.code == func.left(Household.code, -len("-2"))
            )
        )

    def _batch(self, kind: str) -> Batch:
        return Batch(self.scope, None, self.source_id, self.scope.now, kind)

    def _home(self, home: Home) -> Draft:
        head = home.households[0].members[0] if home.use == "owner_occupied" else None
        return self._draft(
            DwellingValues(
                code=home.code,
                address=self._address(home),
                village_id=self.grids[home.grid_code].id,
                owner_name=home.owner_name,
                owner_identity_number=head.identity_number if head else None,
                use=home.use,
                area_m2=home.area_m2,
            )
        )

    def _person(self, home: Home, family: Family, person: Person) -> Draft:
        draft = self._draft(
            ResidentValues(
                identity_number=person.identity_number,
                name=person.name,
                name_key=key(person.name),
                sex=person.sex,
                birth_date=person.birth_date,
                phone=person.phone,
                village_id=self.grids[home.grid_code].id,
                address=self._address(home),
                household_code=family.code,
                relation=person.relation,
                note=None,
            )
        )
        for category in person.categories:
            if category in self.categories:
                draft.values[CATEGORY + category] = True
        return draft

    def _draft(self, values: DwellingValues | ResidentValues) -> Draft:
        number = next(self.numbers)
        return self.drafter.draft(number, number, values)

    def _address(self, home: Home) -> str:
        return WORDS[self.language].located(home.address, self.grids[home.grid_code].areas)
