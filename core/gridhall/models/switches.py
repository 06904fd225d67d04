"""Which plugins a city uses, and what it set."""

from datetime import datetime

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gridhall.db import Base


class PluginSwitch(Base):
    """A plugin that was enabled once; switched off, its data stays."""

    __tablename__ = "plugin_switch"

    plugin: Mapped[str] = mapped_column(primary_key=True)
    enabled: Mapped[bool]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())


class PluginSetting(Base):
    """A setting that differs from its default."""

    __tablename__ = "plugin_setting"

    plugin: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[bool | int | str] = mapped_column(JSONB)
