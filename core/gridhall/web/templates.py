"""Finds and renders templates: a theme's before a plugin's, a plugin's before core's.

One Jinja2 environment a theme, since a name means another file in each. ``residents/list.jinja2`` belongs
to the plugin ``residents`` and speaks with its gettext domain, also where a theme replaces it; a name
without such a folder is core's. A file that was changed or added shows on the next request.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    UndefinedError,
    nodes,
    pass_context,
)
from jinja2.loaders import split_template_path
from jinja2.runtime import Context
from markupsafe import Markup

from gridhall.plugins import PluginHost
from gridhall.web import formats
from gridhall.words import Message, Words

OWN = Path(__file__).parent / "templates"
CORE = "gridhall"
MARKERS = {"_", "gettext", "ngettext"}


class Layers(BaseLoader):
    """Looks for a template in several folders, the first before the others, at each use."""

    def __init__(self, folders: Callable[[str], list[Path]]) -> None:
        self._folders = folders

    def find(self, name: str) -> Path | None:
        """The file of a template, or None."""
        parts = split_template_path(name)
        files = (folder.joinpath(*parts) for folder in self._folders(name))
        return next((file for file in files if file.is_file()), None)

    def get_source(self, _environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template, its file, and whether that is still so."""
        file = self.find(template)
        if file is None:
            raise TemplateNotFound(template)
        changed = file.stat().st_mtime_ns

        def is_current() -> bool:
            return self.find(template) == file and file.stat().st_mtime_ns == changed

        return file.read_text(encoding="utf-8"), str(file), is_current


class Speaking(Environment):
    """An environment whose templates each speak with their own gettext domain."""

    domain_of: Callable[[str | None], str] = staticmethod(lambda _name: CORE)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Say at each marked text which domain it is from; what is included or inherited keeps its own."""
        tree = super()._parse(source, name, filename)
        domain = self.domain_of(name)
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in MARKERS:
                call.args.insert(0, nodes.Const(domain, lineno=call.lineno))
        return tree


@pass_context
def translate(context: Context, domain: str, text: str, **params: object) -> str:
    """``_("Save")``. A message made in Python is of its own domain; params fill ``%(name)s``."""
    words = _words(context)
    if isinstance(text, Message):
        return words(text, **params)
    found = words.domain(domain).gettext(text) if text else ""
    return found % params if params else found


@pass_context
def gettext(context: Context, domain: str, text: str, **params: object) -> str:
    """What ``{% trans %}`` calls; its text is markup and its params are escaped."""
    words = _words(context)
    return Markup(words.domain(domain).gettext(text)) % params  # noqa: S704 - from the template itself


@pass_context
def ngettext(context: Context, domain: str, one: str, many: str, number: int, **params: object) -> str:
    """What ``{% trans %}`` with ``{% pluralize %}`` calls; ``%(num)s`` is in the language's own writing."""
    found = _words(context).domain(domain).ngettext(one, many, number)
    shown = context.resolve("formats").number(number)
    return Markup(found) % {"num": shown, **params}  # noqa: S704 - from the template itself


def _words(context: Context) -> Words:
    """The reader's words; a macro has them where its file was imported "with context"."""
    words = context.resolve("words")
    if not isinstance(words, Words):
        raise UndefinedError(f"{context.name} is imported without its context: write “with context”")
    return words


class Templates:
    """The templates of a deployment.

    :param themes: the folder of all themes
    """

    def __init__(self, host: PluginHost, themes: Path) -> None:
        self._plugins = {name: manifest.package / "templates" for name, manifest in host.manifests.items()}
        self._themes = themes
        self.environment = lru_cache(maxsize=64)(self._environment)
        """The environment of a theme, by its name."""

    def render(self, name: str, theme: str, values: dict[str, Any]) -> str:
        """Render a template; ``values`` hold ``words``, ``formats``, ``request``, ``shell`` and the page."""
        return self.environment(theme).get_template(name).render(values)

    def _environment(self, theme: str) -> Environment:
        environment = Speaking(
            loader=Layers(lambda name: self._folders(theme, name)),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=True,
            extensions=["jinja2.ext.i18n"],
        )
        environment.domain_of = self._plugin_of
        environment.newstyle_gettext = True  # type: ignore[attr-defined]
        environment.filters.update(formats.filters())
        environment.globals.update({"_": translate, "gettext": gettext, "ngettext": ngettext})
        return environment

    def _plugin_of(self, name: str | None) -> str:
        folder = (name or "").partition("/")[0]
        return folder if folder in self._plugins else CORE

    def _folders(self, theme: str, name: str) -> list[Path]:
        own = self._plugins.get(self._plugin_of(name), OWN)
        return [self._themes / theme / "templates", own]
