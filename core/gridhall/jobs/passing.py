"""Removes files that were kept for a day, e.g. exports that somebody has fetched by now, or never will."""

import time
from datetime import timedelta

from gridhall.jobs.scopes import CityScopes

KEPT = timedelta(days=1)


def sweep(scopes: CityScopes) -> int:
    """Remove the files of a city that were last written more than a day ago; return how many."""
    oldest = time.time() - KEPT.total_seconds()
    count = 0
    for file in scopes.passing_files.iterdir():
        try:
            if file.stat().st_mtime < oldest:
                file.unlink()
                count += 1
        except FileNotFoundError:  # another worker was quicker
            continue
    return count
