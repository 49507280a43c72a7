"""What is typed about one's mails."""

from __future__ import annotations

from typing import Any

from django import forms

from kopgroep.kernel.mailing.kinds import CHOSEN, KINDS
from kopgroep.kernel.mailing.models import MailAddress


class MailsForm(forms.Form):
    """Per kind that one may choose about, the paces that make sense for it."""

    def __init__(self, *args: Any, address: MailAddress | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in CHOSEN:
            about = KINDS[kind]
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label,
                help_text=str(about.explanation),
                choices=[(pace.value, pace.label) for pace in about.paces],
                initial=str(address.pace_of(kind) if address else about.pace),
                widget=forms.RadioSelect,
            )
