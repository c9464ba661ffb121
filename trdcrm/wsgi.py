"""The WSGI entry point of the web server. It refuses to serve what a check calls wrong (trdcrm/checks.py)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trdcrm.settings.production")
application = get_wsgi_application()

from trdcrm.checks import refuse_if_unfit  # noqa: E402  # needs the apps loaded

refuse_if_unfit()
