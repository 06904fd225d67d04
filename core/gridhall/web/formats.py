"""Dates and numbers as a language writes them, in the city's time zone. Filters of the templates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - the filters have these names
from datetime import datetime as Moment  # noqa: N812
from datetime import time as Clock  # noqa: N812
from datetime import timedelta
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel import Locale, dates, lists, numbers
from jinja2 import pass_context
from jinja2.runtime import Context

Length = Literal["short", "medium", "long", "full"]
"""Of a date, as CLDR names them."""


@dataclass(frozen=True)
class Formats:
    """For one reader in one city."""

    locale: Locale
    zone: ZoneInfo

    @classmethod
    def of(cls, language: str, zone: ZoneInfo) -> "Formats":
        """For a language, e.g. ``zh_Hans``."""
        return cls(Locale.parse(language), zone)

    def date(self, value: Day | Moment, form: str = "medium") -> str:
        """A day, e.g. "5 Mar 2026"; of a moment, the day it is in the city.

        :param form: short, medium, long or full, or a pattern of CLDR
        """
        day = value.astimezone(self.zone).date() if isinstance(value, Moment) else value
        return dates.format_date(day, form, locale=self.locale)

    def datetime(self, value: Moment, form: Length = "medium") -> str:
        """A moment, in the city's time and without seconds, e.g. "5 Mar 2026, 14:30".

        :param form: of the day
        """
        pattern = str(dates.get_datetime_format(form, locale=self.locale)).replace("'", "")
        return pattern.replace("{0}", self.time(value)).replace("{1}", self.date(value, form))

    def time(self, value: Moment | Clock, form: str = "short") -> str:
        """The time of a day, in the city's time."""
        return dates.format_time(value, form, tzinfo=self.zone, locale=self.locale)

    def ago(self, value: timedelta) -> str:
        """How long ago, in one unit, e.g. "3 minutes ago"."""
        return dates.format_timedelta(-value, add_direction=True, locale=self.locale)

    def listed(self, texts: Sequence[str], style: Literal["standard", "or"] = "standard") -> str:
        """Several texts in one line, e.g. "a, b and c", or with "or" before the last."""
        return lists.format_list(texts, style, locale=self.locale)

    def number(self, value: float | Decimal) -> str:
        """A number with its grouping."""
        return numbers.format_decimal(value, locale=self.locale)

    def percent(self, value: float | Decimal) -> str:
        """A share of one, e.g. 0.25."""
        return numbers.format_percent(value, locale=self.locale)


def filters() -> dict[str, Callable[..., str]]:
    """``{{ value|date }}`` and so on; None gives an empty text."""
    return {name: _filter(name) for name in ("date", "datetime", "time", "ago", "number", "percent")}


def _filter(name: str) -> Callable[..., str]:
    @pass_context
    def apply(context: Context, value: Any, *arguments: Any) -> str:
        if value is None:
            return ""
        return str(getattr(context.resolve("formats"), name)(value, *arguments))

    return apply
