# SPDX-License-Identifier: Apache-2.0
"""Every check of a record and of its terms: identifier and title, in the order in which a report lists them."""

from typing import Final

from isonomia.record import terms
from isonomia.record.checks import TITLES as RECORD_TITLES

TITLES: Final[dict[str, str]] = {
    **RECORD_TITLES,
    "chain.events": "Every event names its predecessor's hash and counts its height",
    "chain.order": "Events come in the order of the protocol, each as often as it must",
    "chain.payload": "Every payload stands before what refers to it",
    "chain.unreferenced": "Between two events stands only what the later one refers to",
    "setup.uuid": "The election's identifier is Base58 of 14 characters or more",
    "setup.questions": "Every question can be answered, in this group",
    "setup.public-key": "The public key is the product of the trustees' keys",
    "trustees.shape": "The trustees structure is complete, the threshold possible",
    "trustees.elements": "Every element in the trustees structure is of the group",
    "trustees.scalars": "Every number in the trustees structure is reduced",
    "trustees.public-key": "No trustee's key is trivial, and none is another's",
    "trustees.pok": "Every trustee proves that she knows her private key",
    "trustees.certificate": "Every threshold trustee's certificate is signed by its own key",
    "trustees.context": "Every certificate is for this group, size, threshold and place",
    "trustees.coefexps": "Every threshold trustee signed her exponentiated coefficients",
    "trustees.signatures": "Every threshold trustee signed the certificates that she saw",
    "trustees.verification-key": "Every threshold trustee's key is what the polynomials give, and signed by her",
    "roll.elements": "Every public credential is an element of the group",
    "roll.distinct": "No public credential stands twice on the roll",
    "roll.weights": "Every weight is a whole number, and 1 where a question is not homomorphic",
    "roll.certificate": "The credential authority's certificate, if there is one, is of this roll",
    "ballot.election": "Every ballot is for this election",
    "ballot.credential": "Every ballot's credential is on the roll",
    "ballot.unique": "No ballot was accepted twice",
    "ballot.canonical": "Every ballot is written in the one form that the specification prescribes",
    "ballot.shape": "Every answer has the ciphertexts and proofs that its question asks",
    "ballot.elements": "Every element in a ballot is of the group",
    "ballot.scalars": "Every number in a ballot is reduced",
    "ballot.signed-hash": "Every signature is of the ballot that it stands in",
    "ballot.signature": "Every ballot is signed by its credential",
    "ballot.individual-proof": "Every choice is proved to be 0 or 1",
    "ballot.overall-proof": "The number of choices is proved to be what the question asks",
    "ballot.blank-proof": "A blank vote is proved to choose nothing",
    "ballot.encryption-proof": "Every voter proves that she knows what she encrypted",
    "ballot.list-proof": "No candidate is chosen outside the chosen list",
    "ballot.nonzero-proof": "At least one candidate is proved to be chosen",
    "tally.envelope": "The numbers of ballots and weights published with the tally are right",
    "tally.ciphertexts": "The encrypted tally is the one of the last ballots",
    "shuffle.owner": "Every shuffle is by a trustee, none by one twice, and there is one if there must be",
    "shuffle.shape": "Every shuffle has as many ciphertexts as it was given",
    "shuffle.elements": "Every element in a shuffle is of the group",
    "shuffle.scalars": "Every number in a shuffle is reduced",
    "shuffle.fresh": "No ciphertext comes out of a shuffle as it went in",
    "shuffle.proof": "Every shuffle is proved to change nothing but the order",
    "decryption.owner": "Every partial decryption is by a trustee, none by one twice",
    "decryption.shape": "Every partial decryption has a factor and a proof for each ciphertext",
    "decryption.elements": "Every element in a partial decryption is of the group",
    "decryption.scalars": "Every number in a partial decryption is reduced",
    "decryption.proof": "Every factor is proved to be made with the trustee's key",
    "result.decryptions": "There are as many valid partial decryptions as the result needs",
    "result.shape": "The result has a number for each thing that was decrypted",
    "result.value": "The result is what the partial decryptions give",
}

TERMS_TITLES: Final[dict[str, str]] = {
    terms.CANONICAL: "The terms are written in their one canonical form",
    terms.HASH: "The SHA-256 of the terms is the last line of the election's description",
    terms.UUID: "The terms are for this election",
}
"""Listed only where a terms file is given."""

SINCE: Final = "history.since"

HISTORY_TITLES: Final[dict[str, str]] = {
    SINCE: "The record begins with what was verified before, byte for byte",
}
"""Listed only where the state of an earlier verification is given."""
