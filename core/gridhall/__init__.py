"""Gridhall: a platform on which a city runs its grid management.

``docs/architecture.md`` says what each room of this package knows, and where to start reading.
"""

__version__ = "0.1.0"
