# SPDX-License-Identifier: Apache-2.0
"""All addresses: the API's are those of its endpoints."""

from functools import partial

from django.urls import URLPattern, path, register_converter
from django.views.i18n import set_language

from isonomia.server.api import (
    account,
    administration,
    ceremony,
    claims,
    conduct,
    files,
    invitations,
    invited,
    openapi,
    public,
    rounds,
    session,
    voting,
)
from isonomia.server.api.endpoint import ENDPOINTS, Endpoint, respond
from isonomia.server.claims import REPORTS
from isonomia.server.models import Party
from isonomia.server.pages import claims as claim_pages
from isonomia.server.pages import provider, views

handler404 = "isonomia.server.api.endpoint.not_found"
API = (session, account, administration, invitations, conduct, rounds, invited, ceremony, voting, public, claims)
"""The modules whose endpoints are served: importing them registers these."""


class Uuid:
    """The uuid of an election: Base58, 14 characters."""

    regex = "[1-9A-HJ-NP-Za-km-z]{14}"

    def to_python(self, value: str) -> str:
        """As it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands in the address."""
        return value


class Token(Uuid):
    """Of a report: Base58, 22 characters."""

    regex = "[1-9A-HJ-NP-Za-km-z]{22}"


register_converter(Uuid, "election")
register_converter(Token, "token")


def _api() -> list[URLPattern]:
    by_path: dict[str, dict[str, Endpoint]] = {}
    for own in ENDPOINTS:
        by_path.setdefault(own.path, {})[own.method] = own
    return [
        path(address.lstrip("/").replace("{uuid}", "<election:uuid>"), partial(respond, endpoints=endpoints))
        for address, endpoints in by_path.items()
    ]


urlpatterns = [
    path("", views.home, name="home"),
    path("join", views.join, name="join"),
    path("account", views.account, name="account"),
    path("reset", views.reset, name="reset"),
    path("check", views.check, name="check"),
    path("language", set_language, name="set_language"),
    path("elections/<election:uuid>", views.status, name="status"),
    path("elections/<election:uuid>/outcome.svg", views.figure, name="figure"),
    path("elections/<election:uuid>/turnout", views.turnout, name="turnout"),
    path("elections/<election:uuid>/vote", views.vote, name="vote"),
    path("elections/<election:uuid>/login", provider.log_in, name="log_in"),
    path("oidc/callback", provider.come_back, name="come_back"),
    path("oidc/done", provider.logged_in, name="logged_in"),
    path("elections/<election:uuid>/manage", views.manage, name="manage"),
    path("elections/<election:uuid>/preview", views.preview, name="preview"),
    path("elections/<election:uuid>/authority", views.party, {"role": Party.AUTHORITY}, name="authority"),
    path("elections/<election:uuid>/trustee", views.party, {"role": Party.TRUSTEE}, name="trustee"),
    path("claims", claim_pages.upload, name="claims"),
    path("claims/<token:token>", claim_pages.examined, name="claim"),
    path("claims/<token:token>/state", claim_pages.state),
    *(path(f"claims/<token:token>/{name}", claim_pages.report, {"name": name}) for name in REPORTS),
    path("api/openapi.json", openapi.serve),
    *_api(),
    path("elections/<election:uuid>/record.bel", files.record, name="record"),
    *(
        path(f"elections/<election:uuid>/{name}", files.part, {"name": name})
        for name in ("election.json", "trustees.json", "public_credentials.json", "terms.json")
    ),
]
