"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kumppanuus.config.settings")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # search adds numbers only: more threads would only take memory
application = get_wsgi_application()

from kumppanuus.config.warming import warm  # noqa: E402 - the apps stand now

warm(application)
