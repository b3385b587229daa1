# SPDX-License-Identifier: Apache-2.0
"""Dishonest trustees and a dishonest go-between in the ceremony; the honest one names who did it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import pytest

from isonomia.groups import Group, group
from isonomia.parties import ceremony, ceremony_public
from isonomia.parties.errors import PartyError
from isonomia.protocol.messages import UNSET, ChannelMsg, Polynomial, Secret, SignedMsg, Voutput, encode
from isonomia.protocol.public.findings import CheckFailed
from isonomia.protocol.secret import pki
from isonomia.protocol.secret.errors import ChannelError


@dataclass
class Ceremony:
    """Three trustees of whom two suffice, who have all published their polynomials."""

    group: Group
    seeds: list[str]
    certified: ceremony_public.Certified
    polynomials: list[Polynomial]

    def share(self, sender: int, recipient: int, value: int, *, named: int | None = None, signer: int = 0) -> str:
        """A share as ``sender`` sends it: any value, naming any recipient, signed by any trustee."""
        keys = pki.derive_keys(self.group, self.seeds[(signer or sender) - 1])
        ek = self.certified.keys[(named or recipient) - 1].encryption
        inner = encode(ChannelMsg(ek, encode(Secret(str(value))).decode())).decode()
        signed = encode(pki.sign(self.group, keys.signing, inner, os.urandom)).decode()
        return encode(pki.encrypt(self.group, self.certified.encryption[recipient - 1], signed, os.urandom)).decode()

    def with_share(self, sender: int, recipient: int, share: str) -> Sequence[Polynomial]:
        """What everybody published, but for one share."""
        own = self.polynomials[sender - 1]
        secrets = list(own.secrets)
        secrets[recipient - 1] = share
        changed = msgspec.structs.replace(own, secrets=secrets)
        return [changed if i == sender - 1 else p for i, p in enumerate(self.polynomials)]

    def true_share(self, sender: int, recipient: int) -> int:
        keys = ceremony.own_keys(self.certified, recipient, self.seeds[recipient - 1])
        sent = self.polynomials[sender - 1].secrets[recipient - 1]
        return int(ceremony.receive(self.certified, keys, sender, sent, Secret, "share").secret)

    def voutput(self, index: int, polynomials: Sequence[Polynomial] | None = None) -> Voutput:
        seed = self.seeds[index - 1]
        return ceremony.make_voutput(self.certified, polynomials or self.polynomials, index, seed, os.urandom)[0]


def _held() -> Ceremony:
    own = group("Ed25519")
    terms = ceremony_public.Terms(own, 3, 2)
    seeds = [ceremony.new_seed(os.urandom) for _ in range(3)]
    certs = [ceremony.make_certificate(terms, i, s, os.urandom) for i, s in enumerate(seeds, 1)]
    certified = ceremony_public.check_certificates(terms, certs)
    polynomials = [ceremony.make_polynomial(certified, i, s, os.urandom) for i, s in enumerate(seeds, 1)]
    return Ceremony(own, seeds, certified, polynomials)


@pytest.fixture(scope="module")
def held() -> Ceremony:
    return _held()


def test_honest_ceremony(held: Ceremony) -> None:
    made = [
        ceremony.make_voutput(held.certified, held.polynomials, i, s, os.urandom) for i, s in enumerate(held.seeds, 1)
    ]
    pedersen = ceremony_public.threshold_parameters(held.certified, held.polynomials, [voutput for voutput, _ in made])
    assert [key.public_key for key in pedersen.parameters.verification_keys] == [
        str(held.group.secret_products([[(held.group.g, private)]])[0]) for _, private in made
    ]


def test_wrong_share_names_the_sender(held: Ceremony) -> None:
    wrong = held.share(2, 1, held.true_share(2, 1) + 1)
    with pytest.raises(PartyError, match="share of trustee 2 for trustee 1 does not fit"):
        held.voutput(1, held.with_share(2, 1, wrong))


def test_share_that_is_not_reduced(held: Ceremony) -> None:
    wrong = held.share(2, 1, held.true_share(2, 1) + held.group.q)
    with pytest.raises(PartyError, match="share of trustee 2 for trustee 1 is not a number reduced"):
        held.voutput(1, held.with_share(2, 1, wrong))


def test_share_for_somebody_else_is_passed_on(held: Ceremony) -> None:
    wrong = held.share(2, 1, held.true_share(2, 1), named=3)
    with pytest.raises(PartyError, match="for somebody else"):
        held.voutput(1, held.with_share(2, 1, wrong))


def test_share_under_anothers_name(held: Ceremony) -> None:
    wrong = held.share(2, 1, held.true_share(2, 1), signer=3)
    with pytest.raises(CheckFailed, match=r"trustee 2 for trustee 1.*trustees\.channel"):
        held.voutput(1, held.with_share(2, 1, wrong))


def test_share_that_was_altered_on_the_way(held: Ceremony) -> None:
    sent = held.polynomials[1].secrets[0]
    message = msgspec.json.decode(sent)
    message["data"] = message["data"][:-2] + ("00" if message["data"][-2:] != "00" else "01")
    with pytest.raises(ChannelError, match="altered"):
        held.voutput(1, held.with_share(2, 1, encode(message).decode()))


def test_coefficients_of_another_polynomial(held: Ceremony) -> None:
    """Attack: after the fact, other coefficients under her name, rightly signed by her."""
    other = ceremony.make_polynomial(held.certified, 2, held.seeds[1], os.urandom)
    changed = msgspec.structs.replace(held.polynomials[1], coefexps=other.coefexps, signature=other.signature)
    with pytest.raises(PartyError, match="share of trustee 2 for trustee 1 does not fit"):
        held.voutput(1, [held.polynomials[0], changed, held.polynomials[2]])
    with pytest.raises(PartyError, match="own polynomial of trustee 2 is not the one"):
        held.voutput(2, [held.polynomials[0], changed, held.polynomials[2]])


def test_signature_over_other_certificates(held: Ceremony) -> None:
    """Attack: a go-between shows trustee 2 other certificates than the rest. Culprit: trustees.signatures."""
    other = _held()
    seeds = [other.seeds[0], held.seeds[1], other.seeds[2]]
    certs = [ceremony.make_certificate(held.certified.terms, i, s, os.urandom) for i, s in enumerate(seeds, 1)]
    certified = ceremony_public.check_certificates(held.certified.terms, certs)
    seen_by_her = ceremony.make_polynomial(certified, 2, held.seeds[1], os.urandom)
    with pytest.raises(CheckFailed, match=r"polynomial 2.*trustees\.signatures"):
        held.voutput(1, [held.polynomials[0], seen_by_her, held.polynomials[2]])


def test_certificate_exchanged(held: Ceremony) -> None:
    """Attack: the go-between's certificate in the place of hers. She notices before she sends anything."""
    with pytest.raises(PartyError, match="certificate 1 of the ceremony is not the one of this key file"):
        ceremony.make_polynomial(held.certified, 1, ceremony.new_seed(os.urandom), os.urandom)


def test_certificate_for_another_threshold(held: Ceremony) -> None:
    lower = ceremony_public.Terms(held.group, 3, 1)
    cert = ceremony.make_certificate(lower, 2, held.seeds[1], os.urandom)
    certs: list[SignedMsg] = list(held.certified.certs)
    certs[1] = cert
    with pytest.raises(CheckFailed, match=r"certificate 2.*trustees\.context"):
        ceremony_public.check_certificates(held.certified.terms, certs)


@pytest.mark.parametrize("change", ["other key", "no signature"])
def test_public_share_that_is_not_hers(held: Ceremony, change: str) -> None:
    voutputs = [held.voutput(i) for i in (1, 2, 3)]
    key = voutputs[2].public_key
    changed = (
        msgspec.structs.replace(key, signature=UNSET) if change == "no signature" else _held().voutput(3).public_key
    )
    voutputs[2] = msgspec.structs.replace(voutputs[2], public_key=changed)
    with pytest.raises(CheckFailed) as caught:
        ceremony_public.threshold_parameters(held.certified, held.polynomials, voutputs)
    expected = {"other key": "trustees.verification-key", "no signature": "trustees.shape"}
    assert expected[change] in {failure.check for failure in caught.value.failures}
