"""Writing and withdrawing comments; both lead back to the record."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, require
from kopgroep.kernel.comments.actions import make_comment, obstacles_to_withdrawing, withdraw_comment
from kopgroep.kernel.comments.models import Comment, record_at
from kopgroep.kernel.comments.templatetags.comments import CommentForm
from kopgroep.kernel.records import Record


def page_of(record: Record) -> str:
    """The page of a record; the front page when it has none."""
    try:
        return str(record.get_absolute_url()) if hasattr(record, "get_absolute_url") else "/"
    except NoReverseMatch:
        return "/"


def way_back(request: HttpRequest, record: Record) -> str:
    """Where the form stood, when that is a page of ours; else the record's own page."""
    came_from = str(request.META.get("HTTP_REFERER", ""))
    if url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return f"{came_from.split('#')[0]}#comments"
    return page_of(record) + "#comments"


@require_POST
def make(request: HttpRequest, address: str) -> HttpResponse:
    record = record_at(address)
    if record is None:
        raise Http404
    by = require(request, Permission.COMMENT_WRITE, about=record)
    form = CommentForm(request.POST, auto_id="comment-%s")
    if form.is_valid():
        make_comment(about=record, text=form.cleaned_data["text"], by=by, at=clock.now())
        messages.success(request, _("Your comment stands with the others."))
        return redirect(way_back(request, record))
    return render(request, "pages/comment.html", {"form": form, "record": record, "back": page_of(record)})


def withdraw(request: HttpRequest, uid: str) -> HttpResponse:
    comment = get_object_or_404(Comment.objects.select_related("author"), uid=uid)
    record = record_at(comment.on)
    if record is None:
        raise Http404
    by = require(request, Permission.COMMENT_WRITE, about=record)
    obstacles = list(obstacles_to_withdrawing(comment, by))
    if request.method == "POST" and not obstacles:
        withdraw_comment(comment=comment, by=by, at=clock.now())
        messages.success(request, _("Your comment is withdrawn."))
        return redirect(page_of(record) + "#comments")
    page = {"comment": comment, "record": record, "obstacles": obstacles, "back": page_of(record)}
    return render(request, "pages/comment_withdraw.html", page)
