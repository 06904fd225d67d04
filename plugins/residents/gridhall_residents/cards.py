"""The card of My Day: rows of files that wait for a decision, and one's own imports."""

from babel.numbers import format_decimal

from gridhall.access import Scope
from gridhall.hookspecs import Card, Line
from gridhall.models import JobRun
from gridhall.services import runs
from gridhall.words import Words

from . import permissions
from .services import imports, review
from .words import _

REVIEW, IMPORT, JOB = "/residents/review", "/residents/import", "/jobs/{}"
"""Where the lines lead; a card is made without a request."""


def card(scope: Scope, words: Words) -> Card | None:
    """The card, for those whom something concerns."""
    waiting = review.count(scope) if scope.can(permissions.EDIT) else 0
    jobs = imports.of_concern(scope) if scope.can(permissions.IMPORT) else []
    if not waiting and not jobs:
        return None
    lines = [_job(words, job) for job in jobs]
    if waiting:
        text = words.plural(_("{n} row waits for a decision"), _("{n} rows wait for a decision"), waiting)
        lines.insert(0, Line(text, REVIEW))
    failed = sum(job.state == "failed" for job in jobs)
    href = REVIEW if waiting else IMPORT
    return Card(_("Files of departments"), waiting + failed, href, tuple(lines))


def _job(words: Words, job: JobRun) -> Line:
    href = JOB.format(job.id)
    if job.state == "failed":
        return Line(words(_("{file} could not be imported to its end"), file=job.title), href)
    progress = runs.progress(job)
    if progress.total is None:
        return Line(words(_("{file} waits for its turn"), file=job.title), href)
    done, total = (format_decimal(n, locale=words.language) for n in (progress.done, progress.total))
    return Line(words(_("{file}: {done} of {total} rows"), file=job.title, done=done, total=total), href)
