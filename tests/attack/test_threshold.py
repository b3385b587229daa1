# SPDX-License-Identifier: Apache-2.0
"""Threshold trustees: parameters that were put together from others, and a trustee who waits."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

from isonomia.groups import group
from isonomia.protocol.messages import UNSET, Context
from isonomia.protocol.secret import pki
from isonomia.verify import Report
from support.forge import Record, altered
from support.founding import REFERENDUM, found, founded
from support.trustees import Made, certificate, contexts, pedersen, seeds, threshold_parameters, value

GROUP = group("Ed25519")
TRUSTEES = 1

THRESHOLD: dict[str, tuple[Callable[[Any], Any], set[str]]] = {
    "threshold lowered": (lambda p: p.update(threshold=1), {"trustees.shape"}),
    "threshold raised": (lambda p: p.update(threshold=3), {"trustees.shape"}),
    "threshold zero": (lambda p: p.update(threshold=0), {"trustees.shape"}),
    "trustee without a key": (lambda p: p["verification_keys"].pop(), {"trustees.shape"}),
    "signature missing": (lambda p: p["signatures"].pop(), {"trustees.shape"}),
    "nobody": (lambda p: p.update(certs=[], coefexps=[], signatures=[], verification_keys=[]), {"trustees.shape"}),
    "proof of a key copied": (
        lambda p: p["verification_keys"][0].update(pok=p["verification_keys"][1]["pok"]),
        {"trustees.pok"},
    ),
    "signature of a key copied": (
        lambda p: p["verification_keys"][0].update(signature=p["verification_keys"][1]["signature"]),
        {"trustees.verification-key"},
    ),
    "keys change places": (lambda p: p["verification_keys"].reverse(), {"trustees.verification-key"}),
    "signatures change places": (lambda p: p["signatures"].reverse(), {"trustees.signatures"}),
    "coefficients change places": (
        lambda p: p["coefexps"].reverse(),
        {"trustees.coefexps", "trustees.signatures"},
    ),
    "signature of a certificate copied": (
        lambda p: p["certs"][0].update(signature=p["certs"][1]["signature"]),
        {"trustees.certificate", "trustees.signatures"},
    ),
    "signature of coefficients copied": (
        lambda p: p["coefexps"][0].update(signature=p["coefexps"][1]["signature"]),
        {"trustees.coefexps"},
    ),
    "message with a space": (
        lambda p: p["coefexps"][0].update(message=p["coefexps"][0]["message"] + " "),
        {"trustees.coefexps"},
    ),
    "certificate with an unknown key": (
        lambda p: p["certs"][0].update(message='{"x":1}'),
        {"json.keys"},
    ),
    "one key without its signature": (lambda p: p["verification_keys"][0].pop("signature"), {"trustees.shape"}),
    "signatures of certificates left out": (lambda p: p.pop("signatures"), {"trustees.shape"}),
    "certificate that is no JSON": (lambda p: p["certs"][0].update(message="no"), {"json.syntax"}),
}


@pytest.mark.parametrize("name", THRESHOLD)
def test_threshold_parameters(name: str) -> None:
    change, guilty = THRESHOLD[name]
    record = found("Ed25519", [REFERENDUM], trustees=((2, 3),)).holding.record
    setup = record.events[0]
    setup.contents[TRUSTEES] = altered(setup.contents[TRUSTEES], lambda trustees: change(trustees[0][1]))
    assert record.failing() == guilty


FIRST, SECOND = contexts(GROUP, 2, 2)


def certified(*said: Context, seed: str = "two") -> set[str]:
    """What is wrong when two trustees' certificates say this; all that follows is signed as it must be."""
    random = Random(1).randbytes
    made = pedersen(GROUP, 2, 2, random, said=said, from_seeds=["one", seed])
    return founded(GROUP, [REFERENDUM], [made], random=random).holding.record.failing()


CONTEXTS = {
    "another place": [FIRST, FIRST],
    "places exchanged": [SECOND, FIRST],
    "another group": [FIRST, Context("BELENIOS-2048", 2, 2, 2)],
    "another size": [FIRST, Context("Ed25519", 3, 2, 2)],
    "another threshold": [FIRST, Context("Ed25519", 2, 1, 2)],
}


def test_honest_certificates_pass() -> None:
    assert certified(FIRST, SECOND) == set()


