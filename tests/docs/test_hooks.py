"""Every hook is documented with its exact signature, its arguments and an example that fits it."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from types import ModuleType
from typing import TYPE_CHECKING

import pluggy
import pytest

from gridhall.hookspecs import specs

from .pages import Block, Page, names
from .project import code, page

if TYPE_CHECKING:
    from collections.abc import Callable

HOOKS = page("docs/hooks.md")
PLACES = page("docs/places.md")


def specified(module: ModuleType = specs) -> dict[str, Callable[..., object]]:
    """The hooks by name."""
    return {
        name: hook
        for name, hook in vars(module).items()
        if inspect.isfunction(hook) and hasattr(hook, "gridhall_spec")
    }


def signature(name: str, hook: Callable[..., object]) -> str:
    """As a person writes it: ``gridhall_card(scope: Scope, words: Words) -> Card | None``."""
    tree = ast.parse(inspect.getsource(hook)).body[0]
    assert isinstance(tree, ast.FunctionDef)
    return f"{name}({ast.unparse(tree.args)}) -> {ast.unparse(tree.returns or ast.Constant(None))}".replace(
        "'", ""
    )


def undocumented(text: Page, hooks: dict[str, Callable[..., object]]) -> list[str]:
    """What the page does not say, or says wrongly, of each hook."""
    found = []
    for name, hook in hooks.items():
        try:
            section = text.section(name)
        except LookupError:
            found.append(f"{name} has no section")
            continue
        shown = [block.text.strip() for block in section.blocks if block.is_signature]
        if shown != [signature(name, hook)]:
            found.append(f"{name} is shown as {shown}, not as {signature(name, hook)}")
        if not any(f"def {name}(" in block.text for block in section.blocks):
            found.append(f"{name} has no example")
        arguments = [each for each in inspect.signature(hook).parameters if each not in {"scope", "config"}]
        found += [f"{name} does not say {each}" for each in arguments if each not in section.prose]
        budget = re.search(r"Budget: \d+ ms", hook.__doc__ or "")
        if budget and budget[0] not in section.prose:
            found.append(f"{name} does not say its {budget[0]}")
    return found


def places_in(sources: dict[str, str]) -> set[str]:
    """The places that pages have panels for."""
    return {
        argument.value
        for source in sources.values()
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and _name(call) == "panels" and len(call.args) > 1
        for argument in [call.args[1]]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def documented_places(text: Page) -> dict[str, str]:
    """Each place with the kind of its subject."""
    return {names(row[0])[0]: names(row[3])[0] for row in text.rows()}


def examples(blocks: list[Block]) -> ModuleType:
    """The examples of a page, put into one module."""
    module = ModuleType("gridhall_benches.plugin")
    for block in blocks:
        if block.language == "python" and not block.is_signature:
            exec(compile(block.text, f"docs/hooks.md:{block.line}", "exec"), module.__dict__)  # noqa: S102
    return module


def registered(module: ModuleType) -> set[str]:
    """The hooks that a plugin implements, as pluggy takes them."""
    manager = pluggy.PluginManager("gridhall")
    manager.add_hookspecs(specs)
    manager.register(module, name="benches")
    manager.check_pending()
    return {caller.name for caller in manager.get_hookcallers(module) or ()}


def test_every_hook_is_documented() -> None:
    assert undocumented(HOOKS, specified()) == []


def test_every_example_is_an_implementation() -> None:
    assert registered(examples(HOOKS.blocks)) == set(specified())


def test_every_place_is_documented_and_there() -> None:
    python = {path: text for path, text in code().items() if path.endswith(".py") and "/tests/" not in path}
    assert set(documented_places(PLACES)) == places_in(python)


def test_every_subject_is_a_class() -> None:
    for path in documented_places(PLACES).values():
        module, name = path.split(":")
        assert inspect.isclass(getattr(importlib.import_module(module), name))


def hook(place: str, colour: str) -> None:
    """Does it. Budget: 7 ms."""


SAID = """\
## hook

```python signature
hook(place: str, colour: str) -> None
```

Says the place and the colour. Budget: 7 ms.

```python
def hook(place): ...
```
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (SAID, []),
        ("# Hooks", ["hook has no section"]),
        (SAID.replace("colour.", "shade."), ["hook does not say colour"]),
        (SAID.replace("7 ms", "9 ms"), ["hook does not say its Budget: 7 ms"]),
        (SAID.replace("def hook(place)", "def other()"), ["hook has no example"]),
        (
            SAID.replace(", colour: str)", ")"),
            [
                "hook is shown as ['hook(place: str) -> None'], not as hook(place: str, colour: str) -> None",
            ],
        ),
    ],
)
def test_what_is_not_said_of_a_hook_is_found(text: str, found: list[str]) -> None:
    assert undocumented(Page("docs/hooks.md", text), {"hook": hook}) == found


def test_an_example_that_does_not_fit_is_found() -> None:
    text = "from gridhall.hookspecs import hookimpl\n@hookimpl\ndef gridhall_card(city): ...\n"
    with pytest.raises(pluggy.PluginValidationError, match="city"):
        registered(examples([Block("python", "", text, 1)]))


def test_a_place_is_found_in_the_code() -> None:
    source = (
        'x = panels(request, "a.side", it)\nscope.hooks.panels(scope, place, it)\nother(request, "b", it)\n'
    )
    assert places_in({"a.py": source}) == {"a.side"}
