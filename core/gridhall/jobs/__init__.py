"""Background work: a job is a function of a plugin, ``run(context, **arguments)``. Start with ``Context``.

``gridhall.services.runs`` asks for a job and follows it. Here it is done: ``worker`` (the process) keeps
a ``shard`` at work on each database's queue; ``runner`` makes one ``attempt`` at a run; ``inline`` does
the same in a command line. What a job raised becomes an ``outcome``; ``orphans`` finds what was lost.
"""

from gridhall.jobs.context import Context
from gridhall.jobs.inline import do_now
from gridhall.jobs.scopes import CityScopes
from gridhall.jobs.stops import Cancelled, Interrupted, Stopped, Superseded

__all__ = ["Cancelled", "CityScopes", "Context", "Interrupted", "Stopped", "Superseded", "do_now"]
