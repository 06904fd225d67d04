"""The hooks of one city, typed. A plugin that raises is reported; the page stands."""

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pluggy
import structlog

from gridhall.hookspecs import Card, Panel
from gridhall.plugins.order import in_order
from gridhall.words import Words

if TYPE_CHECKING:
    from gridhall.access import Scope

log = structlog.get_logger()


class Hooks:
    """Calls hooks of the plugins that a city has enabled, and of no others."""

    def __init__(self, manager: pluggy.PluginManager, enabled: frozenset[str]) -> None:
        self._manager = manager
        self.enabled = enabled

    def panels(self, scope: "Scope", place: str, subject: object) -> list[Panel]:
        """The panels for a place, ordered by what they declare."""
        found = self._each("gridhall_panel", Panel, scope=scope, place=place, subject=subject)
        return in_order({f"{name}.{panel.key}": panel for name, panel in found}, lambda panel: panel.after)

    def cards(self, scope: "Scope", words: Words) -> list[Card]:
        """The cards of My Day."""
        return [card for _, card in self._each("gridhall_card", Card, scope=scope, words=words)]

    def demo(self, scope: "Scope", progress: Callable[[int, int], None]) -> None:
        """Let each plugin fill a city of the demo; here what a plugin raises goes on up."""
        for call in self._calls("gridhall_demo"):
            given = {"scope": scope, "progress": progress}
            call.function(**{name: given[name] for name in call.argnames})

    def _calls(self, hook: str) -> list[pluggy.HookImpl]:
        """The implementations in enabled plugins, in the order of the plugins' names."""
        calls = getattr(self._manager.hook, hook).get_hookimpls()
        return sorted(
            (call for call in calls if call.plugin_name in self.enabled), key=lambda call: call.plugin_name
        )

    def _each(self, hook: str, kind: type[Any], **arguments: object) -> Iterator[tuple[str, Any]]:
        for call in self._calls(hook):
            given = {name: arguments[name] for name in call.argnames}
            begun = time.perf_counter()
            try:
                result = call.function(**given)
            except Exception:
                log.exception("hook failed", hook=hook, plugin=call.plugin_name)
                continue
            log.debug(
                "hook", hook=hook, plugin=call.plugin_name, ms=round((time.perf_counter() - begun) * 1000, 1)
            )
            if isinstance(result, kind):
                yield call.plugin_name, result
