# SPDX-License-Identifier: Apache-2.0
"""One trustee's part of the ceremony: from the files that are there to the ones that she can add.

Every file is written once and whole. What was made and not written is made again: the seed is sealed before
anything that rests on it is published, and so is the share.
"""

import os
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import msgspec

from isonomia.cli.failure import CliError
from isonomia.cli.files import about, read_message, read_small, refuse_existing, write_message, write_new
from isonomia.cli.keys import KEY_KIND, label, number, open_with, seal_private_key, text, write_key
from isonomia.cli.options import open_group
from isonomia.cli.progress import Working
from isonomia.cli.secret_input import passphrase
from isonomia.parties import ceremony, ceremony_public
from isonomia.parties.ceremony import SEED_KIND
from isonomia.parties.ceremony_public import Certified
from isonomia.protocol.challenges import fingerprint
from isonomia.protocol.messages import Polynomial, SignedMsg, Voutput, encode
from isonomia.protocol.secret import pki

CEREMONY = "ceremony.json"
THRESHOLD = "threshold.json"

M = TypeVar("M")


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``ceremony.json``."""

    group: str
    size: int
    threshold: int


def start(directory: Path, group_name: str, size: int, threshold: int, reference: bool) -> None:
    """Begin a ceremony. Raises PartyError and OSError (FileExistsError)."""
    ceremony_public.check_terms(ceremony_public.Terms(open_group(group_name, reference), size, threshold))
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / CEREMONY
    try:
        write_message(path, About(group_name, size, threshold))
    except FileExistsError:
        raise CliError("exists", f"{path}: the ceremony has begun already", "leave --start out to join it") from None


class Joining:
    """What one call does."""

    def __init__(self, directory: Path, key: Path, share: Path, passphrase_file: Path | None, reference: bool) -> None:
        self.directory, self.key, self.share = directory, key, share
        self.threshold_path = directory / THRESHOLD
        self._passphrase_file = passphrase_file
        about_it = read_message(directory / CEREMONY, About)
        with about(directory / CEREMONY):
            group = open_group(about_it.group, reference, secrets=True)
        self.terms = ceremony_public.Terms(group, about_it.size, about_it.threshold)
        ceremony_public.check_terms(self.terms)
        self.index = 0
        self.done: list[str] = []
        self.awaited: list[str] = []
        self.finished = False
        self.certificates: str | None = None
        self.result: str | None = None

    def path(self, what: str, index: int) -> Path:
        """A file of the ceremony."""
        return self.directory / f"{what}-{index}.json"

    @cached_property
    def phrase(self) -> str:
        """Asked for once, and only if it is needed."""
        return passphrase(self._passphrase_file, str(self.key), new=not self.key.exists())

    @cached_property
    def seed(self) -> str:
        """From the key file, which must be of this ceremony and place."""
        opened = open_with(self.key, self.phrase, SEED_KIND)
        self._require_own(opened.public)
        return opened.secret.decode()

    def _require_own(self, public: dict[str, object]) -> None:
        named = (
            text(self.key, public, "group"),
            number(self.key, public, "size"),
            number(self.key, public, "threshold"),
            number(self.key, public, "index"),
        )
        wanted = (self.terms.group.name, self.terms.size, self.terms.threshold, self.index)
        if named != wanted:
            raise CliError(
                "other-ceremony",
                f"{self.key}: this seed is for trustee {named[3]} of {named[1]}, threshold {named[2]}, in {named[0]}",
                f"the ceremony in {self.directory} is another one; name a new --key for it",
            )

    # --- the steps -------------------------------------------------------------------------------

    def go_on(self, index: int | None) -> None:
        """Do everything that can be done now."""
        if not self.key.exists():
            self._begin(index)
        else:
            own = label(self.key, SEED_KIND).public
            self.index = number(self.key, own, "index")
            self._require_own(own)
            if index not in (None, self.index):
                raise CliError("refused", f"{self.key}: you are trustee {self.index}", "leave --index out")
        if not self.path("certificate", self.index).exists():
            self._certify()
        certified = self._certified()
        if certified is None:
            return
        if not self.path("polynomial", self.index).exists():
            with Working("Making the polynomial"):
                made = ceremony.make_polynomial(certified, self.index, self.seed, os.urandom)
            self._publish("polynomial", made)
        polynomials = self._all("polynomial", Polynomial)
        if polynomials is None:
            return
        self._share(certified, polynomials)
        voutputs = self._all("voutput", Voutput)
        if voutputs is not None:
            self._put_together(certified, polynomials, voutputs)

    def _begin(self, index: int | None) -> None:
        """A new seed, sealed before anything is published, for a place that is free."""
        refuse_existing(self.key, self.share)
        free = [i for i in range(1, self.terms.size + 1) if not self.path("certificate", i).exists()]
        if index is not None and index > self.terms.size:
            raise CliError("refused", f"--index {index}: there are {self.terms.size} trustees", "choose another")
        if not free or (index is not None and index not in free):
            taken = f"place {index} is" if index is not None else f"all {self.terms.size} places are"
            hint = "call it with the --key that you began with, or ask the others"
            raise CliError("refused", f"{self.directory}: {taken} taken already", hint)
        self.index = index or free[0]
        seed = ceremony.new_seed(os.urandom)
        public = {
            "group": self.terms.group.name,
            "size": self.terms.size,
            "threshold": self.terms.threshold,
            "index": self.index,
            "verification": pki.derive_keys(self.terms.group, seed).verification,
        }
        write_key(self.key, SEED_KIND, public, seed.encode(), self.phrase)
        self.__dict__["seed"] = seed
        self.done.append(f"sealed a new seed in {self.key}")

    def _certify(self) -> None:
        made = ceremony.make_certificate(self.terms, self.index, self.seed, os.urandom)
        try:
            self._publish("certificate", made)
        except FileExistsError:
            raise CliError(
                "exists",
                f"{self.path('certificate', self.index)}: somebody else took place {self.index} at this moment",
                f"remove {self.key}, which nothing rests on, and call it again",
            ) from None

    def _publish(self, what: str, message: msgspec.Struct) -> None:
        path = self.path(what, self.index)
        write_message(path, message)
        self.done.append(f"wrote {path}")

    def _all(self, what: str, type_: type[M]) -> list[M] | None:
        """All files of a kind, or None once it is noted whose are awaited."""
        numbers = range(1, self.terms.size + 1)
        missing = [i for i in numbers if not self.path(what, i).exists()]
        if missing:
            self.awaited = [str(self.path(what, i)) for i in missing]
            return None
        return [read_message(self.path(what, i), type_) for i in numbers]

    def _certified(self) -> Certified | None:
        certs = self._all("certificate", SignedMsg)
        if certs is None:
            return None
        self.certificates = fingerprint(encode(certs))
        with about(self.directory):
            return ceremony_public.check_certificates(self.terms, certs)

    def _share(self, certified: Certified, polynomials: list[Polynomial]) -> None:
        """Check what the others sent, seal the share, publish its public part."""
        published = self.path("voutput", self.index)
        if published.exists() and self.share.exists():
            return
        with Working("Checking the shares"):
            if published.exists():
                own = read_message(published, Voutput)
                private = ceremony.open_private_key(certified, self.index, self.seed, own.private_key)
            else:
                own, private = ceremony.make_voutput(certified, polynomials, self.index, self.seed, os.urandom)
        public = own.public_key.public_key
        if not self.share.exists():
            seal_private_key(self.share, self.terms.group, private, public, self.phrase)
            self.done.append(f"sealed the share in {self.share}")
        elif label(self.share, KEY_KIND).public.get("public_key") != public:
            raise CliError("exists", f"{self.share}: a share of another ceremony", "choose another --share")
        if not published.exists():
            self._publish("voutput", own)

    def _put_together(self, certified: Certified, polynomials: list[Polynomial], voutputs: list[Voutput]) -> None:
        """The threshold parameters: whoever is last writes them, all others compare."""
        own = label(self.share, KEY_KIND).public.get("public_key")
        if voutputs[self.index - 1].public_key.public_key != own:
            hint = "somebody has exchanged it; stop the ceremony"
            raise CliError("refused", f"{self.path('voutput', self.index)}: not of the share {self.share}", hint)
        with Working("Checking the whole ceremony"), about(self.directory):
            made = encode(ceremony_public.threshold_parameters(certified, polynomials, voutputs).parameters) + b"\n"
        try:
            write_new(self.threshold_path, made)
            self.done.append(f"wrote {self.threshold_path}")
        except FileExistsError:
            if read_small(self.threshold_path) != made:
                hint = "somebody has changed a file; stop the ceremony"
                raise CliError(
                    "refused", f"{self.threshold_path}: not what the files of the ceremony give", hint
                ) from None
        self.finished = True
        self.result = fingerprint(made.rstrip())

    def lines(self) -> list[str]:
        """What a person reads."""
        lines = [f"You are trustee {self.index} of {self.terms.size}; {self.terms.threshold} are needed."]
        lines += [f"  {what}" for what in self.done] or ["  nothing was left to do"]
        if self.certificates is not None:
            lines += [f"Fingerprint of all certificates: {self.certificates}", "Compare it with the other trustees."]
        if self.finished:
            return [
                *lines,
                f"The ceremony is complete. For the commission: {self.threshold_path}",
                f"Its fingerprint: {self.result}",
                f"Your key file to decrypt with: {self.share} (keep a copy)",
            ]
        return [*lines, "Awaited: " + ", ".join(self.awaited), "Call this again when they are there."]
