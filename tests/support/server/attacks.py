# SPDX-License-Identifier: Apache-2.0
"""A dishonest server, in the middle between the pages of trustees and the honest one: the pages must find it."""

import json
from collections import defaultdict
from os import urandom
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from isonomia.groups import group
from isonomia.parties.ceremony import make_certificate, new_seed
from isonomia.parties.ceremony_public import Terms
from isonomia.protocol.messages import encode
from support.forge import load
from support.holding import Holding
from support.server.steps import decrypt, unlock


def exchanged_certificate(trustee: Any, seed: Path) -> None:
    """A server that wants to read the second trustee's shares passes a certificate of its own as hers.

    Her page shows all a fingerprint that differs from the others', and does not go on: the certificate is not hers.
    """
    terms = Terms(group("Ed25519"), 3, 2)
    own = make_certificate(terms, 2, new_seed(urandom), urandom)
    honest = trustee.inner_text("#compare .tracker")

    def other(route: Any) -> None:
        said = json.loads(route.fetch().text())
        said["certificates"][1] = encode(own).decode()
        route.fulfill(json=said)

    trustee.route("**/ceremony", other)
    trustee.reload()
    unlock(trustee, seed)
    assert trustee.inner_text("#compare .tracker") != honest
    trustee.get_by_role("button", name="Go on").click()
    trustee.get_by_text("Stop the ceremony").wait_for()
    assert "certificate 2 is not the one of this key" in trustee.inner_text("#trouble-place")
    trustee.unroute_all()
    trustee.reload()
    unlock(trustee, seed)
    assert trustee.inner_text("#compare .tracker") == honest


def two_tallies(trustee: Any, address: str, key: Path) -> None:
    """Her decryption of one tally is lost on its way, and she is asked to decrypt another.

    The server has dropped a ballot, and written the record again from there on, shuffles included: every check of it
    holds, but the page has seen the first one.
    """
    sent: list[int] = []
    trustee.route("**/decryption", lambda route: (sent.append(1), route.abort()))
    decrypt(trustee, key)
    trustee.get_by_text("The server did not answer").wait_for()
    assert len(sent) == 1

    with urlopen(f"{address}/record.bel", timeout=10) as answer:  # noqa: S310
        record = load(answer.read()).until("EndBallots")
    record.events.remove(record.of("Ballot")[0])
    other = Holding(record, lambda _: defaultdict(lambda: 1))
    other.close()
    other.tally()
    other.shuffles(1, 2, 3)
    assert list(record.verify().failures) == []
    content = record.write()
    trustee.route("**/record.bel", lambda route: route.fulfill(body=content, content_type="application/x-tar"))
    trustee.reload()
    trustee.get_by_text("not the record that your browser has seen").wait_for()
    assert "history.since" in trustee.inner_text("#trouble-place")
    assert not trustee.locator("#step-decrypt").is_visible()
    assert len(sent) == 1
    trustee.unroute_all()
    trustee.reload()
