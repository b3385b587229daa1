# SPDX-License-Identifier: Apache-2.0
"""``isonomia trustee join``: the threshold ceremony in a shared directory."""

from pathlib import Path

import click

from isonomia.cli.joining import Joining, start
from isonomia.cli.options import FILE, group_option, reference_option
from isonomia.cli.output import emit, json_option
from isonomia.cli.secret_input import passphrase_option


@click.command()
@click.argument("directory", metavar="DIR", type=FILE)
@click.option("--key", type=FILE, required=True, help="Your file for the seed; made at the first call.")
@click.option("--share", type=FILE, help="Where to seal your share of the key; KEY.share unless given.")
@click.option("--index", type=click.IntRange(1, 1000), help="Your place; the first free one unless given.")
@click.option("--start", "starts", is_flag=True, help="Begin the ceremony; with --size and --threshold.")
@click.option("--size", type=click.IntRange(1, 1000), help="How many trustees take part.")
@click.option("--threshold", type=click.IntRange(1, 1000), help="How many of them are needed for the result.")
@group_option()
@passphrase_option
@reference_option
@json_option
def join(
    directory: Path,
    key: Path,
    share: Path | None,
    index: int | None,
    starts: bool,
    size: int | None,
    threshold: int | None,
    group_name: str,
    passphrase_file: Path | None,
    reference: bool,
) -> None:
    """Make a key together with others, so that some of you suffice for the result.

    All trustees share the directory DIR (a network folder, or files sent around); KEY stays with you. Each
    calls the same command again whenever the others have done their part: it does what can be done, and
    says what is awaited. Three rounds are needed. At the end DIR/threshold.json is for the commission, and
    KEY.share is the key file to decrypt with.

    \b
    Examples:
      isonomia trustee join ceremony --start --size 3 --threshold 2 --key ada.key
      isonomia trustee join ceremony --key blaise.key          (the others)
      isonomia trustee join ceremony --key ada.key             (again, in turns)
    """
    if starts != (size is not None and threshold is not None):
        raise click.UsageError("--start goes with --size and --threshold, and they with it")
    if starts:
        assert size is not None  # checked above
        assert threshold is not None
        start(directory, group_name, size, threshold, reference)
    joining = Joining(directory, key, share or key.with_name(key.name + ".share"), passphrase_file, reference)
    joining.go_on(index)
    data = {
        "index": joining.index,
        "done": joining.done,
        "awaited": joining.awaited,
        "finished": joining.finished,
        "certificates_fingerprint": joining.certificates,
        "threshold": str(joining.threshold_path) if joining.finished else None,
        "threshold_fingerprint": joining.result,
        "share": str(joining.share) if joining.share.exists() else None,
    }
    emit(data, joining.lines())
