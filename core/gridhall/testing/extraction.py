"""Finds the texts that Python code marks: ``_("Save")``, and ``plural(_("{n} day"), _("{n} days"), n)``.

Babel's own reader sees two texts there and no plural.
"""

import ast
from collections.abc import Collection, Iterator
from typing import IO

Found = tuple[int, str, str | tuple[str | None, ...], list[str]]
"""Line, function, what it was given, comments: as Babel asks of a method of extraction."""
PLURAL = "plural"


def extract_python(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: object
) -> Iterator[Found]:
    """Read a file of Python; comments for translators are left where they are.

    :raises ValueError: a plural has no texts to be found: they are elsewhere, in variables
    """
    del comment_tags, options
    tree = ast.parse(file.read())
    within = set()
    for call in _calls(tree, {PLURAL}):
        if not all(map(_text, call.args[:2])):
            message = f"{file.name}:{call.lineno}: write both texts into plural(), each marked by _()"
            raise ValueError(message)
        within |= {id(text) for text in call.args[:2]}
    for call in _calls(tree, keywords):
        if id(call) not in within:
            texts = tuple(_text(argument) for argument in call.args)
            if any(texts):
                yield call.lineno, _name(call), texts if len(texts) > 1 else texts[0] or "", []


def _calls(tree: ast.AST, names: Collection[str]) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) in names)


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _text(node: ast.expr) -> str | None:
    """A text as it stands there, or marked itself."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Call) and _name(node) == "_" and len(node.args) == 1:
        return _text(node.args[0])
    return None
