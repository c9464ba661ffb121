"""The WSGI entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trdcrm.settings.production")
application = get_wsgi_application()

from foundation.core.checks import refuse_wrong_keys  # noqa: E402  # needs the apps loaded

refuse_wrong_keys()
