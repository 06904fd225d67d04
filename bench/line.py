"""A measure beside its baseline, and how both are taken."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")
TIMES = 40
_WIDTHS = (46, 24, 34, 9)


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    what: str
    ours: float
    """In the unit, as the baseline."""
    baseline: float
    against: str
    unit: str = "s"
    note: str = ""

    def print(self) -> None:
        """Print it as soon as it is known."""
        ours = f"{_figure(self.ours)} {self.unit}{self.note}"
        against = f"{_figure(self.baseline)} {self.unit}, {self.against}"
        ratio = _figure(self.ours / self.baseline)
        print_row(self.what, ours, against, ratio)


def print_row(*cells: str) -> None:
    """One row of the table; the last cell stands to the right."""
    *texts, number = cells
    shown = [f"{text:<{width}}" for text, width in zip(texts, _WIDTHS, strict=False)]
    print("  ".join([*shown, f"{number:>{_WIDTHS[-1]}}"]), flush=True)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def once(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds, and what came of it."""
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def side_by_side(ours: Callable[[], Any], baseline: Callable[[], Any]) -> tuple[float, float]:
    """The best of both in milliseconds, taken in turn: what else the machine does can only add to them."""
    ours(), baseline()
    taken = [(once(ours)[0], once(baseline)[0]) for _ in range(TIMES)]
    return min(each[0] for each in taken) * 1000, min(each[1] for each in taken) * 1000
