# SPDX-License-Identifier: Apache-2.0
"""The process that answers requests: gunicorn with threads, on one address."""

import os
from typing import Any

from gunicorn.app.base import BaseApplication

from isonomia.server.process import end_with_parent


class Web(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn without its files of configuration."""

    def __init__(self, address: str, workers: int, threads: int) -> None:
        self._options: dict[str, Any] = {
            "bind": address,
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "timeout": 120,
            "graceful_timeout": 20,
            "keepalive": 5,
            "limit_request_line": 4094,
            "loglevel": "warning",
            "errorlog": "-",
            "accesslog": None,  # who asked for what, and when, would link voters and ballots
            "control_socket_disable": True,
            "forwarded_allow_ips": "",  # what proxies say is for isonomia.server.proxies alone
            "secure_scheme_headers": {},
            "forwarder_headers": "",
        }
        super().__init__()

    def load_config(self) -> None:
        """Only what stands above, and ``GUNICORN_CMD_ARGS`` is not read."""
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """In each worker."""
        from isonomia.server.wsgi import application

        return application


def main() -> None:
    """Started by :mod:`isonomia.server.process`, with its settings in the environment."""
    end_with_parent()
    Web(os.environ["ISONOMIA_BIND"], int(os.environ.get("ISONOMIA_WORKERS", "1")), 8).run()


if __name__ == "__main__":
    main()
