"""``tenants/<slug>/tenant.toml``: one city."""

from pathlib import Path
from typing import Annotated, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from gridhall.errors import ConfigError
from gridhall.settings.reading import read_toml, validate

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{1,30}$")]
CodeName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,40}$")]
Language = Annotated[str, StringConstraints(pattern=r"^(en|zh_Hans|ar)$")]
Words = dict[Language, str]
"""A text by language."""


def word(words: Words, language: str) -> str:
    """The text in a language, else in English, else in any."""
    return words.get(language) or words.get("en") or next(iter(words.values()))


class LevelSetting(BaseModel):
    """A step of the city's tree, from the top."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: CodeName
    name: Words


class Tenant(BaseModel):
    """A city as its file says. Further tables belong to plugins, each named as its plugin."""

    model_config = ConfigDict(extra="allow", frozen=True)

    slug: Slug
    name: Words
    hosts: tuple[str, ...] = ()
    """Exact host names; ``<slug>.localhost`` is always one."""
    database: str = "main"
    languages: tuple[Language, ...] = Field(default=("en",), min_length=1)
    """The first is the default."""
    timezone: str = "UTC"
    theme: str = "plain"
    plugins: tuple[CodeName, ...] = ()
    """Offered to the city; those it uses are enabled by its administrator."""
    levels: tuple[LevelSetting, ...] = Field(min_length=1)
    folder: Path = Path()

    @field_validator("timezone")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in available_timezones():
            message = f"{value!r} is no IANA time zone"
            raise ValueError(message)
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The city's time zone."""
        return ZoneInfo(self.timezone)

    def plugin_table(self, plugin: str) -> dict[str, object]:
        """What the file says to one plugin."""
        table = (self.model_extra or {}).get(plugin, {})
        if not isinstance(table, dict):
            raise ConfigError(self.folder / "tenant.toml", plugin, "is not a table", f"Write [{plugin}]")
        return table

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read one city's file.

        :raises ConfigError: the file is wrong, or its slug is not the folder's name
        """
        file = folder / "tenant.toml"
        tenant = validate(cls, {**read_toml(file), "folder": folder}, file)
        if tenant.slug != folder.name:
            raise ConfigError(file, "slug", f"is {tenant.slug!r}", f"Write {folder.name!r}, as the folder")
        return tenant
