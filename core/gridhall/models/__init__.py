"""The tables of core. Start with :class:`GridNode`; who works where is in ``people.py``."""

from gridhall.models.accounts import Account, SignInThrottle, WebSession
from gridhall.models.audit import AuditEntry
from gridhall.models.people import Administrator, Post, Role, RolePermission, Staff, Unit
from gridhall.models.runs import JobRun
from gridhall.models.switches import PluginSetting, PluginSwitch
from gridhall.models.tree import GridClosure, GridNode

__all__ = [
    "Account",
    "Administrator",
    "AuditEntry",
    "GridClosure",
    "GridNode",
    "JobRun",
    "PluginSetting",
    "PluginSwitch",
    "Post",
    "Role",
    "RolePermission",
    "SignInThrottle",
    "Staff",
    "Unit",
    "WebSession",
]
