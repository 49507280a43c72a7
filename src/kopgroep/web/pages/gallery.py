"""Every part of the look in every state, on one page (/ui/): for who builds pages, and for the eye."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from kopgroep.kernel import clock
from kopgroep.kernel.obstacles import Obstacle

HERE = "#example"


@dataclass(frozen=True)
class SampleNorm:
    """What ui/norm.html asks of a norm."""

    sentence: str
    strength: str
    state: str
    value: float | None
    threshold: float | None
    unit: str = ""
    note: str = ""
    evidence: list[Any] = field(default_factory=list)
    missing: list[Any] = field(default_factory=list)


class SampleForm(forms.Form):
    """One of each kind of field."""

    name = forms.CharField(
        label=gettext_lazy("Name of the organisation"),
        help_text=gettext_lazy("As it stands in the trade register."),
    )
    mail = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"data-example": gettext_lazy("name@organisation.nl")}),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days a month"),
        min_value=0,
        max_value=20,
        widget=forms.NumberInput(attrs={"data-unit": gettext_lazy("days")}),
    )
    starts = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    helix = forms.ChoiceField(
        label=gettext_lazy("Helix"),
        choices=[
            ("", gettext_lazy("Choose one")),
            ("government", gettext_lazy("Government")),
            ("business", gettext_lazy("Business")),
            ("knowledge", gettext_lazy("Knowledge")),
            ("society", gettext_lazy("Society")),
        ],
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("How does it take part?"),
        widget=forms.RadioSelect,
        choices=[
            ("partner", gettext_lazy("As a partner")),
            ("associate", gettext_lazy("It is involved, without being a partner")),
        ],
    )
    phases = forms.MultipleChoiceField(
        label=gettext_lazy("In which phases?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("network", gettext_lazy("Building the network")), ("explore", gettext_lazy("Exploring"))],
    )
    motivation = forms.CharField(
        label=gettext_lazy("Why does it take part?"), widget=forms.Textarea(attrs={"rows": 4})
    )
    agreed = forms.BooleanField(label=gettext_lazy("We have read the rules of the deal"))


def thing(text: object, **more: object) -> dict[str, object]:
    """A cell, a link or a fact, as the parts like them."""
    return {"text": text, **more}


def sample_norms() -> list[SampleNorm]:
    evidence = [thing(_("Municipality of Apeldoorn"), url=HERE, note=_("partner since 12 January 2021"))]
    missing = [
        thing(_("Municipality of Harderwijk has not said yes yet"), url=HERE),
        thing(_("Waag has no motivation"), url=HERE),
    ]
    parties, tools = pgettext("unit", "parties"), pgettext("unit", "tools")
    six = _("Every municipality helps to test at least six tools")
    budget = _("The budget of each principle is covered")
    later = _("Plans come in the phase of exploring, from March 2021.")
    twelve = _("At least twelve partners sign the deal")
    return [
        SampleNorm(_("At least 20 parties take part"), "must", "met", 23, 20, parties, evidence=evidence),
        SampleNorm(twelve, "must", "almost", 11, 12, parties, evidence=evidence, missing=missing[:1]),
        SampleNorm(six, "must", "not_yet", 2, 6, tools, missing=missing),
        SampleNorm(budget, "aim", "not_measured", None, 100, "%", note=later),
        SampleNorm(_("Partners answer within a week"), "hint", "not_yet", 0, 80, "%", missing=missing[1:]),
    ]


def sample_obstacles() -> list[Obstacle]:
    return [
        Obstacle(
            "not-exploring",
            _("The deal is signed at the end of the phase of exploring."),
            _("the programme manager"),
            HERE,
            _("Go to the phases"),
        ),
        Obstacle("no-mandate", _("Nobody of Saxion may sign yet."), _("the contact of Saxion")),
    ]


def sample_rows() -> list[list[dict[str, object]]]:
    return [
        [
            thing(_("Municipality of Apeldoorn"), url=HERE),
            thing(_("Government")),
            thing(_("partner"), tone="good"),
            thing(24),
            thing(_("yesterday")),
        ],
        [
            thing("Saxion", url=HERE, note=_("speaks for two institutes")),
            thing(_("Knowledge")),
            thing(_("in talk"), tone="warning"),
            thing(8),
            thing(_("3 weeks ago")),
        ],
        [
            thing("Waag", url=HERE),
            thing(_("Society")),
            thing(_("approached"), tone="neutral"),
            thing("–"),
            thing(_("never")),
        ],
    ]


def sample_list() -> dict[str, Any]:
    heads = [
        {"label": _("Partner"), "sort_url": HERE, "sorted": "ascending"},
        {"label": _("Helix"), "sort_url": HERE},
        {"label": _("State"), "phone": True},
        {"label": _("Days promised"), "numeric": True, "sort_url": HERE, "phone": True},
        {"label": _("Last seen"), "numeric": True},
    ]
    return {
        "heads": heads,
        "rows": sample_rows(),
        "active": [
            {"label": _("helix: knowledge"), "remove_url": HERE},
            {"label": _("without a contact"), "remove_url": HERE},
        ],
        "views": [
            {"label": _("All"), "url": HERE, "current": True},
            {"label": _("Went silent"), "url": HERE},
        ],
        "exports": [{"label": name, "url": HERE} for name in ("CSV", "Excel", "ODS", "JSON")],
        "page": Paginator(range(60), 20).page(2),
    }


def sample_jobs() -> list[dict[str, Any]]:
    title = _("Importing 250 tools")
    doing = _("Comparing with what is there already: 155 of 250.")
    running = {"percent": 62, "doing": doing, "left": _("about 2 minutes"), "stop_url": HERE}
    return [
        {"title": title, "state": "running", **running},
        {"title": title, "state": "done", "result_url": HERE},
        {"title": title, "state": "failed", "reason": _("Line 14 has no name."), "retry_url": HERE},
    ]


def sample_people(now: datetime) -> dict[str, Any]:
    said = _("Can we take this up at the next meeting?\n\nI would like to show what Zwolle made of it.")
    return {
        "history": [
            {
                "at": now,
                "sentence": _("Municipality of Apeldoorn became a partner."),
                "by": "Joke de Vries",
                "url": HERE,
            },
            {
                "at": now - timedelta(days=9),
                "sentence": _("Apeldoorn was invited to a talk."),
                "by": "Joke de Vries",
            },
        ],
        "comments": [{"by": "Mehmet Kaya", "at": now, "text": said, "edit_url": HERE}],
    }


def sample_figures() -> dict[str, Any]:
    helixes = [
        {"label": _("Government"), "count": 22, "target": 4},
        {"label": _("Business"), "count": 15, "target": 4},
        {"label": _("Knowledge"), "count": 3, "target": 4},
        {"label": _("Society"), "count": 0, "target": 4},
    ]
    rows = [[helix["label"], helix["count"], helix["target"]] for helix in helixes]
    return {
        "helixes": helixes,
        "helix_table": {"heads": [_("Helix"), _("Take part"), _("Asked")], "rows": rows},
    }


def sample_frame() -> dict[str, Any]:
    """A menu in every state, for the case that the page has none of its own."""
    return {
        "steps": [
            {"label": _("Upload"), "state": "done", "url": HERE},
            {"label": _("Columns"), "state": "done", "url": HERE},
            {"label": _("Check"), "state": "current"},
            {"label": _("Import"), "state": "later"},
            {"label": _("Report"), "state": "later"},
        ],
        "sample_menu": [
            {"label": pgettext("the desk", "Today"), "url": HERE, "current": True},
            {"label": _("Network"), "url": HERE, "phase_state": "done"},
            {"label": _("Exploring"), "url": HERE, "phase_state": "open"},
            {"label": _("Signing"), "url": HERE, "phase_state": "later", "hint": _("comes in November 2021")},
            {"label": _("Testing"), "url": None, "phase_state": "later", "hint": _("comes in 2022")},
        ],
        "crumbs": [{"label": _("Network"), "url": HERE}, {"label": _("Partners"), "url": HERE}],
    }


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """All parts with sample data; nothing here is read from or written to the database."""
    wrong = SampleForm({"name": "Saxion", "days": "40", "mail": "saxion", "motivation": ""})
    context: dict[str, Any] = {
        "norms": sample_norms(),
        "obstacles": sample_obstacles(),
        "sample": sample_list(),
        "jobs": sample_jobs(),
        "clean_form": SampleForm(prefix="clean"),
        "wrong_form": wrong,
        "next_steps": [
            {"label": _("Plan the talk with Harderwijk"), "url": HERE, "note": _("asked on 3 December")}
        ],
        "facts": [
            {"label": _("Helix"), "value": _("Government")},
            {"label": _("Contact"), "value": "Joke de Vries", "url": HERE, "note": _("deputy: Mehmet Kaya")},
            {"label": _("Purchase order"), "value": None},
        ],
        "loses": [_("Its 14 hours of November."), _("Its place in two design teams.")],
        "kept": [_("Its signature under the deal.")],
    }
    context |= sample_people(clock.now()) | sample_figures() | sample_frame()
    return render(request, "gallery.html", context)
