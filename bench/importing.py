"""How fast a department's file comes in, and with how much memory."""

from collections.abc import Iterator

from . import people
from .child import import_in_child
from .ground import Ground, villages
from .line import Line
from .plain import copy_again, copy_file


def measure(ground: Ground) -> Iterator[Line]:
    """See the package."""
    rows = ground.rows
    city, told = ground.imported
    with ground.owner(city) as raw:
        plain, copied = copy_file(raw, ground.file)
        assert copied == rows
        least = copy_again(raw, ground.folder)
    what = f"import of {rows:,} people"
    speed = f" ({rows / told.seconds:,.0f} rows/s)"
    yield Line(what, told.seconds, plain, "COPY of the same rows", note=speed)
    yield Line(what, told.seconds, least, "COPY of all that is left", note=speed)

    again = import_in_child(ground.stage.settings, city.slug, ground.file)
    assert again.counts["unchanged"] == rows
    speed = f" ({rows / again.seconds:,.0f} rows/s)"
    yield Line("the same file again", again.seconds, plain, "COPY of the same rows", note=speed)

    few = max(rows // 10, 1)
    other = ground.city("southport")
    file = people.write(ground.folder / "few.csv", few, villages())
    less = import_in_child(ground.stage.settings, other.slug, file)
    assert less.counts["created"] == few
    yield Line("its peak of memory", told.peak_mib, less.peak_mib, f"with {few:,} rows", unit="MiB")
