"""Reading a TOML file into a pydantic model, with errors that name file, key and remedy."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from gridhall.errors import ConfigError

Model = TypeVar("Model", bound=BaseModel)


def read_toml(file: Path) -> dict[str, object]:
    """Parse a TOML file.

    :raises ConfigError: it is missing or is not TOML
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(
            file=file, key="(file)", problem="there is no such file", remedy="Create it or name another one"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            file=file, key="(file)", problem=str(error), remedy="Mend the TOML at that place"
        ) from error


def validate(model: type[Model], values: dict[str, object], file: Path) -> Model:
    """Check values against a model.

    :raises ConfigError: naming the first wrong key
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "(file)"
        unknown = first["type"] == "extra_forbidden"
        remedy = "Remove it or correct its name" if unknown else "Give it such a value"
        raise ConfigError(file=file, key=key, problem=first["msg"], remedy=remedy) from error
