# SPDX-License-Identifier: Apache-2.0
"""A connection to a Dask scheduler, or a cluster of this machine's own."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LOCAL = "local:"
PATIENCE = 30
"""Seconds until a scheduler answers and has a worker."""


class ClusterError(Exception):
    """The cluster cannot be used; ``hint`` says what to do."""

    def __init__(self, why: str, hint: str) -> None:
        super().__init__(why)
        self.hint = hint


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """A client of the scheduler at an address (``tcp://host:8786``), or of N processes here (``local:N``).

    Raises ClusterError if Dask is not installed, nobody answers, or there are no workers.
    """
    try:
        import distributed
    except ImportError:
        raise ClusterError("Dask is not installed", "pip install 'isonomia[cluster]'") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # a lost worker is no news: its work is done again
    if not address.startswith(LOCAL):
        with _client(distributed, address) as client:
            yield client
        return
    number = address.removeprefix(LOCAL)
    if not (number.isascii() and number.isdigit() and 1 <= int(number) <= 1024):
        raise ClusterError(f"{address[:80]!a} is not local:N with N from 1 to 1024", "write local:4")
    local: Any = distributed.LocalCluster  # has no types
    with (
        local(
            n_workers=int(number),
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            host="127.0.0.1",
        ) as cluster,
        _client(distributed, cluster) as client,
    ):
        yield client


@contextmanager
def _client(distributed: Any, address: Any) -> Iterator[Any]:
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        why = f"no scheduler answers at {str(address)[:80]!a} ({type(error).__name__})"
        raise ClusterError(why, "start `dask scheduler`, and write its address as tcp://host:8786") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise ClusterError("the scheduler has no workers", "start `dask worker ADDRESS` on them") from None
        yield client
