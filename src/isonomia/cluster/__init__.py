# SPDX-License-Identifier: Apache-2.0
"""One record verified by many machines (``isonomia[cluster]``, Dask). docs/large-records.md says how.

Chunks of ballots are sent as bytes to workers, who check the proofs in them and answer with JSON. Everything
else is done where the record is read: framing, chain, roll, which ballot counts, tally, shuffles,
decryptions, result. A ballot that a worker finds wrong is checked again here.
"""

from isonomia.cluster.scheduling import ClusterError, connected
from isonomia.cluster.verifying import examine_on

__all__ = ["ClusterError", "connected", "examine_on"]
