"""The words by which somebody wants to be found, and that this person agrees."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopgroep.rooms.partners.models.expertise import BETWEEN

MOST_WORDS = 12


class ExpertiseForm(forms.Form):
    # A box that nobody ticked yet is no mistake, and is not to look like one.
    use_required_attribute = False

    words = forms.CharField(
        label=_("What can others ask you about?"),
        max_length=500,
        help_text=_("A few words with commas between them, such as: sensors, procurement, privacy."),
    )
    agreed = forms.BooleanField(
        label=_("I agree that who takes part in my deals sees these words and finds me by them"),
        error_messages={"required": _("Without this they are not shown, and so not kept.")},
    )

    def clean_words(self) -> str:
        """Each once, however it was typed."""
        found: dict[str, str] = {}
        for part in re.split(r"[,;\n]", self.cleaned_data["words"]):
            word = " ".join(part.split())
            if word:
                found.setdefault(word.casefold(), word)
        if not found:
            raise forms.ValidationError(_("Write at least one word."))
        if len(found) > MOST_WORDS:
            raise forms.ValidationError(
                _("These are %(count)s; at most %(most)s, so that the list stays useful."),
                params={"count": len(found), "most": MOST_WORDS},
            )
        return BETWEEN.join(found.values())


class ColleagueExpertiseForm(ExpertiseForm):
    """The same about somebody else, who said so."""

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What can others ask %(person)s about?") % {"person": name}
        words = _("%(person)s told me to agree that who takes part in the deals sees these words")
        self.fields["agreed"].label = words % {"person": name}
