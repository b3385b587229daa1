# SPDX-License-Identifier: Apache-2.0
"""The threshold ceremony with trustees of both implementations, and what a trustee in the browser refuses.

Trustee 1 is Python's; 2 and 3 are the booth's. Two of the three suffice.
"""

import json
from collections.abc import Callable
from os import urandom
from pathlib import Path
from typing import Any

import pytest

from isonomia.groups import Group, group
from isonomia.parties import ceremony, ceremony_public
from isonomia.protocol.challenges import certs_sig
from isonomia.protocol.messages import (
    Certs,
    ChannelMsg,
    EncryptedMsg,
    Polynomial,
    RawCoefexps,
    Secret,
    SignedMsg,
    Voutput,
    encode,
)
from isonomia.protocol.public.decryptions import check_partial_decryption
from isonomia.protocol.public.findings import Findings
from isonomia.protocol.public.tally import written
from isonomia.protocol.public.trustees import joint_key
from isonomia.protocol.secret import pki
from isonomia.record import strict
from support.booth import Booth, Refused
from support.forge import Event
from support.founding import BOARD, REFERENDUM, founded
from support.peer import complaint, required_tool
from support.peer import written as written_to
from support.trustees import Made

SIZE, THRESHOLD = 3, 2
GROUPS = ("Ed25519", "BELENIOS-2048", "RFC-3526-2048")


def read(text: str, type_: Any) -> Any:
    return strict.decode(text.encode(), type_, "what the booth wrote")


class Ceremony:
    """All that was published so far, and everybody's secrets."""

    def __init__(self, booth: Booth, group_name: str) -> None:
        self.booth = booth
        self.terms = ceremony_public.Terms(group(group_name), SIZE, THRESHOLD)
        self.common = {"group": group_name, "size": SIZE, "threshold": THRESHOLD}
        self.seeds = {1: ceremony.new_seed(urandom), 2: booth("newSeed")["seed"], 3: booth("newSeed")["seed"]}
        first = encode(ceremony.make_certificate(self.terms, 1, self.seeds[1], urandom)).decode()
        others = [booth("certificate", **self.common, index=i, seed=self.seeds[i])["certificate"] for i in (2, 3)]
        self.certificates = [first, *others]
        self.polynomials: list[str] = []

    @property
    def group(self) -> Group:
        return self.terms.group

    def certified(self) -> ceremony_public.Certified:
        return ceremony_public.check_certificates(self.terms, [read(text, SignedMsg) for text in self.certificates])

    def place(self, index: int) -> dict[str, Any]:
        return {**self.common, "index": index, "seed": self.seeds[index], "certificates": self.certificates}

    def share(self) -> None:
        """Step 2, by everybody."""
        first = encode(ceremony.make_polynomial(self.certified(), 1, self.seeds[1], urandom)).decode()
        self.polynomials = [first, *(self.booth("polynomial", **self.place(i))["polynomial"] for i in (2, 3))]

    def voutput(self, index: int) -> Any:
        """Step 3, by the booth."""
        return self.booth("voutput", **self.place(index), polynomials=self.polynomials)


@pytest.mark.parametrize("name", GROUPS)
def test_an_election_of_mixed_trustees(booth: Booth, tmp_path: Path, name: str) -> None:
    """Both put the same threshold parameters together; a trustee of each decrypts; both verifiers accept."""
    own = Ceremony(booth, name)
    own.share()
    polynomials = [read(text, Polynomial) for text in own.polynomials]
    first, private = ceremony.make_voutput(own.certified(), polynomials, 1, own.seeds[1], urandom)
    made = [own.voutput(index) for index in (2, 3)]
    voutputs = [first, *(read(one["voutput"], Voutput) for one in made)]
    pedersen = ceremony_public.threshold_parameters(own.certified(), polynomials, voutputs)
    parameters = booth(
        "thresholdParameters",
        **own.common,
        certificates=own.certificates,
        polynomials=own.polynomials,
        voutputs=[encode(one).decode() for one in voutputs],
    )["parameters"]
    assert parameters.encode() == encode(pedersen.parameters)

    keys = {first.public_key.public_key: private.reveal()} | {one["key"]: int(one["privateKey"]) for one in made}
    product = joint_key(own.group, [pedersen])
    holding, credentials = founded(
        own.group, [REFERENDUM, BOARD], [Made(("Pedersen", pedersen.parameters), keys, product)], random=urandom
    )
    holding.cast(credentials[0], [[1, 0], [0, 1, 1, 0]])
    holding.cast(credentials[1], [[0, 1], [0, 1, 0, 0]])
    holding.close()
    holding.tally()
    holding.decrypt(1)
    election, trustees, _ = (content.decode() for content in holding.record.events[0].contents)
    assert booth("findTrustee", election=election, trustees=trustees, key=made[1]["key"])["owner"] == 3
    tally = encode(written(own.group, holding.encrypted)).decode()
    decryption = booth("decrypt", election=election, tally=tally, privateKey=made[1]["privateKey"])["decryption"]
    content, findings = decryption.encode(), Findings()
    factors = check_partial_decryption(
        holding.election,
        holding.encrypted,
        holding.trustees[2].public_key,
        holding.shapes.partial_decryption(content, "decryption"),
        findings,
        "decryption",
    )
    findings.raise_if_failed()
    assert factors is not None
    holding.factors[3] = factors
    holding.record.events.append(Event("PartialDecryption", [content], {"owner": 3}))
    holding.publish()
    report = holding.record.verify()
    assert report.failures == []
    assert report.result == [[1, 1], [0, 2, 1, 0]]
    if name != "Ed25519":
        assert complaint(required_tool(), "verify", "--dir", written_to(holding.record, tmp_path / "peer")) is None