@pytest.mark.parametrize("name", CONTEXTS)
def test_certificate_for_another_ceremony(name: str) -> None:
    """Made and signed by its trustee, for a ceremony that is not this one."""
    assert certified(*CONTEXTS[name]) == {"trustees.context"}


def test_two_places_of_one_trustee() -> None:
    assert certified(FIRST, SECOND, seed="one") == {"trustees.certificate"}


def older(*, contexts_too: bool, signatures: bool) -> Report:
    """Threshold parameters of older releases: what they had not yet is absent, everywhere."""
    random = Random(1).randbytes
    said = None if contexts_too else [UNSET, UNSET]
    made = pedersen(GROUP, 2, 2, random, said=said)
    parameters = made.item[1]
    keys = [replace(key, signature=UNSET) for key in parameters.verification_keys]
    parameters = replace(parameters, verification_keys=keys)
    if not signatures:
        parameters = replace(parameters, signatures=UNSET)
    made = made._replace(item=("Pedersen", parameters))
    return founded(GROUP, [REFERENDUM], [made], random=random).holding.record.verify()


def test_parameters_of_older_releases_pass_with_a_note() -> None:
    """Of 2.5.1, without signatures of keys; of 2.0 to 2.5, without contexts and signatures of certificates too."""
    later, earlier = older(contexts_too=True, signatures=True), older(contexts_too=False, signatures=False)
    assert (later.failures, earlier.failures) == ([], [])
    assert ["2.5.1" in note or "3.0" in note for note in later.notes].count(True) == 1
    assert ["2.5.1" in note or "3.0" in note for note in earlier.notes].count(True) == 3


@pytest.mark.parametrize(("contexts_too", "signatures"), [(False, True), (True, False)])
def test_half_of_an_older_release_does_not(contexts_too: bool, signatures: bool) -> None:
    """What would convict a trustee is not left out one by one."""
    assert {f.check for f in older(contexts_too=contexts_too, signatures=signatures).failures} == {"trustees.shape"}


# --- a trustee who waits for the others ----------------------------------------------------------


def rushed(*, signed: bool) -> Record:
    """The third of three, 2 needed, publishes her coefficients after the others.

    She draws the polynomial G of the whole group, and divides g^G_k by what the others published. Then she
    knows the joint key's private half, G(0), and everybody's verification key with it, G(j): she can prove
    that she knows them. She cannot sign them for the others.
    """
    random = Random(1).randbytes
    own = [pki.derive_keys(GROUP, seed) for seed in seeds(3, random)]
    certs = [certificate(GROUP, keys, said, random) for keys, said in zip(own, contexts(GROUP, 2, 3), strict=True)]
    honest = [[GROUP.power(GROUP.g, GROUP.scalar(random(GROUP.random_size)).reveal()) for _ in "12"] for _ in "12"]
    g_whole = [GROUP.scalar(random(GROUP.random_size)).reveal() for _ in "12"]
    hers = [GROUP.power(GROUP.g, a) / honest[0][k] / honest[1][k] for k, a in enumerate(g_whole)]
    coefexps = [GROUP.texts(row) for row in (*honest, hers)]
    shares = [value(g_whole, index) % GROUP.q for index in (1, 2, 3)]
    rusher = own[2]
    parameters = threshold_parameters(GROUP, own, [rusher] * 3, certs, coefexps, shares, random)
    if not signed:
        keys = [replace(key, signature=UNSET) for key in parameters.verification_keys]
        parameters = replace(parameters, verification_keys=keys)
    everything = {str(GROUP.power(GROUP.g, share)): share for share in shares}
    made = Made(("Pedersen", parameters), everything, GROUP.power(GROUP.g, g_whole[0]))
    holding, credentials = founded(GROUP, [REFERENDUM], [made], random=random)
    holding.cast(credentials[0], [[1, 0]])
    assert holding.finish() == [[1, 0]]  # with what she alone knows
    return holding.record


def test_rushing_trustee() -> None:
    assert rushed(signed=True).failing() == {"trustees.verification-key"}


def test_rushing_trustee_without_signatures_of_keys() -> None:
    """As releases before 3.0 wrote records: then the record alone cannot tell, and the report says so."""
    assert "trustee keys without signature" in " ".join(rushed(signed=False).verify().notes)
