"""How fast a large tree comes in."""

from collections.abc import Iterator

from gridhall.services.tree_import import import_nodes

from .ground import ROOT, Ground
from .line import Line, once
from .plain import copy_file

FILE = ROOT / "tests" / "data" / "divisions_chongqing.csv"
DIVISIONS = 12_340


def measure(ground: Ground) -> Iterator[Line]:
    """See the package."""
    city = ground.stage.empty_city("southport")
    with city.scope() as scope:
        seconds, report = once(lambda: import_nodes(scope, FILE.read_bytes()))
    assert (report.added, report.rejected) == (DIVISIONS, {})
    with ground.owner(city) as raw:
        plain, copied = copy_file(raw, FILE)
    assert copied == DIVISIONS
    yield Line(f"tree of {DIVISIONS:,} divisions", seconds, plain, "COPY of the same rows")
