"""Who does the work: the workers of a Dask cluster, on as many machines as there are.

The scheduler gives a job whose worker was lost to another one. An outcome is taken once, when its
job is done, so nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from tracer.batch.engines import Job, lost
from tracer.batch.work import Outcome, Setup, check_all
from tracer.errors import ConfigError

if TYPE_CHECKING:
    from distributed import Client

_AHEAD = 3
"""Jobs in hand for each thread of the cluster: one is done, the others are on their way."""
_SECONDS = 20
"""How long to wait for a scheduler."""


class Cluster:
    """The workers that the scheduler at ``address`` (such as "tcp://10.0.0.1:8786") has; they may
    come and go. Raises ConfigError: dask is not installed, or no scheduler answers."""

    def __init__(self, address: str) -> None:
        self._client = _connected(address)

    def outcomes(self, setup: Setup, jobs: Iterator[Job]) -> Iterator[list[Outcome]]:
        with self._client as client:
            yield from _Hands(client, setup).outcomes(jobs)


class _Hands:
    """What is in the hands of a cluster: each job by the key of its future."""

    def __init__(self, client: Client, setup: Setup) -> None:
        from distributed import as_completed

        self._client, self._setup = client, setup
        self._held: dict[Any, Job] = {}
        self._done: Any = as_completed()

    def outcomes(self, jobs: Iterator[Job]) -> Iterator[list[Outcome]]:
        from distributed import KilledWorker

        self._fill(jobs)
        for future in self._done:
            job = self._held.pop(future.key)
            try:
                yield future.result()
            except KilledWorker:
                if len(job) == 1:
                    yield [lost(job[0])]
                else:  # one of them kills workers: find out which
                    jobs = chain([[article] for article in job], jobs)
            self._fill(jobs)

    def _fill(self, jobs: Iterator[Job]) -> None:
        threads = sum(self._client.nthreads().values()) or 1
        for job in islice(jobs, max(0, _AHEAD * threads - len(self._held))):
            future = self._client.submit(check_all, self._setup, job, pure=False)
            self._held[future.key] = job
            self._done.add(future)


def _connected(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError as error:
        raise ConfigError("Dask is not installed", "", "pip install 'tracer[dask]'") from error
    try:
        return Client(address, timeout=_SECONDS)
    except (OSError, ValueError) as error:
        what = "No Dask scheduler answers there"
        raise ConfigError(what, address, "Start one with: dask scheduler") from error
