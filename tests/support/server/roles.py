# SPDX-License-Identifier: Apache-2.0
"""Role x address: the table, written by hand, of who may do what; and one browser for each who might try."""

from support.server.site import Browser
from support.server.walk import PASSWORD, Walk

E = "/api/elections/{uuid}"
ANYBODY = {"anybody", "account", "administrator", "authority", "trustee", "voter"}
ALLOWED: dict[str, set[str]] = {
    "GET /api/session": ANYBODY,
    "POST /api/session": ANYBODY,
    "DELETE /api/session": ANYBODY,
    "POST /api/session/code": ANYBODY,
    "POST /api/accounts": ANYBODY,
    "POST /api/password-resets": ANYBODY,
    "PUT /api/password-resets": ANYBODY,
    "GET /api/account": {"account", "administrator"},
    "POST /api/account/authenticator": {"account", "administrator"},
    "GET /api/account/authenticator.svg": {"account", "administrator"},
    "PUT /api/account/authenticator": {"account", "administrator"},
    "DELETE /api/account/authenticator": {"account", "administrator"},
    "POST /api/account/recovery-codes": {"account", "administrator"},
    "PUT /api/account/password": {"account", "administrator"},
    "POST /api/invitations": ANYBODY,
    "POST /api/administrators": {"account", "administrator"},
    "GET /api/laws": ANYBODY,
    "POST /api/claims": ANYBODY,
    "GET /api/elections": {"account", "administrator"},
    "POST /api/elections": {"account", "administrator"},
    f"GET {E}": ANYBODY,
    f"GET {E}/trackers": ANYBODY,
    f"GET {E}/spoiled": ANYBODY,
    f"GET {E}/turnout": ANYBODY,
    f"GET {E}/tally": ANYBODY,
    f"POST {E}/codes": ANYBODY,
    f"POST {E}/voter": ANYBODY,
    f"GET {E}/management": {"administrator"},
    f"PUT {E}/draft": {"administrator"},
    f"PUT {E}/voters": {"administrator"},
    f"GET {E}/voters": {"administrator", "authority"},
    f"DELETE {E}/credentials": {"administrator"},
    f"PUT {E}/authority": {"administrator"},
    f"PUT {E}/trustees": {"administrator"},
    f"POST {E}/invitations": {"administrator"},
    f"POST {E}/open": {"administrator"},
    f"POST {E}/close": {"administrator"},
    f"POST {E}/end-shuffles": {"administrator"},
    f"POST {E}/result": {"administrator"},
    f"GET {E}/log": {"administrator"},
    f"POST {E}/extension": {"administrator"},
    f"POST {E}/second-round": {"administrator"},
    f"POST {E}/reminders": {"administrator"},
    f"PUT {E}/archive": {"administrator"},
    f"GET {E}/administrators": {"administrator"},
    f"POST {E}/administrators": {"administrator"},
    f"DELETE {E}/administrators": {"administrator"},
    f"GET {E}/task": {"authority", "trustee"},
    f"POST {E}/credentials": {"authority"},
    f"POST {E}/key": {"trustee"},
    f"GET {E}/ceremony": {"trustee"},
    f"GET {E}/ceremony.zip": {"trustee"},
    f"POST {E}/certificate": {"trustee"},
    f"POST {E}/polynomial": {"trustee"},
    f"POST {E}/voutput": {"trustee"},
    f"POST {E}/decryption": {"trustee"},
    f"POST {E}/shuffle": {"trustee"},
    f"POST {E}/ballots": {"voter"},
    f"POST {E}/challenges": {"voter"},
}
KEYS = sorted(ALLOWED)

ELECTION = "elections/<election:uuid>"
PAGES: dict[str, set[str]] = {
    "": ANYBODY,
    "join": ANYBODY,
    "check": ANYBODY,
    "reset": ANYBODY,
    "language": ANYBODY,
    "account": {"account", "administrator"},
    "oidc/callback": ANYBODY,
    "claims": ANYBODY,
    "claims/<token:token>": ANYBODY,
    "claims/<token:token>/state": ANYBODY,
    "claims/<token:token>/report.html": ANYBODY,
    "claims/<token:token>/report.pdf": ANYBODY,
    "oidc/done": ANYBODY,
    "api/openapi.json": ANYBODY,
    ELECTION: ANYBODY,
    f"{ELECTION}/outcome.svg": ANYBODY,
    f"{ELECTION}/turnout": ANYBODY,
    f"{ELECTION}/vote": ANYBODY,
    f"{ELECTION}/login": ANYBODY,
    f"{ELECTION}/manage": {"administrator"},
    f"{ELECTION}/preview": set(),  # of a draft alone
    f"{ELECTION}/authority": {"authority"},
    f"{ELECTION}/trustee": {"trustee"},
    f"{ELECTION}/record.bel": ANYBODY,
    f"{ELECTION}/election.json": ANYBODY,
    f"{ELECTION}/trustees.json": ANYBODY,
    f"{ELECTION}/public_credentials.json": ANYBODY,
    f"{ELECTION}/terms.json": ANYBODY,
}
"""Pages and files: an address that the table gives to anybody answers everybody alike."""
BARRED = [key for key in KEYS if "{uuid}" in key and ALLOWED[key] != ANYBODY]
"""Endpoints of an election that are not for anybody."""
BARRED_PAGES = [route for route in PAGES if "<election:uuid>" in route and PAGES[route] != ANYBODY]


def everybody(walk: Walk) -> dict[str, Browser]:
    """Each role of an open election, in a browser of its own."""
    account = Browser()
    account.do("POST", "/api/accounts", {"email": "other-account@example.org", "name": "O", "password": PASSWORD})
    return {
        "anybody": Browser(),
        "account": account,
        "administrator": walk.admin,
        "authority": walk.authority,
        "trustee": walk.trustee,
        "voter": walk.log_in("ann"),
    }


def copied(browser: Browser) -> Browser:
    """Whoever has got hold of somebody's cookies."""
    made = Browser()
    made.client.cookies.load({name: cookie.value for name, cookie in browser.client.cookies.items()})
    made.csrf = browser.csrf
    return made


def refused(browser: Browser, key: str, uuid: str) -> bool:
    """Whether the answer is about who is asking, and not about what was asked."""
    method, path = key.split()
    return browser.call(method, path.replace("{uuid}", uuid), b"no JSON").code in ("login-required", "forbidden")


def shown(browser: Browser, route: str, uuid: str) -> bool:
    """Whether a page is given to who asks for it."""
    answer = browser.get("/" + route.replace("<election:uuid>", uuid))
    return answer.status == 200 and b'data-uuid="' in answer.content
