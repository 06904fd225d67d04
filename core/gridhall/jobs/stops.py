"""Why work stops before its end. None is an error of the job, so its ``except Exception`` lets them by."""


class Stopped(BaseException):
    """The job must leave now; what its open transaction did is rolled back."""


class Cancelled(Stopped):
    """Somebody cancelled the run."""


class Interrupted(Stopped):
    """The worker is asked to end; the run goes on in the next one."""


class Superseded(Stopped):
    """Another worker took the run over, because this one seemed dead. Nothing more may be written."""
