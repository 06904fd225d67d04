"""An import in a process of its own, so that its peak of memory is its own."""

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from gridhall.access import Principal, Scope
from gridhall.db import Databases
from gridhall.plugins import PluginHost
from gridhall.services.cities import open_scope
from gridhall.settings import Settings
from gridhall.tenancy import Cities
from gridhall_residents.importing.order import Order
from gridhall_residents.importing.run import import_file

from . import people


@dataclass(frozen=True)
class Told:
    """What the process tells."""

    seconds: float
    peak_mib: float
    counts: dict[str, object]


def import_in_child(settings: Settings, slug: str, file: Path) -> Told:
    """Import a file of people into a city of this run's deployment."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_import, (settings, slug, file))


def _import(settings: Settings, slug: str, file: Path) -> Told:
    databases = Databases(settings)
    city = Cities.load(settings).by_slug(slug)
    host = PluginHost.discover()

    @contextmanager
    def transaction() -> Iterator[Scope]:
        with open_scope(databases, host, city, Principal.deployment("bench")) as scope:
            yield scope

    order = Order(path=file, profile=people.profile(), file_name=file.name)
    begun = time.perf_counter()
    outcome = import_file(transaction, order, rejects_folder=file.parent)
    seconds = time.perf_counter() - begun
    databases.close()
    return Told(seconds, peak_mib(), outcome.report.as_json())


def peak_mib() -> float:
    """The most memory that this process had at once."""
    status = Path("/proc/self/status")
    if status.exists():  # what Linux tells by getrusage begins at the peak of the process that began this one
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 1024
