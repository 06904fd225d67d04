"""What a city writes under ``[residents]`` in its ``tenant.toml``, and the profiles of its sources."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gridhall.errors import ConfigError
from gridhall.settings.tenant import CodeName, Words, word
from gridhall.tenancy import City

from .files.profile import SourceProfile


class Category(BaseModel):
    """A kind of people that the city looks after."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: CodeName
    name: Words

    def title(self, language: str) -> str:
        """Its name in a language."""
        return word(self.name, language)


class ResidentsSettings(BaseModel):
    """The table ``[residents]``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    categories: tuple[Category, ...] = ()
    village_level: str | None = None
    """The key of the level that files name; None: the one above the lowest."""
    phone_country: str = Field("86", pattern=r"^[1-9][0-9]{0,2}$")
    """The calling code of phone numbers that name no country."""


def settings_of(city: City) -> ResidentsSettings:
    """The city's settings; ``check_tenant`` has found them right."""
    return ResidentsSettings.model_validate(city.tenant.plugin_table("residents"))


def categories(city: City) -> tuple[Category, ...]:
    """The city's categories, in its order."""
    return settings_of(city).categories


def village_level(city: City) -> str:
    """The key of the level whose nodes files name."""
    levels = [level.key for level in city.tenant.levels]
    return settings_of(city).village_level or levels[max(len(levels) - 2, 0)]


def phone_country(city: City) -> str:
    """The calling code of phone numbers that name no country, without ``+``."""
    return settings_of(city).phone_country


def check_tenant(table: dict[str, object], folder: Path) -> None:
    """Check ``[residents]`` and the profiles beside it.

    :raises ConfigError: naming file, key and remedy
    """
    file = folder / "tenant.toml"
    try:
        settings = ResidentsSettings.model_validate(table)
    except ValidationError as error:
        fault = error.errors()[0]
        key = ".".join(["residents", *map(str, fault["loc"])])
        raise ConfigError(
            file, key, fault["msg"], "See the tables of another city for an example."
        ) from error
    keys = [category.key for category in settings.categories]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise ConfigError(file, "residents.categories", f"{min(twice)!r} stands there twice", "Remove one.")
    for path in sorted((folder / "sources").glob("*.toml")):
        profile = _load(path)
        if profile.category is not None and profile.category not in keys:
            raise ConfigError(
                path, "category", f"{profile.category!r} is none of the city's", f"Add it to {file}."
            )


def written_profiles(city: City) -> list[SourceProfile]:
    """The profiles beside ``tenant.toml``, by key; ``services.sources`` knows the portal's too."""
    return [_load(path) for path in sorted((city.folder / "sources").glob("*.toml"))]


def _load(path: Path) -> SourceProfile:
    try:
        return SourceProfile.load(path)
    except ValueError as error:
        raise ConfigError(path, "profile", str(error), "Mend the file, or remove it.") from error
