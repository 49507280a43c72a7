"""Who knows what: one's own words, those of a colleague who agreed, and the list of a deal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, SignInFirst, may, require
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.lists import Choice, Column, ListOf, Search
from kopgroep.rooms.partners.actions.expertise import give_expertise, withdraw_expertise
from kopgroep.rooms.partners.forms.expertise import ColleagueExpertiseForm, ExpertiseForm
from kopgroep.rooms.partners.models import Expertise, Person
from kopgroep.rooms.partners.queries.expertise import knowing_people, words_in
from kopgroep.rooms.partners.views.expertise_link import tell_of_expertise
from kopgroep.rooms.partners.views.loading import load_deal
from kopgroep.rooms.partners.views.people import load_contact


def mine(request: HttpRequest) -> HttpResponse:
    """A person says so here, and takes it back here; both in one tap."""
    if not isinstance(request.user, User):
        raise SignInFirst
    person = Person.objects.filter(user=request.user).first()
    known = Expertise.objects.filter(person=person).first() if person else None
    form = ExpertiseForm(request.POST or None, initial={"words": known.words if known else ""})
    by = Actor.of(request.user)
    if person and "withdraw" in request.POST:
        withdraw_expertise(person=person, by=by, at=clock.now())
        messages.success(request, _("It is taken away; nobody finds you by it any more."))
        return redirect("partners:my-expertise")
    if person and form.is_valid():
        words = form.cleaned_data["words"]
        give_expertise(person=person, words=words, is_own=True, by=by, at=clock.now())
        messages.success(request, _("Thank you. Who takes part in your deals finds you by these words."))
        return redirect("partners:my-expertise")
    context = {"person": person, "known": known, "form": form}
    return render(request, "partners/expertise_mine.html", context)


def of_contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """A colleague writes down what somebody said, and that this person agrees."""
    contact = load_contact(contact_id)
    by = require(request, Permission.CONTACT_EDIT, about=contact)
    person = contact.person
    if person.user_id is not None and person.user_id == request.user.pk:
        return redirect("partners:my-expertise")
    known = Expertise.objects.filter(person=person).first()
    form = ColleagueExpertiseForm(
        request.POST or None, name=person.name, initial={"words": known.words if known else ""}
    )
    back = f"{contact.organisation.get_absolute_url()}#contacts"
    if "withdraw" in request.POST:
        withdraw_expertise(person=person, by=by, at=clock.now())
        messages.success(request, _("It is taken away; nobody finds this person by it any more."))
        return redirect(back)
    if form.is_valid():
        words = form.cleaned_data["words"]
        with transaction.atomic():
            give_expertise(person=person, words=words, is_own=False, by=by, at=clock.now())
            tell_of_expertise(person, by=by, at=clock.now())
        hears = _("It is kept, and this person hears so by mail.") if person.email else _("It is kept.")
        messages.success(request, hears)
        return redirect(back)
    context = {"organisation": contact.organisation, "contact": contact, "known": known, "form": form}
    return render(request, "partners/expertise_contact.html", context)


def expertise_list(request: HttpRequest, deal: str) -> HttpResponse:
    found = load_deal(request, deal)
    require(request, Permission.CONTACTS_VIEW, about=found)
    on = clock.today()
    shown = _list_of(words_in(found, on)).show(request, knowing_people(found, on), title=_("Who knows what"))
    if shown.download:
        return shown.download
    context = {
        "deal": found,
        "list": shown,
        "wholly": may(request, Permission.HISTORY_VIEW, about=found),
        "may_see_enquiries": may(request, Permission.ENQUIRY_VIEW, about=found),
        "own_url": reverse("partners:my-expertise"),
    }
    return render(request, "partners/expertise.html", context)


def _organisations(person: Any) -> str:
    return ", ".join(dict.fromkeys(contact.organisation.name for contact in person.here))


def _page(person: Any) -> str:
    return f"{person.here[0].organisation.get_absolute_url()}#contacts"


def _list_of(words: list[str]) -> ListOf:
    return ListOf(
        noun=lambda count: ngettext("person", "people", count),
        empty=gettext_lazy(
            "Here will be everybody who agreed to be found by what they know. Begin with yourself: My account."
        ),
        columns=(
            Column("name", gettext_lazy("Name"), sort=("name",), url=_page, note=_organisations),
            Column(
                "words",
                gettext_lazy("Knows about"),
                value="expertise.words",
                sort=("expertise__words",),
                phone=True,
            ),
            Column("email", gettext_lazy("E-mail address"), sort=("email",), phone=True),
            Column("phone", gettext_lazy("Telephone"), sort=("phone",)),
        ),
        filters=(
            Search(
                "q",
                gettext_lazy("Search on what, who or where"),
                ("expertise__words", "name", "contacts__organisation__name"),
            ),
            Choice(
                "about",
                gettext_lazy("Knows about"),
                [(word, word) for word in words],
                by=lambda word: Q(expertise__words__icontains=word),
            ),
        ),
        order="name",
    )
