"""A charter that comes in, and a deal that is set up with another as template."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.texts import Text
from kopgroep.rooms.programme.charter import Charter, CharterWrong, read_charter
from kopgroep.rooms.programme.charter.tree import LARGEST
from kopgroep.rooms.programme.models import Deal


class CharterForm(forms.Form):
    """A charter as a file, or as the text that was looked at before."""

    file = forms.FileField(
        label=_("Charter"),
        error_messages={"required": _("Choose a file.")},
        help_text=_("A YAML file. You first see what it changes; nothing is changed yet."),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
        required=False,
    )
    text = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    charter: Charter | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The second time the text comes along; until then there is nothing without a file.
        self.fields["file"].required = not self.is_bound

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        name, text = "charter", answers.get("text") or ""
        upload: UploadedFile[Any] | None = answers.get("file")
        if upload is not None:
            name = upload.name or name
            if (upload.size or 0) > LARGEST:
                raise forms.ValidationError(
                    {"file": _("This file is larger than any charter; choose another one.")}
                )
            content = upload.read()
        else:
            content = text.encode()
        if not content:
            raise forms.ValidationError({"file": _("Choose the file of the changed charter.")})
        try:
            self.charter = read_charter(content, name=name)
        except CharterWrong as wrong:
            raise forms.ValidationError({"file": wrong.lines()}) from wrong
        answers["text"] = content.decode("utf-8-sig")
        return answers


class CloneForm(forms.Form):
    """Code, name and start of a new deal."""

    name_nl = forms.CharField(label=_("Name in Dutch"), max_length=200)
    name_en = forms.CharField(
        label=_("Name in English"),
        help_text=_("Left empty, it is the Dutch name."),
        max_length=200,
        required=False,
    )
    code = forms.CharField(
        label=_("Code"),
        help_text=_("It stands in addresses: small letters, digits and hyphens, as in 'slim-netwerk'."),
        max_length=50,
    )
    starts_on = forms.DateField(
        label=_("First date of the planning"),
        help_text=_(
            "The first date of the planning becomes this day; the others move along. Left empty, none moves."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Choose a day, or write it as 2027-03-15.")},
        required=False,
    )

    @property
    def name(self) -> Text:
        dutch: str = self.cleaned_data["name_nl"]
        return Text(dutch, self.cleaned_data["name_en"] or dutch)

    @property
    def start(self) -> date | None:
        day: date | None = self.cleaned_data["starts_on"]
        return day

    def show(self, refusal: Obstructed) -> None:
        """Put each reason of a refusal at the field that mends it, or on top."""
        fields = {
            "code-taken": "code",
            "code-form": "code",
            "no-name": "name_nl",
            "start-out-of-range": "starts_on",
        }
        for obstacle in refusal.obstacles:
            self.add_error(fields.get(obstacle.code), str(obstacle))


def confirmation(deal: Deal, text: str) -> CharterForm:
    """The hidden fields of a charter that was looked at, for the deal as it was then."""
    return CharterForm(initial={"text": text, "seen": deal.revision})


class ArchiveForm(forms.Form):
    """The archive of a deal, as another installation made it."""

    file = forms.FileField(
        label=_("Archive"),
        error_messages={"required": _("Choose a file.")},
        help_text=_("A zip file that Kopgroep made. You first see what it brings; nothing is changed yet."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )
