"""The WSGI entry point of the web server. It refuses to serve what a check calls wrong (trdcrm/checks.py)."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trdcrm.settings.production")
application = get_wsgi_application()

from foundation.core.chart_svg import warm_up  # noqa: E402  # needs the apps loaded
from trdcrm.checks import refuse_if_unfit  # noqa: E402  # needs the apps loaded

refuse_if_unfit()
Thread(target=warm_up, name="warm-up", daemon=True).start()  # the first pages need not wait for it
