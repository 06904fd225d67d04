"""Counts of requests for Prometheus, in a registry of each application's own.

They are served at an address of their own (``web.metrics_port``): they tell how busy each city is, and the
portal's address is open to the world.
"""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, start_http_server

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """What is counted; labels name cities, routes and statuses, never people."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "gridhall_requests", "Requests", ("city", "route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "gridhall_request_seconds",
            "Seconds a request",
            ("city",),
            buckets=BUCKETS_S,
            registry=self._registry,
        )

    def count(self, *, city: str | None, route: str | None, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(city or "", route or "", str(status)).inc()
        self._seconds.labels(city or "").observe(seconds)

    def serve(self, host: str, port: int) -> None:
        """Serve them from now on, in a thread that ends with the process.

        :raises OSError: the address is taken
        """
        start_http_server(port, host, self._registry)

    def text(self) -> bytes:
        """In the text format of Prometheus."""
        return generate_latest(self._registry)
