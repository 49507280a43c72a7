"""Comments with records."""

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.clock import now
from kopgroep.kernel.comments.models import Comment
from kopgroep.kernel.records import Record
from tests.factories.accounts import make_user
from tests.factories.programme import make_deal


def make_comment(on: Record | None = None, author: User | None = None, text: str = "Well done.") -> Comment:
    record = on or make_deal()
    return Comment.objects.create(
        on=record.address, chain=record.journal_chain, author=author or make_user(), text=text, made_at=now()
    )
