"""Who knows what: words that somebody wants to be found by, as long as that person agrees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.records import Erasing, Keep, Privacy, Record
from kopgroep.rooms.partners.models.people import Person

# After so long the person is to say again that it may be shown.
AGREED_DAYS = 1096
BETWEEN = ", "


class Expertise(Record):
    """What a person can be asked about (expertise), with the day on which that person agreed to be found by it."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="expertise")
    words = models.CharField(max_length=500)
    consented_at = models.DateTimeField()
    is_own = models.BooleanField(
        help_text="Said by the person; else a colleague noted that the person agrees."
    )

    goes_with: ClassVar[tuple[str, ...]] = ("person",)

    personal: ClassVar[Mapping[str, Keep]] = {"words": Keep(days=AGREED_DAYS, after="consented_at")}
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("What you know about, in a few words, and when you agreed that it is shown"),
        why=_("so that others in your deals find who can help them; only when you agree"),
        seen_by=_("who takes part in the deals of your organisation"),
        erasing=Erasing.DELETE,
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="expertise_says_something")]

    def __str__(self) -> str:
        return f"expertise {self.pk}"

    @property
    def word_list(self) -> list[str]:
        return self.words.split(BETWEEN)
