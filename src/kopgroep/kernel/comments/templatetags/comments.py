"""`{% load comments %} {% comments record %}`: what people wrote with a record, and a form to add to it."""

from typing import Any

from django import forms, template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.access import Permission, may
from kopgroep.kernel.comments.models import Comment
from kopgroep.kernel.records import Record

register = template.Library()


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Your comment"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who takes part in this deal can read it."),
    )


@register.inclusion_tag("ui/comments.html", takes_context=True)
def comments(context: dict[str, Any], record: Record, level: int = 2) -> dict[str, Any]:
    """Nothing at all for who may not read the comments of this record."""
    request = context["request"]
    if not may(request, Permission.COMMENT_READ, about=record):
        return {"hidden": True}
    mine = request.user.pk
    rows = [
        {
            "by": comment.author or _("Somebody whose account is gone"),
            "at": comment.made_at,
            "text": comment.text,
            "withdrawn": comment.withdrawn_at,
            "edit_url": reverse("comment-withdraw", args=[comment.uid])
            if comment.author_id == mine and not comment.withdrawn_at
            else "",
        }
        for comment in Comment.objects.filter(on=record.address)
        .select_related("author")
        .order_by("made_at", "pk")
    ]
    writable = may(request, Permission.COMMENT_WRITE, about=record)
    return {
        "comments": rows,
        "form": CommentForm(auto_id="comment-%s") if writable else None,
        "action": reverse("comment-make", args=[record.address]),
        "level": level,
        "csrf_token": context.get("csrf_token"),
        "request": request,
    }
