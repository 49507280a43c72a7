"""Saved views of lists: to keep one, to come back to it, to remove it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kopgroep.kernel.access import SignInFirst
from kopgroep.kernel.accounts.models import SavedView
from kopgroep.kernel.lists.saved import remove_view, save_view
from kopgroep.kernel.obstacles import Obstructed


def _reader(request: HttpRequest) -> Any:
    if not request.user.is_authenticated:
        raise SignInFirst
    return request.user


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    user = _reader(request)
    try:
        view = save_view(
            user=user,
            page=request.POST.get("page", ""),
            name=request.POST.get("name", ""),
            query=request.POST.get("query", ""),
        )
    except Obstructed as refusal:
        messages.error(request, str(refusal))
        return redirect("desk")
    messages.success(request, _("The view “%(name)s” is kept.") % {"name": view.name})
    return redirect(f"{view.page}?{view.query}")


@require_GET
def show(request: HttpRequest, uid: UUID) -> HttpResponse:
    view = get_object_or_404(SavedView, uid=uid, user=_reader(request))
    return redirect(f"{view.page}?{view.query}")


@require_POST
def remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    view = get_object_or_404(SavedView, uid=uid, user=_reader(request))
    remove_view(view=view)
    messages.success(request, _("The view “%(name)s” is removed.") % {"name": view.name})
    return redirect(view.page)
