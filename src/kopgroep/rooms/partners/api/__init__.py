"""The network by JSON: organisations, partners and enquiries."""

from kopgroep.rooms.partners.api import enquiries, network

urlpatterns = [*network.urlpatterns, *enquiries.urlpatterns]
