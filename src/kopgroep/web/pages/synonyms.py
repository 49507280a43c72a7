"""Words that mean the same to who searches; the administrator adds them and takes them away."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kopgroep.kernel.access import Role, SignInFirst, roles_on
from kopgroep.kernel.accounts.forms import show_refusal
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.search.models import Synonym
from kopgroep.kernel.search.synonyms import BUILT_IN, add_synonym, remove_synonym


class SynonymForm(forms.Form):
    word = forms.CharField(label=gettext_lazy("Word"), max_length=60)
    means = forms.CharField(
        label=gettext_lazy("Means the same as"),
        max_length=60,
        help_text=gettext_lazy("Who searches one of the two finds the other too, from now on."),
    )


def synonyms(request: HttpRequest) -> HttpResponse:
    administrator(request)
    form = SynonymForm(request.POST or None)
    if form.is_valid():
        try:
            made = add_synonym(**form.cleaned_data)
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            words = {"word": made.word, "means": made.means}
            messages.success(request, _("Who searches “%(word)s” finds “%(means)s” too.") % words)
            return redirect("synonyms")
    own = Synonym.objects.order_by("word", "means")
    return render(request, "pages/synonyms.html", {"form": form, "own": own, "built_in": BUILT_IN})


@require_POST
def remove(request: HttpRequest, synonym_id: int) -> HttpResponse:
    administrator(request)
    found = get_object_or_404(Synonym, pk=synonym_id)
    remove_synonym(word=found.word, means=found.means)
    messages.success(
        request,
        _("“%(word)s” does not find “%(means)s” any more.") % {"word": found.word, "means": found.means},
    )
    return redirect("synonyms")


def administrator(request: HttpRequest) -> None:
    """Only who runs the installation: a synonym holds for every deal in it."""
    if not request.user.is_authenticated:
        raise SignInFirst
    if Role.ADMINISTRATOR not in roles_on(request.user, None):
        raise PermissionDenied
