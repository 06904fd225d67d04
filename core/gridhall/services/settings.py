"""What a city set of its plugins; the rest stands as each plugin declares it."""

from dataclasses import dataclass

from sqlalchemy.dialects.postgresql import insert

from gridhall.access import Scope
from gridhall.errors import Invalid, NotFound
from gridhall.hookspecs import SettingSpec
from gridhall.models import PluginSetting
from gridhall.plugins import PluginHost
from gridhall.services.permissions import SETTINGS_EDIT
from gridhall.words import Domain

_ = Domain("gridhall")

LONGEST = 1000


@dataclass(frozen=True)
class Setting:
    """A setting and its value in this city."""

    plugin: str
    spec: SettingSpec
    value: bool | int | str
    is_default: bool


def of_plugin(scope: Scope, host: PluginHost, plugin: str) -> list[Setting]:
    """The settings of a plugin, in the order that it declares them.

    :raises NotFound: it is not enabled here
    :raises Forbidden: the principal does not decide about settings
    """
    scope.require(SETTINGS_EDIT)
    if plugin not in scope.hooks.enabled:
        raise NotFound(_("This city is not offered a plugin “{name}”."), name=plugin)
    rows = scope.db.execute(
        scope.select(PluginSetting.key, PluginSetting.value).where(PluginSetting.plugin == plugin)
    )
    own = {key: value for key, value in rows}  # noqa: C416 - a Row is no pair to dict()
    return [
        Setting(plugin, spec, own.get(spec.key, spec.default), spec.key not in own)
        for spec in host.manifests[plugin].settings
    ]


def value(scope: Scope, plugin: str, spec: SettingSpec) -> bool | int | str:
    """What the city set, else the default: for the plugin itself, which knows its own ``spec``."""
    own = scope.select(PluginSetting.value).where(
        PluginSetting.plugin == plugin, PluginSetting.key == spec.key
    )
    found: bool | int | str | None = scope.db.scalar(own)
    return spec.default if found is None else found


def change(scope: Scope, host: PluginHost, plugin: str, given: dict[str, str]) -> None:
    """Set a plugin's settings from a form: text for each key, ``""`` for a box that is not ticked.

    :raises Invalid: a value does not fit; nothing is changed
    """
    for setting in of_plugin(scope, host, plugin):
        value = _read(setting.spec, given.get(setting.spec.key, ""))
        if value == setting.value:
            continue
        row = {"plugin": plugin, "key": setting.spec.key, "value": value}
        statement = insert(PluginSetting).values(row)
        scope.db.execute(
            statement.on_conflict_do_update(index_elements=["plugin", "key"], set_={"value": value})
        )
        scope.audit("core.setting_changed", f"plugin:{plugin}", key=setting.spec.key)


def _read(spec: SettingSpec, text: str) -> bool | int | str:
    if spec.kind is bool:
        return bool(text)
    if spec.kind is int:
        try:
            return int(text.strip())
        except ValueError:
            raise Invalid(_("Give a whole number."), field=spec.key) from None
    if len(text) > LONGEST:
        raise Invalid(_("This is longer than {most} characters."), field=spec.key, most=LONGEST)
    return text.strip()
