"""The steps of a city's tree, as its ``tenant.toml`` names them."""

from dataclasses import dataclass
from typing import Self

from gridhall.errors import Invalid
from gridhall.settings.tenant import word
from gridhall.tenancy import City
from gridhall.words import Domain

_ = Domain("gridhall")


@dataclass(frozen=True)
class Levels:
    """Levels by key, from the top."""

    keys: tuple[str, ...]
    words: dict[str, str]
    """The key by each of the level's names, in any language, without regard to case; and by itself."""
    names: dict[str, dict[str, str]]
    """Each level's names: key to language to name."""

    @classmethod
    def of(cls, city: City) -> Self:
        """The levels of a city."""
        levels = city.tenant.levels
        words = {name.casefold(): level.key for level in levels for name in level.name.values()}
        return cls(
            keys=tuple(level.key for level in levels),
            words=words | {level.key: level.key for level in levels},
            names={level.key: dict(level.name) for level in levels},
        )

    def find(self, text: str) -> str | None:
        """The key of a level from its key or one of its names."""
        return self.words.get(text.strip().casefold())

    def depth(self, key: str) -> int:
        """How many steps a level stands below the top; a level that the city dropped counts as the lowest."""
        return self.keys.index(key) if key in self.keys else len(self.keys)

    def name(self, key: str, language: str) -> str:
        """What a level is called in a language."""
        return word(self.names[key], language) if key in self.names else key

    def require(self, key: str, below: str | None) -> None:
        """Check that a node of this level may stand below one of another, or (None) at the top.

        :raises Invalid: there is no such level, or it does not fit there
        """
        if key not in self.keys:
            raise Invalid(
                _("The city has no level “{level}”. Its levels are: {levels}."),
                field="level",
                level=key,
                levels=", ".join(self.keys),
            )
        if below is None and self.depth(key) != 0:
            raise Invalid(_("Choose the area that this one belongs to."), field="parent")
        if below is not None and self.depth(key) <= self.depth(below):
            raise Invalid(_("The level must be lower than that of the area above."), field="level")
