# SPDX-License-Identifier: Apache-2.0
"""``isonomia completion``."""

import click
from click.shell_completion import get_completion_class

from isonomia.cli.output import emit, json_option


@click.command(short_help="Print the script that completes commands in your shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@json_option
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands in your shell.

    \b
    Examples:
      eval "$(isonomia completion bash)"        # in ~/.bashrc
      eval "$(isonomia completion zsh)"         # in ~/.zshrc
      isonomia completion fish | source         # in ~/.config/fish/config.fish
    """
    found = get_completion_class(shell)
    assert found is not None  # click has all three
    script = found(ctx.find_root().command, {}, "isonomia", "_ISONOMIA_COMPLETE").source()
    emit({"shell": shell, "script": script}, [script])
