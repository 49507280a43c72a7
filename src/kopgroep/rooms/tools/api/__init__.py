"""Needs, desk research and tools for programs."""

from kopgroep.rooms.tools.api import needs, tools

urlpatterns = [*needs.urlpatterns, *tools.urlpatterns]
