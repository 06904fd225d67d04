"""What a deployment writes: ``gridhall.toml`` and ``tenants/<slug>/tenant.toml``.

Start with :class:`Settings`. A wrong file stops the start with file, key and remedy.
"""

from gridhall.settings.deployment import Database, Settings, Web
from gridhall.settings.tenant import CodeName, LevelSetting, Tenant, Words

__all__ = ["CodeName", "Database", "LevelSetting", "Settings", "Tenant", "Web", "Words"]
