"""Order from declared before and after, never from registration."""

from collections.abc import Callable, Mapping
from graphlib import TopologicalSorter
from typing import TypeVar

Item = TypeVar("Item")


def in_order(items: Mapping[str, Item], after: Callable[[Item], tuple[str, ...]]) -> list[Item]:
    """Sort so that each comes after those it names; names that are absent do not count.

    :raises graphlib.CycleError: two come after each other
    """
    sorter = TopologicalSorter(
        {key: [name for name in after(item) if name in items] for key, item in items.items()}
    )
    return [items[key] for key in sorter.static_order()]
