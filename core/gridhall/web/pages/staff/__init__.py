"""Staff: ``show`` lists people and posts, ``people`` adds them and their accounts, ``posts`` gives posts."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Add the pages."""
    for name in ("people", "show", "posts"):
        config.include(f"gridhall.web.pages.staff.{name}")
