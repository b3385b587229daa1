# SPDX-License-Identifier: Apache-2.0
"""``isonomia trustee import`` and ``export``: plain keys, as other tools keep them."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from isonomia.cli.failure import CliError
from isonomia.cli.files import about, read_small, read_text, record_stream, refuse_existing
from isonomia.cli.keys import KEY_KIND, open_key, seal_private_key
from isonomia.cli.options import FILE, group_option, open_group, opener, reference_option
from isonomia.cli.outline import read_outline
from isonomia.cli.output import emit, json_option
from isonomia.cli.secret_input import passphrase, passphrase_option
from isonomia.groups import Group, SecretScalar
from isonomia.parties import ceremony, ceremony_public, trustee
from isonomia.parties.ceremony import SEED_KIND
from isonomia.parties.ceremony_public import Certified
from isonomia.parties.keyfile import write_private
from isonomia.protocol.messages import UNSET, SignedMsg
from isonomia.protocol.public.trustees import Pedersen
from isonomia.protocol.secret import pki
from isonomia.record import payloads, strict


@click.command("import")
@click.argument("plain", metavar="[PLAIN]", type=FILE, required=False)
@group_option()
@click.option("--seed-file", type=FILE, help="A threshold trustee's ID.key.")
@click.option("--dkey", type=FILE, help="A threshold trustee's ID.dkey (or her voutput).")
@click.option("--record", type=FILE, help="The record of the election that the threshold key is for.")
@click.option("--certs", type=FILE, help="Instead of the record: all certificates, one a line.")
@click.option("--out", type=FILE, required=True, help="The key file to write; sealed with your passphrase.")
@passphrase_option
@reference_option
@json_option
def import_(
    plain: Path | None,
    group_name: str,
    seed_file: Path | None,
    dkey: Path | None,
    record: Path | None,
    certs: Path | None,
    out: Path,
    passphrase_file: Path | None,
    reference: bool,
) -> None:
    """Seal a plain key of another tool.

    PLAIN is a .privkey file (the number, with or without quotes). A threshold trustee gives her seed, her
    decryption key, and the record (or the certificates) instead.

    \b
    Examples:
      isonomia trustee import 53BAED24.privkey --group Ed25519 --out ada.key
      isonomia trustee import --seed-file ID.key --dkey ID.dkey \\
          --record board.bel --out ada.key
    """
    refuse_existing(out)
    if (plain is None) == (seed_file is None) or (seed_file is None) != (dkey is None):
        raise click.UsageError("give a .privkey file, or both --seed-file and --dkey")
    if plain is not None:
        group = open_group(group_name, reference, secrets=True)
        private = _plain(plain, group)
    else:
        assert seed_file is not None  # checked above
        assert dkey is not None
        if (record is None) == (certs is None):
            raise click.UsageError("--seed-file and --dkey need --record or --certs")
        group, groups = _groups(record, certs, group_name, reference)
        private = _from_ceremony(group, groups, seed_file, dkey)
    public = str(trustee.own_public_key(group, private))
    phrase = passphrase(passphrase_file, str(out), new=True)
    seal_private_key(out, group, private, public, phrase)
    data = {"key": str(out), "group": group.name, "public_key": public}
    emit(data, [f"Sealed in {out}. Destroy the plain file once you have tried it (`isonomia trustee check --prove`)."])


def _plain(path: Path, group: Group) -> SecretScalar:
    return trustee.read_private_key(group, read_small(path))


def _groups(record: Path | None, certs: Path | None, group_name: str, reference: bool) -> tuple[Group, list[Certified]]:
    """The certificates of every threshold group that the key may be of."""
    if record is not None:
        with about(record), record_stream(record) as file:
            setup = read_outline(file, opener(reference, secrets=True)).setup
        group = setup.election.group
        return group, [_certified(group, kind) for kind in setup.kinds if isinstance(kind, Pedersen)]
    assert certs is not None  # the caller has looked
    lines = [line for line in read_text(certs).splitlines() if line.strip()]
    signed = [strict.decode(line.encode(), SignedMsg, f"{certs}, line {i}") for i, line in enumerate(lines, 1)]
    if not signed:
        raise CliError("bad-content", f"{certs}: there are no certificates", "give all of them, one a line")
    keys = [payloads.read_cert_keys(cert, f"{certs}, line {i}") for i, cert in enumerate(signed, 1)]
    context = keys[0].context
    name, threshold = (group_name, 1) if context is UNSET else (context.group, context.threshold)
    group = open_group(name, reference, secrets=True)
    terms = ceremony_public.Terms(group, len(signed), threshold)
    if context is not UNSET:
        return group, [ceremony_public.check_certificates(terms, signed)]
    elements = [(group.element(own.verification), group.element(own.encryption)) for own in keys]
    verification, encryption = zip(*elements, strict=True)
    return group, [Certified(terms, tuple(signed), tuple(keys), verification, encryption)]


def _certified(group: Group, kind: Pedersen) -> Certified:
    """Of a record, whose certificates were checked when it was read; older ones have no context."""
    verification = group.elements([own.verification for own in kind.cert_keys])
    encryption = group.elements([own.encryption for own in kind.cert_keys])
    terms = ceremony_public.Terms(group, kind.size, kind.parameters.threshold)
    return Certified(terms, tuple(kind.parameters.certs), kind.cert_keys, tuple(verification), tuple(encryption))


def _from_ceremony(group: Group, groups: list[Certified], seed_file: Path, dkey: Path) -> SecretScalar:
    seed = read_text(seed_file).strip()
    sealed = _dkey(dkey)
    verification = pki.derive_keys(group, seed).verification
    for certified, index in _places(groups):
        if certified.keys[index - 1].verification == verification:
            with about(dkey):
                return ceremony.open_private_key(certified, index, seed, sealed)
    raise CliError("refused", f"{seed_file}: no certificate is of this seed", "take the seed of this ceremony")


def _places(groups: list[Certified]) -> Iterator[tuple[Certified, int]]:
    for certified in groups:
        for index in range(1, certified.terms.size + 1):
            yield certified, index


def _dkey(path: Path) -> str:
    """The encrypted key, from a .dkey file or inside a voutput."""
    content = read_text(path).strip()
    found = strict.decode(content.encode(), dict[str, object], str(path)).get("private_key")
    return found if isinstance(found, str) else content


@click.command()
@click.argument("key", type=FILE)
@click.option("--out", type=FILE, required=True, help="Where to write it; only you can read the file.")
@passphrase_option
@json_option
def export(key: Path, out: Path, passphrase_file: Path | None) -> None:
    """Write a key in the clear, for another tool. Whoever reads the file has your key.

    \b
    Example:
      isonomia trustee export ada.key --out ada.privkey
    """
    refuse_existing(out)
    opened = open_key(key, passphrase_file, KEY_KIND, SEED_KIND)
    secret = opened.secret.decode()
    write_private(out, ((json.dumps(secret) if opened.kind == KEY_KIND else secret) + "\n").encode())
    data = {"out": str(out), "kind": opened.kind, "public": opened.public}
    emit(data, [f"SECRET, in the clear: {out}. Destroy it when the other tool has read it."])
