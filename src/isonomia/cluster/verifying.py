# SPDX-License-Identifier: Apache-2.0
"""A verification whose ballots' proofs are checked by the workers of a cluster."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import Any, BinaryIO, Final

import msgspec

from isonomia import __version__
from isonomia.cluster.scheduling import ClusterError
from isonomia.cluster.work import Answer, check
from isonomia.verify import Examined, Progress, examine
from isonomia.verify.ballots import BallotBox, Checked, Pending, Taken, check_chunk
from isonomia.verify.chain import Chain
from isonomia.verify.elsewhere import read_chunk
from isonomia.verify.setup import Setup

AHEAD: Final = 4
"""Chunks under way for each thread of a worker: enough that none waits, few enough that memory stays flat."""


def examine_on(
    client: Any,
    file: BinaryIO,
    *,
    backend: str = "kernel",
    workers: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Examined:
    """As :func:`isonomia.verify.examine`, with a Dask client's workers for the proofs in ballots.

    A worker that dies is no matter: its chunks are given to others, or checked here. Raises ClusterError if
    the scheduler is lost, or a worker runs another release.
    """
    return examine(
        file, backend=backend, workers=workers, on_progress=on_progress, make_box=partial(_ClusterBox, client)
    )


class _ClusterBox(BallotBox):
    """Sends chunks away."""

    def __init__(self, client: Any, setup: Setup, chain: Chain, executor: Executor) -> None:
        super().__init__(setup, chain, executor)
        self._client = client
        self.ahead = AHEAD * max(1, sum(client.nthreads().values()))

    def submit(self, chunk: list[Taken]) -> Pending:
        contents = [taken.content for taken in chunk]
        group = self._setup.election.group
        sent = self._client.submit(check, self._setup.content, group.backend, contents, pure=False, retries=2)
        return _Sent(sent, self._setup, chunk)


class _Sent:
    """A chunk on its way."""

    def __init__(self, sent: Any, setup: Setup, chunk: Sequence[Taken]) -> None:
        self._sent = sent
        self._setup = setup
        self._chunk = chunk

    def done(self) -> bool:
        return bool(self._sent.done())

    def result(self) -> list[Checked]:
        """Reads what the tally needs of the ballots that are right, and checks the others."""
        election, shapes = self._setup.election, self._setup.shapes
        answer = self._answer()
        if answer is None:
            return check_chunk(election, shapes, self._chunk)
        return read_chunk(election, shapes, self._chunk, answer.right, answer.checked)

    def _answer(self) -> Answer | None:
        """None if workers died of this chunk time and again."""
        from distributed import KilledWorker

        try:
            content = self._sent.result()
        except KilledWorker:
            return None
        except Exception as error:
            why = f"the cluster gave no answer ({type(error).__name__}: {str(error)[:200]!a})"
            raise ClusterError(why, "look at the logs of its scheduler and workers; or verify without it") from error
        finally:
            self._sent.release()
        try:
            answer = msgspec.json.decode(content, type=Answer)
        except (msgspec.MsgspecError, TypeError) as error:
            raise ClusterError("a worker gave an answer that is none", "let all run one release of isonomia") from error
        if answer.release != __version__ or len(answer.right) != len(self._chunk):
            why = f"a worker runs isonomia {answer.release[:20]!a}, this is {__version__}"
            raise ClusterError(why, "let all run one release")
        return answer
