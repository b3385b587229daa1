# SPDX-License-Identifier: Apache-2.0
"""All addresses of a booth of one's own. What is not here is not forwarded."""

from functools import partial
from typing import Final

from django.urls import path
from django.views.i18n import set_language

from isonomia.server.local import forward, views

FILES: Final = ("election.json", "trustees.json", "public_credentials.json", "terms.json")
READ: Final = ("", "/spoiled", "/trackers")
SENT: Final = ("/codes", "/voter", "/ballots", "/challenges")
"""Parts of the API of an election: what a voter's page reads, and what it sends."""

urlpatterns = [
    path("", views.home, name="home"),
    path("check", views.check, name="check"),
    path("language", set_language, name="set_language"),
    path("elections/<str:uuid>", views.status, name="status"),
    path("elections/<str:uuid>/vote", views.vote, name="vote"),
    *(path(f"elections/<str:uuid>/{name}", partial(forward.read, name=f"/{name}", api="")) for name in FILES),
    *(path(f"api/elections/<str:uuid>{name}", partial(forward.read, name=name, api="/api")) for name in READ),
    *(path(f"api/elections/<str:uuid>{name}", partial(forward.send, name=name)) for name in SENT),
]
