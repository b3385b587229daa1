# SPDX-License-Identifier: Apache-2.0
"""Who counts as the sender behind reverse proxies, and who cannot pretend to be somebody else."""

from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.test import Client, override_settings

from isonomia.server import environment, limits, proxies
from isonomia.server.boot import SettingError
from support.server.running import Server
from support.server.site import Browser, Site

TRUSTED = proxies.networks("127.0.0.1, 10.0.0.0/8, 2001:db8:1::/48")


@pytest.mark.parametrize(
    ("peer", "forwarded", "sender"),
    [
        ("203.0.113.7", None, "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),  # no proxy of ours: what it says is nothing
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),  # the sender wrote 1.2.3.4 herself
        ("127.0.0.1", "1.2.3.4, 198.51.100.1, 10.1.2.3", "198.51.100.1"),  # two proxies
        ("127.0.0.1", "10.9.9.9, 198.51.100.1, 10.1.2.3", "198.51.100.1"),  # who says that she is a proxy
        ("127.0.0.1", "10.1.2.3, 10.1.2.4", "10.1.2.3"),
        ("127.0.0.1", "198.51.100.1, nonsense", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1, 10.1.2.3:x, 10.1.2.4", "10.1.2.4"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("::ffff:127.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),  # one writing of an IPv4 address
        ("2001:db8:1::5", "2001:db8:2:3:4:5:6:7", "2001:db8:2:3::/64"),
        ("2001:db8:2:3:ffff::1", None, "2001:db8:2:3::/64"),  # the same household
        ("", "198.51.100.1", ""),
    ],
)
def test_sender_is_the_right_most_address_that_is_no_trusted_proxy(
    peer: str, forwarded: str | None, sender: str
) -> None:
    meta = {"REMOTE_ADDR": peer} | ({} if forwarded is None else {proxies.FORWARDED: forwarded})
    assert proxies.sender(meta, TRUSTED) == sender


def _tried(browser: Browser, forwarded: str) -> int:
    browser.call("GET", "/api/session")
    token = browser.client.cookies["csrftoken"].value
    headers = {"X-Forwarded-For": forwarded, "X-CSRFToken": token}
    return browser.client.post("/api/invitations", {"token": "x"}, "application/json", headers=headers).status_code


def test_attack_a_made_up_address_does_not_evade_the_limit(site: Site) -> None:
    """too-often: each try claims another address, from a peer that is no proxy."""
    attacker = Browser("203.0.113.7")
    with override_settings(TRUSTED_PROXIES=proxies.networks("127.0.0.1")):
        codes = [_tried(attacker, f"198.51.100.{i}") for i in range(limits.INVITATIONS.most + 1)]
    assert codes == [404] * limits.INVITATIONS.most + [429]


def test_attack_what_the_sender_adds_before_the_proxy_s_address_does_not_evade_the_limit(site: Site) -> None:
    proxy = Browser("127.0.0.1")
    with override_settings(TRUSTED_PROXIES=proxies.networks("127.0.0.1")):
        codes = [_tried(proxy, f"10.0.0.{i}, 203.0.113.7") for i in range(limits.INVITATIONS.most + 1)]
        assert codes[-1] == 429
        assert _tried(proxy, "203.0.113.8") == 404  # somebody else behind the same proxy


@pytest.mark.parametrize(("peer", "secure"), [("127.0.0.1", True), ("203.0.113.7", False)])
def test_https_is_believed_from_a_trusted_proxy_alone(site: Site, peer: str, secure: bool) -> None:
    """Seen in the HSTS header, which Django sends over https only."""
    client = Client(REMOTE_ADDR=peer, headers={"host": "127.0.0.1", "X-Forwarded-Proto": "https"})
    with override_settings(
        TRUSTED_PROXIES=proxies.networks("127.0.0.1"),
        SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
        SECURE_HSTS_SECONDS=60,
    ):
        assert ("Strict-Transport-Security" in client.get("/").headers) == secure


@pytest.mark.parametrize("text", ["one", "127.0.0.1/40", "10.0.0.1/8", "127.0.0.1;::1"])
def test_setting_that_cannot_be_read_is_told(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISONOMIA_TRUSTED_PROXIES", text)
    with pytest.raises(SettingError, match="ISONOMIA_TRUSTED_PROXIES"):
        environment.trusted_proxies()


@pytest.mark.parametrize(("origin", "trusted", "told"), [("https", "", 1), ("https", "::1", 0), ("http", "", 0)])
def test_proxy_that_is_not_named_is_warned_of(origin: str, trusted: str, told: int) -> None:
    from isonomia.server import boot

    with override_settings(ORIGIN=f"{origin}://vote.example.org", TRUSTED_PROXIES=proxies.networks(trusted)):
        assert len([line for line in boot.warnings() if "ISONOMIA_TRUSTED_PROXIES" in line]) == told


def test_through_the_whole_server_each_sender_has_her_own_limit(tmp_path: Path) -> None:
    """What stands between sockets and Django leaves the header alone, and takes nothing from it itself."""
    server = Server(tmp_path / "data", settings={"ISONOMIA_TRUSTED_PROXIES": "127.0.0.1"})
    token = "a" * 32
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)

    def status(forwarded: str) -> int:
        headers = {
            "Content-Type": "application/json", "Cookie": f"csrftoken={token}", "X-CSRFToken": token,
            "X-Forwarded-For": forwarded, "X_Forwarded_For": "192.0.2.1",
        }  # fmt: skip
        connection.request("POST", "/api/invitations", b'{"token":"x"}', headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status

    try:
        most = limits.INVITATIONS.most
        assert {status(f"198.51.100.{i}") for i in range(most + 1)} == {404}
        assert [status(f"10.0.0.{i}, 203.0.113.7") for i in range(most + 1)] == [404] * most + [429]
    finally:
        connection.close()
        assert server.stop() == 0