def test_the_private_key_comes_back_from_the_seed(booth: Booth) -> None:
    """By the booth from its own voutput, and by the command line from the booth's."""
    own = Ceremony(booth, "Ed25519")
    own.share()
    made = own.voutput(2)
    sealed = json.loads(made["voutput"])["private_key"]
    assert booth("openPrivateKey", **own.place(2), sealed=sealed) == {
        "privateKey": made["privateKey"],
        "key": made["key"],
    }
    opened = ceremony.open_private_key(own.certified(), 2, own.seeds[2], sealed)
    assert str(opened.reveal()) == made["privateKey"]


# --- attacks: trustee 1 or the server is dishonest, and the booth must stop -----------------------------------------


def changed(text: str, change: Callable[[Any], Any]) -> str:
    message = json.loads(text)
    change(message)
    return json.dumps(message, separators=(",", ":"), ensure_ascii=False)


def refusal(call: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return str(caught.value)


class Dishonest(Ceremony):
    """Trustee 1 shares a polynomial of her own making."""

    def lie(
        self,
        *,
        share: Callable[[int], str] = str,
        coefexps: Callable[[list[str]], list[str]] = list,
        certs: Callable[[list[SignedMsg]], list[SignedMsg]] = list,
        recipient: int = 2,
        signer: int = 1,
    ) -> None:
        """As an honest polynomial, but for what is given: shares as written, what is published, what is signed."""
        self.share()
        certified, g = self.certified(), self.group
        keys, signing = (pki.derive_keys(g, self.seeds[index]) for index in (1, signer))
        coefficients = [g.scalar(urandom(g.random_size)).reveal() for _ in range(THRESHOLD)]
        own = coefexps([str(g.power(g.g, a)) for a in coefficients])
        value = sum(a * 2**k for k, a in enumerate(coefficients)) % g.q
        inner = ChannelMsg(certified.keys[recipient - 1].encryption, encode(Secret(share(value))).decode())
        signed = encode(pki.sign(g, signing.signing, encode(inner).decode(), urandom)).decode()
        sent = encode(pki.encrypt(g, certified.encryption[1], signed, urandom)).decode()
        statement = certs_sig(encode(Certs(certs(list(certified.certs)), own)))
        lied = Polynomial(
            polynomial=json.loads(self.polynomials[0])["polynomial"],
            secrets=[sent] * SIZE,
            coefexps=pki.sign(g, keys.signing, encode(RawCoefexps(own)).decode(), urandom),
            signature=pki.signature(g, keys.signing, statement, urandom),
        )
        self.polynomials[0] = encode(lied).decode()


@pytest.fixture
def dishonest(booth: Booth) -> Dishonest:
    return Dishonest(booth, "Ed25519")


def test_the_attacks_begin_from_what_is_accepted(dishonest: Dishonest) -> None:
    """A polynomial that lies about nothing passes: so each attack below fails for what it changes."""
    dishonest.lie()
    assert dishonest.voutput(2)["privateKey"]


def test_a_share_off_the_polynomial(dishonest: Dishonest) -> None:
    dishonest.lie(share=lambda value: str(value + 1))
    assert "does not fit the coefficients that trustee 1 published" in refusal(lambda: dishonest.voutput(2))


def test_a_share_that_is_not_reduced(dishonest: Dishonest) -> None:
    dishonest.lie(share=lambda value: str(value + dishonest.group.q))
    assert refusal(lambda: dishonest.voutput(2)).startswith("scalar")


def test_a_share_with_a_leading_zero(dishonest: Dishonest) -> None:
    dishonest.lie(share=lambda value: f"0{value}")
    assert refusal(lambda: dishonest.voutput(2)).startswith("scalar")


def test_a_share_that_was_meant_for_another(dishonest: Dishonest) -> None:
    """Encrypted anew for trustee 2, as the signature inside names another recipient."""
    dishonest.lie(recipient=3)
    assert "for somebody else and was passed on" in refusal(lambda: dishonest.voutput(2))


def test_a_share_in_another_trustees_name(dishonest: Dishonest) -> None:
    dishonest.lie(signer=3)
    assert "is not signed by trustee 1" in refusal(lambda: dishonest.voutput(2))


def test_a_coefficient_outside_of_the_subgroup(dishonest: Dishonest) -> None:
    """The point of order two, in its only form: y = -1."""
    dishonest.lie(coefexps=lambda texts: [texts[0], f"{2**255 - 20:064x}"])
    assert refusal(lambda: dishonest.voutput(2)).startswith("element")


def test_one_coefficient_more_than_the_threshold(dishonest: Dishonest) -> None:
    """Then two trustees could not decrypt, though all believe so."""
    dishonest.lie(coefexps=lambda texts: [*texts, texts[0]])
    assert "too many or too few coefficients" in refusal(lambda: dishonest.voutput(2))


def test_a_polynomial_for_other_certificates(dishonest: Dishonest) -> None:
    """The server shows trustees different certificates of one another."""
    other = ceremony.make_certificate(dishonest.terms, 3, ceremony.new_seed(urandom), urandom)
    dishonest.lie(certs=lambda certs: [*certs[:2], other])
    assert "made for other certificates" in refusal(lambda: dishonest.voutput(2))


def test_coefficients_that_somebody_else_signed(booth: Booth) -> None:
    own = Ceremony(booth, "Ed25519")
    own.share()
    theirs = json.loads(own.polynomials[2])["coefexps"]
    own.polynomials[0] = changed(own.polynomials[0], lambda message: message.update(coefexps=theirs))
    assert "are not signed by their trustee" in refusal(lambda: own.voutput(2))


def test_a_polynomial_without_its_signature(booth: Booth) -> None:
    own = Ceremony(booth, "Ed25519")
    own.share()
    own.polynomials[0] = changed(own.polynomials[0], lambda message: message.pop("signature"))
    assert "polynomial 1 is not signed" in refusal(lambda: own.voutput(2))


def test_another_polynomial_under_the_own_name(booth: Booth) -> None:
    """Trustee 2's own shares come from a polynomial that she made an hour before."""
    own = Ceremony(booth, "Ed25519")
    own.share()
    older = json.loads(own.booth("polynomial", **own.place(2))["polynomial"])["polynomial"]
    own.polynomials[1] = changed(own.polynomials[1], lambda message: message.update(polynomial=older))
    assert "not the one that was published under her name" in refusal(lambda: own.voutput(2))


def test_an_exchanged_share(booth: Booth) -> None:
    """The server swaps what trustee 1 sent to 2 and to 3."""
    own = Ceremony(booth, "Ed25519")
    own.share()

    def swap(message: Any) -> None:
        first, second, third = message["secrets"]
        message["secrets"] = [first, third, second]

    own.polynomials[0] = changed(own.polynomials[0], swap)
    assert refusal(lambda: own.voutput(2)).startswith("channel")


@pytest.mark.parametrize("member", ["alpha", "beta"])
def test_a_message_with_an_element_outside_of_the_subgroup(booth: Booth, member: str) -> None:
    """A small-order element in a message would tell the server a bit of the decryption key."""
    own = Ceremony(booth, "Ed25519")
    own.share()

    def change(message: Any) -> None:
        sent = changed(message["secrets"][1], lambda encrypted: encrypted.update({member: f"{2**255 - 20:064x}"}))
        message["secrets"][1] = sent

    own.polynomials[0] = changed(own.polynomials[0], change)
    assert refusal(lambda: own.voutput(2)).startswith("element")


def test_a_message_of_an_older_release(booth: Booth) -> None:
    """AES-CCM is for the command line; the booth says so."""
    own = Ceremony(booth, "Ed25519")
    own.share()

    def change(message: Any) -> None:
        encrypted = strict.decode(message["secrets"][1].encode(), EncryptedMsg, "share")
        older = EncryptedMsg(alpha=encrypted.alpha, beta=encrypted.beta, data=encrypted.data)
        message["secrets"][1] = encode(older).decode()

    own.polynomials[0] = changed(own.polynomials[0], change)
    assert "on the command line" in refusal(lambda: own.voutput(2))


def test_a_flipped_bit_in_a_message(booth: Booth) -> None:
    own = Ceremony(booth, "Ed25519")
    own.share()

    def change(message: Any) -> None:
        encrypted = json.loads(message["secrets"][1])
        data = bytearray.fromhex(encrypted["data"])
        data[0] ^= 1
        message["secrets"][1] = changed(message["secrets"][1], lambda m: m.update(data=data.hex()))

    own.polynomials[0] = changed(own.polynomials[0], change)
    assert refusal(lambda: own.voutput(2)).startswith("channel")


CERTIFICATES: dict[str, tuple[Callable[[Ceremony], Any], str]] = {
    "for another place": (lambda own: ceremony.make_certificate(own.terms, 3, own.seeds[1], urandom), "or place"),
    "for another threshold": (
        lambda own: ceremony.make_certificate(own.terms._replace(threshold=1), 1, own.seeds[1], urandom),
        "number of trustees, threshold",
    ),
    "for another number of trustees": (
        lambda own: ceremony.make_certificate(own.terms._replace(size=4), 1, own.seeds[1], urandom),
        "number of trustees, threshold",
    ),
    "for another group": (lambda own: _for_group(own, "BELENIOS-2048"), "another group"),
    "of another trustee's keys": (
        lambda own: ceremony.make_certificate(own.terms, 1, own.seeds[3], urandom),
        "two certificates have the same verification key",
    ),
    "signed by another": (lambda own: _signed_by(own, own.seeds[3]), "not signed by its own key"),
    "of the identity": (lambda own: _of_identity(own), "a key is the identity"),
}


def _certificate(own: Ceremony) -> Any:
    return json.loads(read(own.certificates[0], SignedMsg).message)


def _for_group(own: Ceremony, name: str) -> SignedMsg:
    message = _certificate(own)
    message["context"]["group"] = name
    keys = pki.derive_keys(own.group, own.seeds[1])
    return pki.sign(own.group, keys.signing, json.dumps(message, separators=(",", ":")), urandom)


def _signed_by(own: Ceremony, seed: str) -> SignedMsg:
    keys = pki.derive_keys(own.group, seed)
    return pki.sign(own.group, keys.signing, read(own.certificates[0], SignedMsg).message, urandom)


def _of_identity(own: Ceremony) -> SignedMsg:
    message = _certificate(own)
    message["encryption"] = str(own.group.identity)
    keys = pki.derive_keys(own.group, own.seeds[1])
    return pki.sign(own.group, keys.signing, json.dumps(message, separators=(",", ":")), urandom)


@pytest.mark.parametrize("name", CERTIFICATES)
def test_a_certificate_that_is_not_right(booth: Booth, name: str) -> None:
    own = Ceremony(booth, "Ed25519")
    make, why = CERTIFICATES[name]
    own.certificates[0] = encode(make(own)).decode()
    assert why in refusal(lambda: booth("polynomial", **own.place(2)))


def test_the_own_certificate_was_exchanged(booth: Booth) -> None:
    """The server puts a key of its own in place of trustee 2's, to read what is sent to her."""
    own = Ceremony(booth, "Ed25519")
    own.certificates[1] = encode(ceremony.make_certificate(own.terms, 2, ceremony.new_seed(urandom), urandom)).decode()
    assert "is another's, or was exchanged" in refusal(lambda: booth("polynomial", **own.place(2)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: " " + text,
        lambda text: text.replace('"signature"', '"signature":1,"signature"'),
        lambda text: text[:-1],
    ],
    ids=["a space", "a doubled key", "cut short"],
)
def test_json_that_two_readers_read_differently(booth: Booth, spoil: Callable[[str], str]) -> None:
    own = Ceremony(booth, "Ed25519")
    own.certificates[0] = spoil(own.certificates[0])
    assert refusal(lambda: booth("checkCertificates", **own.common, certificates=own.certificates)).startswith("json")


def test_the_booths_polynomial_is_checked_by_the_command_line(booth: Booth) -> None:
    """In the other direction, so that the walk above is not two that believe everything."""
    own = Ceremony(booth, "Ed25519")
    own.share()
    polynomials = [read(text, Polynomial) for text in own.polynomials]
    assert len(ceremony_public.check_polynomials(own.certified(), polynomials)) == SIZE
    swapped = [polynomials[0], polynomials[2], polynomials[1]]
    with pytest.raises(ValueError, match=r"trustees\.coefexps"):
        ceremony_public.check_polynomials(own.certified(), swapped)
