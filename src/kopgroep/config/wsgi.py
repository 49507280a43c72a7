"""The door for application servers."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kopgroep.config.settings")
application = get_wsgi_application()

# The first visitor need not wait for the pages to be read in; and what is read in for good need not be walked
# again by each collection of garbage, in which one page of twenty stood still for a tenth of a second.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
