"""The grid tree: ``show`` finds and shows nodes, ``edit`` changes them, ``bring`` reads a file of them."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Add the pages."""
    for name in ("bring", "show", "edit"):
        config.include(f"gridhall.web.pages.tree.{name}")
