"""The WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kumppanuus.config.settings")
application = get_wsgi_application()

# Read the addresses now: a fault in them stops the server at its start, and the first reader does not wait for them.
get_resolver().url_patterns  # noqa: B018

# The workers share what was read until here: garbage collection shall not touch it in each of them.
gc.collect()
gc.freeze()
