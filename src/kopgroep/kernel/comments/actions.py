"""What people do with comments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.comments.models import Comment
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import Obstacle, clear
from kopgroep.kernel.records import Record


def obstacles_to_withdrawing(comment: Comment, by: Actor) -> Iterator[Obstacle]:
    if comment.author is None or by.user is None or comment.author.pk != by.user.pk:
        yield Obstacle("not-yours", _("Only who wrote a comment can withdraw it."))
    if comment.withdrawn_at:
        yield Obstacle("withdrawn", _("This comment was withdrawn already."))


@transaction.atomic
def make_comment(*, about: Record, text: str, by: Actor, at: datetime) -> Comment:
    """Write a comment with a record; who may is asked of the record itself."""
    comment = Comment.objects.create(
        on=about.address, chain=about.journal_chain, author=by.user, text=text.strip(), made_at=at
    )
    record(Verb.COMMENT_MADE, about=about, also=[comment], by=by, at=at)
    return comment


@transaction.atomic
def withdraw_comment(*, comment: Comment, by: Actor, at: datetime) -> Comment:
    """Take one's comment back: its text is erased, that it was there is not."""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    clear(obstacles_to_withdrawing(comment, by))
    comment.text, comment.withdrawn_at = "", at
    comment.save(update_fields=["text", "withdrawn_at"])
    record(Verb.COMMENT_WITHDRAWN, about=comment, by=by, at=at)
    return comment
