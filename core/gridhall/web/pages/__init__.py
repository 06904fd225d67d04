"""Core's own pages, one module a subject; the package's docstring says how to add one."""

from pyramid.config import Configurator

SUBJECTS = (
    "today",
    "sign_in",
    "password",
    "account",
    "language",
    "health",
    "cities",
    "tree",
    "staff",
    "roles",
    "jobs",
    "audit",
    "settings",
)


def includeme(config: Configurator) -> None:
    """Add them all."""
    for subject in SUBJECTS:
        config.include(f"gridhall.web.pages.{subject}")
