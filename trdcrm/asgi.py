"""The ASGI entry point, for servers that want one. It refuses as the WSGI one does."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trdcrm.settings.production")
application = get_asgi_application()

from trdcrm.checks import refuse_if_unfit  # noqa: E402  # needs the apps loaded

refuse_if_unfit()
