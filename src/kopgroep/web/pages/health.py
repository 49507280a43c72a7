"""For who watches over an installation: alive, ready for visitors, and everything at once."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kopgroep.kernel import health


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    return _answer(health.examine(health.READY))


@never_cache
@require_safe
def everything(request: HttpRequest) -> JsonResponse:
    return _answer(health.examine(health.ALL))


def _answer(findings: dict[str, health.Finding]) -> JsonResponse:
    well = all(finding.ok for finding in findings.values())
    checks = {name: {"ok": finding.ok, "detail": finding.detail} for name, finding in findings.items()}
    return JsonResponse({"status": "ok" if well else "wrong", "checks": checks}, status=200 if well else 503)
