"""The plugin host: which plugins are installed, and calling their hooks. Start with :class:`PluginHost`."""

from gridhall.plugins.facade import Hooks
from gridhall.plugins.host import PluginHost

__all__ = ["Hooks", "PluginHost"]
