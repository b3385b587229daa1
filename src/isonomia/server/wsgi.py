# SPDX-License-Identifier: Apache-2.0
"""What the server process calls."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
