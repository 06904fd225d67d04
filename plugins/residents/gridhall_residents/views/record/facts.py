"""Values in the reader's words, each with who said it and what others have said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from gridhall.settings.tenant import word
from gridhall.web.request import Request
from gridhall_residents import labels
from gridhall_residents.fields import CATEGORY, PLACE
from gridhall_residents.services.change.current import SECRET
from gridhall_residents.services.change.saying import STAFF
from gridhall_residents.services.lists.areas import Place
from gridhall_residents.services.show.shown import Shown
from gridhall_residents.services.show.telling import Origin, Told
from gridhall_residents.settings import categories
from gridhall_residents.words import _

CODES = ("code", "household_code", "dwelling_code")
_CHOICES = {"sex": labels.SEX, "relation": labels.RELATION, "use": labels.USE}


def rank(key: str) -> int:
    """The place of a field in the order in which people read fields; categories come last."""
    keys = list(labels.FIELD)
    return keys.index(key) if key in keys else len(keys)


def is_code(told: Told) -> bool:
    """Whether what was said is a code or a number that is shown in part."""
    return told.key in CODES or told.masked is not None


def place_title(place: Place | None) -> str:
    """A grid after the name of the node above it."""
    if place is None:
        return "–"
    return f"{place.above} › {place.name}" if place.above else place.name


@dataclass(frozen=True)
class Older:
    """What else was said of a field."""

    text: str
    source: str
    is_code: bool
    """It keeps its direction in Arabic."""


@dataclass(frozen=True)
class Fact:
    """A field of a record."""

    key: str
    label: str
    text: str | None
    """None: nothing is known."""
    source: str | None
    """Who said it, and when."""
    mark: int | None
    """The number of the source in the list at the end of the page."""
    older: tuple[Older, ...]
    """What else was said, the latest first."""
    is_code: bool
    """It keeps its direction in Arabic."""
    reveal: str | None = None
    """Where a masked value is shown whole; None where it may not be, or needs not."""


@dataclass
class Teller:
    """Puts records into words, and numbers the sources of a page in the order in which they appear."""

    request: Request
    sources: list[str] = field(default_factory=list)

    def facts(self, shown: Shown, keys: Iterable[str], reveal: str | None = None) -> list[Fact]:
        """Fields of a record.

        :param reveal: where a masked value is asked for, without ``field``
        """
        return [self.fact(shown, key, reveal) for key in keys]

    def fact(self, shown: Shown, key: str, reveal: str | None = None) -> Fact:
        """One field of a record."""
        now = shown.now.get(key)
        told = shown.telling.holding(key, now)
        hidden = shown.masked.get(key)
        source = self.origin(told.origin) if told is not None and now is not None else None
        return Fact(
            key=key,
            label=self.label(key),
            text=hidden if hidden is not None else self.value(shown, key, now),
            source=source,
            mark=self._mark(source) if source else None,
            older=tuple(
                Older(self.told(shown, each), self.origin(each.origin), is_code(each))
                for each in shown.telling.others(key, now)
            ),
            is_code=key in CODES,
            reveal=f"{reveal}?field={key}" if reveal and hidden is not None and shown.may_reveal else None,
        )

    def label(self, key: str) -> str:
        """The name of a field."""
        if not key.startswith(CATEGORY):
            return self.request.words(labels.FIELD[key]) if key in labels.FIELD else key
        language, own = self.request.words.language, key.removeprefix(CATEGORY)
        return next((each.title(language) for each in categories(self.request.city) if each.key == own), own)

    def told(self, shown: Shown, told: Told) -> str:
        """What a source said; a sensitive value is masked here too."""
        if told.value is None or told.value is False:
            return self.request.words(_("Taken back"))
        if told.key in SECRET:
            return told.masked or "•••"
        return self.value(shown, told.key, told.value) or "–"

    def value(self, shown: Shown, key: str, value: object) -> str | None:
        """A value of a record that needs no mask; None where there is none."""
        return self.plain(key, value, shown.places)

    def plain(self, key: str, value: object, places: Mapping[int, Place] | None = None) -> str | None:
        """A value that needs no mask; None where there is none.

        :param places: the grids that the page speaks of, by id
        """
        words, formats = self.request.words, self.request.formats
        choices = _CHOICES.get(key, {})
        if value is None:
            return None
        if value in choices:
            text: str = words(choices[str(value)])
        elif key == "birth_date":
            text = formats.date(date.fromisoformat(str(value)))
        elif key == "area_m2":
            text = words(_("{area} m²"), area=formats.number(Decimal(str(value))))
        elif key == PLACE:
            text = place_title((places or {}).get(int(str(value))))
        elif isinstance(value, bool):
            text = words(_("Yes")) if value else words(_("No"))
        else:
            text = str(value)
        return text

    def origin(self, origin: Origin) -> str:
        """Who said something, and when: ``Public security, file of 3 May 2026``."""
        words, day = self.request.words, self.request.formats.date(origin.at)
        if origin.source == STAFF:
            return words(_("entered by {name} on {date}"), name=origin.said_by or "–", date=day)
        source = word(dict(origin.titles), words.language)
        if not origin.from_file:
            return words(_("{source}, {date}"), source=source, date=day)
        department = words(labels.DEPARTMENT.get(origin.department, origin.department))
        if department.casefold() in source.casefold():
            return words(_("{source}, file of {date}"), source=source, date=day)
        text = _("{source} ({department}), file of {date}")
        return words(text, source=source, department=department, date=day)

    def _mark(self, source: str) -> int:
        if source not in self.sources:
            self.sources.append(source)
        return self.sources.index(source) + 1
