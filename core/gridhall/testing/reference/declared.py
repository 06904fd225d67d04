"""What a plugin declares: the dataclasses of ``gridhall.hookspecs``, field by field."""

import ast
import inspect
import textwrap
from itertools import pairwise

from gridhall import hookspecs
from gridhall.testing.reference.markdown import code, paragraphs, table

DECLARED = [name for name in hookspecs.__all__ if inspect.isclass(getattr(hookspecs, name))]
HEAD = ("field", "type", "default", "what it is")


def told_declared() -> str:
    """Every class with its fields."""
    told = [
        "## What a plugin declares",
        "",
        "All of `gridhall.hookspecs`. A field without a default must be given.",
    ]
    for name in DECLARED:
        declared = getattr(hookspecs, name)
        said = paragraphs(inspect.getdoc(declared) or "")
        told += ["", f"### {name}", "", said, "", *table(HEAD, _fields(declared))]
    return "\n".join(told)


def _fields(declared: type) -> list[tuple[str, ...]]:
    """The fields, each with the docstring below it."""
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(declared))).body
    members: list[ast.stmt | None] = [*getattr(body, "body", []), None]
    return [
        (
            code(ast.unparse(member.target)),
            code(ast.unparse(member.annotation)),
            _default(member.value) if member.value else "",
            _docstring(after),
        )
        for member, after in pairwise(members)
        if isinstance(member, ast.AnnAssign)
    ]


def _docstring(statement: ast.stmt | None) -> str:
    value = statement.value if isinstance(statement, ast.Expr) else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _default(value: ast.expr) -> str:
    """``field(default=None)`` is None."""
    if isinstance(value, ast.Call):
        value = next(keyword.value for keyword in value.keywords if keyword.arg == "default")
    return code(ast.unparse(value))
