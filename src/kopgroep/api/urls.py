"""Version 1 of the API, in the order of the deal; no address ends in a slash."""

from django.http import HttpRequest, JsonResponse
from django.urls import include, path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.views import SpectacularJSONAPIView

from kopgroep.api.errors import problem_page


@csrf_exempt
def unknown(request: HttpRequest, rest: str = "") -> JsonResponse:
    return problem_page(
        request, 404, _("Nothing stands at this address; the list is in /api/v1/openapi.json.")
    )


rooms = [
    "kopgroep.rooms.programme.api",
    "kopgroep.rooms.partners.api",
    "kopgroep.rooms.contributions.api",
    "kopgroep.rooms.tools.api",
    "kopgroep.rooms.meetings.api",
    "kopgroep.rooms.assessment.api",
    "kopgroep.rooms.selection.api",
    "kopgroep.rooms.teams.api",
    "kopgroep.rooms.signing.api",
    "kopgroep.rooms.gates.api",
    "kopgroep.api.webhooks",
]

urlpatterns = [
    path("v1/openapi.json", SpectacularJSONAPIView.as_view(), name="openapi"),
    *(path("v1/", include(room)) for room in rooms),
    re_path(r"^(?P<rest>.*)$", unknown),
]
