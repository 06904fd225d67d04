"""``python -m bench [NAMES] [--rows N]``; what is measured is said in the package."""

import argparse
import time

from . import divisions, importing, pages, scoped, search
from .ground import ground
from .line import print_row

MEASURES = {
    "tree": divisions.measure,
    "import": importing.measure,
    "scope": scoped.measure,
    "search": search.measure,
    "page": pages.measure,
}
FEWEST = 5_000


def main() -> None:
    """Measure, and print each line as soon as it is known."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Ratios, which hold on any machine.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(MEASURES)}; without, all")
    parser.add_argument("--rows", type=int, default=100_000, help="people that are imported (100000)")
    given = parser.parse_args()
    if given.rows < FEWEST:
        parser.error(f"--rows: at least {FEWEST}, so that every grid has people")
    if unknown := set(given.names) - set(MEASURES):
        parser.error(f"there is no measure {min(unknown)}; there are: {', '.join(MEASURES)}")
    begun = time.monotonic()
    with ground(given.rows) as here:
        print_row("measure", "ours", "baseline", "ratio")
        for name, measure in MEASURES.items():
            if not given.names or name in given.names:
                for line in measure(here):
                    line.print()
    print(f"took {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
