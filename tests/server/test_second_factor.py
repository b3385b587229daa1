# SPDX-License-Identifier: Apache-2.0
"""One-time passwords of accounts: what they stop, and that they stop it."""

import threading
import time
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import override_settings
from pyotp import TOTP, parse_uri

from isonomia.server import limits, sealing, second_factor
from isonomia.server.api import access, account
from isonomia.server.models import Account, Authenticator, RecoveryCode
from support.server.accounts import ADDRESS, OWN, Clock, protected, signed_up, with_code, with_password
from support.server.site import Browser, Site
from support.server.walk import PASSWORD, Walk

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105 - "12345678901234567890" of RFC 6238, appendix B


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(now: int, code: str) -> None:
    """Appendix B, SHA-1; six digits are the last six of eight (RFC 4226, section 5.3)."""
    assert second_factor.step_of(RFC_SECRET, code[-6:], now) == now // 30


@pytest.mark.parametrize(("steps", "near"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_wrong_by_one_step(site: Site, clock: Clock, steps: int, near: bool) -> None:
    _, secret, _ = protected(clock)
    clock.tick(10)
    assert with_code(with_password(), clock.code(secret, steps)).status == (200 if near else 401)


def test_between_password_and_code_a_session_has_no_rights(site: Site, clock: Clock) -> None:
    walk = Walk(site, admin=ADDRESS)
    secret = walk.admin.do("POST", f"{OWN}/authenticator", {"password": PASSWORD})["secret"]
    walk.admin.do("PUT", f"{OWN}/authenticator", {"code": clock.code(secret)})
    clock.tick()
    half = with_password()
    assert half.do("GET", "/api/session")["account"] is None
    assert half.do("GET", "/api/session")["awaits"] == "code"
    for method, path in [
        ("GET", "/api/elections"),
        ("GET", OWN),
        ("DELETE", f"{OWN}/authenticator"),
        ("PUT", f"{OWN}/password"),
        ("GET", f"{walk.address}/management"),
        ("POST", f"{walk.address}/open"),
    ]:
        assert half.call(method, path, {}).code == "login-required", path
    assert half.get("/account").status == 302
    assert half.get(f"/elections/{walk.uuid}/manage").status == 404
    assert with_code(half, clock.code(secret)).json["account"] == ADDRESS
    assert half.call("GET", f"{walk.address}/management").status == 200


def test_a_code_works_once(site: Site, clock: Clock) -> None:
    """Somebody has looked over a shoulder: the same code, and the one before it, are refused (login-failed)."""
    _, secret, _ = protected(clock)
    seen = clock.code(secret)
    assert with_code(with_password(), seen).status == 200
    assert with_code(with_password(), seen).code == "login-failed"
    assert with_code(with_password(), clock.code(secret, -1)).code == "login-failed"
    clock.tick()
    assert with_code(with_password(), seen).code == "login-failed"
    assert with_code(with_password(), clock.code(secret)).status == 200


def test_the_code_that_turned_it_on_does_not_sign_in(site: Site, clock: Clock) -> None:
    browser = signed_up()
    secret = browser.do("POST", f"{OWN}/authenticator", {"password": PASSWORD})["secret"]
    first = clock.code(secret)
    browser.do("PUT", f"{OWN}/authenticator", {"code": first})
    assert with_code(with_password(), first).code == "login-failed"


@pytest.mark.parametrize("kind", ["code", "recovery"])
def test_of_two_at_once_with_one_code_one_gets_in(
    site: Site, clock: Clock, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have read the row before either writes: the database lets one of them through."""
    _, secret, codes = protected(clock)
    own = Account.objects.get()
    together = threading.Barrier(2)
    for name in ("step_of", "hash_of"):
        real = getattr(second_factor, name)
        monkeypatch.setattr(second_factor, name, lambda *given, real=real: (real(*given), together.wait(10))[0])
    used: list[bool] = []

    def use() -> None:
        used.append(second_factor.use(own, codes[0] if kind == "recovery" else clock.code(secret)))
        connection.close()

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(used) == [False, True]


def test_a_recovery_code_works_once(site: Site, clock: Clock) -> None:
    _, _, codes = protected(clock)
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    assert with_code(with_password(), f" {codes[3]} ").status == 200
    assert with_code(with_password(), codes[3]).code == "login-failed"
    browser = with_password()
    assert with_code(browser, codes[4].replace("-", "")).status == 200
    assert browser.do("GET", OWN)["recovery_codes"] == second_factor.RECOVERY_CODES - 2


def test_new_recovery_codes_end_the_old_ones(site: Site, clock: Clock) -> None:
    browser, secret, old = protected(clock)
    both = {"password": PASSWORD, "code": clock.code(secret)}
    new = browser.do("POST", f"{OWN}/recovery-codes", both)["codes"]
    assert not set(old) & set(new)
    assert with_code(with_password(), old[0]).code == "login-failed"
    assert with_code(with_password(), new[0]).status == 200


def test_codes_are_not_tried_at_random(site: Site, clock: Clock) -> None:
    """too-often: in all sessions together, and the right code comes too late."""
    _, secret, _ = protected(clock)
    guessing = with_password()
    for _ in range(limits.SECOND_FACTOR.most - 1):  # one was used to turn it on
        assert with_code(guessing, "000000").code == "login-failed"
    assert with_code(with_password(), clock.code(secret)).code == "too-often"


def test_it_is_turned_off_with_password_and_code_only(site: Site, clock: Clock) -> None:
    browser, secret, _ = protected(clock)
    path = f"{OWN}/authenticator"
    assert browser.call("DELETE", path, {"password": "wrong", "code": clock.code(secret)}).code == "login-failed"
    assert browser.call("DELETE", path, {"password": PASSWORD, "code": "000000"}).code == "login-failed"
    assert Authenticator.objects.count() == 1
    browser.do("DELETE", path, {"password": PASSWORD, "code": clock.code(secret)})
    assert (Authenticator.objects.count(), RecoveryCode.objects.count()) == (0, 0)
    assert with_password().do("GET", "/api/session")["account"] == ADDRESS


def test_a_session_alone_does_not_set_it_up(site: Site, clock: Clock) -> None:
    """Whoever sits at an open browser cannot lock its owner out."""
    browser = signed_up()
    assert browser.call("POST", f"{OWN}/authenticator", {"password": "guessed"}).code == "login-failed"
    assert browser.call("PUT", f"{OWN}/authenticator", {"code": "000000"}).code == "not-found"
    assert browser.call("GET", f"{OWN}/authenticator.svg").code == "not-found"


def test_a_second_one_does_not_take_the_place_of_the_first(site: Site, clock: Clock) -> None:
    browser = signed_up()
    other = with_password()
    secrets = [each.do("POST", f"{OWN}/authenticator", {"password": PASSWORD})["secret"] for each in (browser, other)]
    browser.do("PUT", f"{OWN}/authenticator", {"code": clock.code(secrets[0])})
    assert browser.call("POST", f"{OWN}/authenticator", {"password": PASSWORD}).code == "refused"
    assert other.call("PUT", f"{OWN}/authenticator", {"code": clock.code(secrets[1])}).code == "login-required"


def test_turning_it_on_ends_other_sessions(site: Site, clock: Clock) -> None:
    signed_up()
    thief, owner = with_password(), with_password()
    secret = owner.do("POST", f"{OWN}/authenticator", {"password": PASSWORD})["secret"]
    owner.do("PUT", f"{OWN}/authenticator", {"code": clock.code(secret)})
    assert thief.call("GET", "/api/elections").code == "login-required"
    assert owner.call("GET", "/api/elections").status == 200


def test_secret_is_shown_to_its_owner_s_session_only(site: Site, clock: Clock) -> None:
    owner = signed_up()
    secret = owner.do("POST", f"{OWN}/authenticator", {"password": PASSWORD})["secret"]
    picture = owner.get(f"{OWN}/authenticator.svg")
    root = ElementTree.fromstring(picture.content)  # noqa: S314 - our own
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert picture.headers["Cache-Control"] == "no-store"
    for other in (Browser(), with_password(), signed_up("eve@example.org")):
        assert other.call("GET", f"{OWN}/authenticator.svg").status in (401, 404)
    owner.do("PUT", f"{OWN}/authenticator", {"code": clock.code(secret)})
    assert owner.call("GET", f"{OWN}/authenticator.svg").code == "not-found"
    assert secret not in str(owner.do("GET", OWN))


def test_address_in_the_picture_is_read_by_authenticators(site: Site, clock: Clock) -> None:
    """As another reader of otpauth:// takes it apart."""
    made = signed_up().do("POST", f"{OWN}/authenticator", {"password": PASSWORD})
    read = parse_uri(made["uri"])
    assert isinstance(read, TOTP)
    assert (read.secret, read.name, read.digits, read.interval) == (made["secret"], ADDRESS, 6, second_factor.STEP)
    assert read.issuer == "isonomia 127.0.0.1"


def test_a_copy_of_the_database_tells_no_secret(site: Site, clock: Clock) -> None:
    _, secret, codes = protected(clock)
    with connection.cursor() as cursor:
        told = ""
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            told += repr(cursor.fetchall())
    assert Authenticator.objects.get().secret in told  # or nothing was looked at
    assert all(each not in told for each in (secret, *codes, *(code.replace("-", "") for code in codes)))


def test_what_is_sealed_for_one_purpose_or_by_another_key_is_not_opened() -> None:
    sealed = sealing.seal("one", "text")
    assert sealing.unseal("one", sealed) == "text"
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal("another", sealed)
    with override_settings(SECRET_KEY="another"), pytest.raises(sealing.CannotOpen):  # noqa: S106
        sealing.unseal("one", sealed)


def test_with_another_session_key_recovery_codes_are_left(site: Site, clock: Clock) -> None:
    _, secret, codes = protected(clock)
    with override_settings(SECRET_KEY="another"):  # noqa: S106
        assert with_code(with_password(), clock.code(secret)).code == "login-failed"
        assert with_code(with_password(), codes[0]).status == 200


def test_code_comes_within_five_minutes_of_the_password(
    site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, secret, _ = protected(clock)
    half = with_password()
    from time import time

    monkeypatch.setattr(access, "time", lambda: time() + access.AWAITED_AGE)
    assert with_code(half, clock.code(secret)).code == "login-required"


def test_a_password_that_was_replaced_meanwhile_is_worth_nothing(site: Site, clock: Clock) -> None:
    owner, secret, _ = protected(clock)
    half = with_password()
    owner.do("PUT", f"{OWN}/password", {"old": PASSWORD, "new": "another horse, another staple"})
    assert with_code(half, clock.code(secret)).code == "login-required"


def test_a_code_without_a_password_is_nothing(site: Site, clock: Clock) -> None:
    _, secret, _ = protected(clock)
    assert with_code(Browser(), clock.code(secret)).code == "login-required"


def test_what_was_done_is_told_to_the_owner(site: Site, clock: Clock) -> None:
    browser, secret, codes = protected(clock)
    with_code(with_password(), "000000")
    with_code(with_password(), codes[0])
    with_code(with_password(), clock.code(secret))
    assert [event["action"] for event in reversed(browser.do("GET", OWN)["events"])] == [
        "second-factor-on", "code-refused", "recovery-code", "sign-in", "sign-in",
    ]  # fmt: skip
    assert b"A wrong code was refused" in browser.get("/account").content
    assert signed_up("eve@example.org").do("GET", OWN)["events"] == []


def test_where_the_operator_asks_for_it_nothing_is_done_without(site: Site, clock: Clock) -> None:
    walk = Walk(site, admin=ADDRESS)
    with override_settings(REQUIRE_TOTP=True):
        for method, path in [
            ("GET", "/api/elections"), ("POST", "/api/elections"), ("GET", f"{walk.address}/management"),
            ("POST", "/api/administrators"),
        ]:  # fmt: skip
            assert walk.admin.call(method, path, {}).code == "second-factor-required"
        assert walk.admin.do("GET", "/api/session")["awaits"] == "second-factor"
        assert walk.admin.get("/").headers["Location"] == "/account"
        assert walk.admin.get(f"/elections/{walk.uuid}/manage").headers["Location"] == "/account"
        secret = walk.admin.do("POST", f"{OWN}/authenticator", {"password": PASSWORD})["secret"]
        walk.admin.do("PUT", f"{OWN}/authenticator", {"code": clock.code(secret)})
        assert walk.admin.call("GET", f"{walk.address}/management").status == 200
        assert walk.admin.do("GET", "/api/session")["awaits"] == ""


def test_a_second_factor_that_was_begun_and_left_is_not_there_any_more(
    site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever finds the session later would read the secret and confirm it: the account would be his."""
    browser = signed_up()
    secret = browser.do("POST", f"{OWN}/authenticator", {"password": PASSWORD})["secret"]
    assert browser.get(f"{OWN}/authenticator.svg").status == 200
    later = time.time() + account.BEGUN_SECONDS + 1
    monkeypatch.setattr(account, "time", lambda: later)
    assert browser.get(f"{OWN}/authenticator.svg").code == "not-found"
    assert browser.call("PUT", f"{OWN}/authenticator", {"code": clock.code(secret)}).code == "not-found"
    assert not Authenticator.objects.exists()
