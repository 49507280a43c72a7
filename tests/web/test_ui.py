"""The tags behind the parts of the look."""

from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from kopgroep.web.templatetags.ui import arcs, norm_bar


class Pledge(forms.Form):
    days = forms.IntegerField(
        label="Days",
        help_text="Two is usual.",
        max_value=20,
        widget=forms.NumberInput(attrs={"data-unit": "days"}),
    )
    helix = forms.ChoiceField(label="Helix", choices=[("gov", "Government")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False)


def shown(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


def test_a_field_is_tied_to_its_hint_and_its_error():
    html = shown("{% field form.days %}", form=Pledge({"days": "40"}))

    assert 'aria-describedby="id_days-hint id_days-error"' in html
    assert 'id="id_days-hint"' in html
    assert 'id="id_days-error"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_shows_the_unit_that_its_widget_names():
    assert '<span class="kg-field__unit">days</span>' in shown("{% field form.days %}", form=Pledge())


def test_only_what_may_stay_empty_says_so():
    html = shown("{% field form.days %}|{% field form.note %}", form=Pledge())
    required, optional = html.split("|")

    assert "kg-field__optional" not in required
    assert "kg-field__optional" in optional


def test_choices_stand_in_a_fieldset_under_a_legend():
    html = shown("{% field form.helix %}", form=Pledge())

    assert html.count("<legend") == 1
    assert html.count('type="radio"') == 1


def test_signing_in_calls_an_address_what_every_page_calls_it(visitor, db):
    visitor.cookies["django_language"] = "en"
    page = visitor.get("/account/login/").content.decode()

    assert "E-mail address" in page
    assert ">Email<" not in page
    assert "placeholder=" not in page


def test_the_licence_in_the_footer_is_not_broken_over_two_lines(visitor, db):
    assert '<span class="kg-unbroken">EUPL-1.2</span>' in visitor.get("/").content.decode()


def test_the_summary_of_errors_links_to_each_field():
    html = Template('{% include "ui/error_summary.html" %}').render(Context({"form": Pledge({"days": "40"})}))

    assert 'href="#id_days"' in html
    assert 'href="#id_helix"' in html


def test_a_norm_just_met_reaches_its_mark():
    bar = norm_bar({"value": 20, "threshold": 20, "state": "met"})

    assert bar["width"] == bar["mark"] == 80


def test_the_mark_of_a_share_stands_at_its_own_percentage():
    assert norm_bar({"value": 40, "threshold": 75, "unit": "%", "state": "not_yet"})["mark"] == 75


def test_nothing_is_drawn_for_a_norm_that_was_never_measured():
    assert norm_bar({"value": None, "threshold": 20, "state": "not_measured"})["width"] is None


def test_a_helix_without_parties_has_an_empty_arc():
    empty, half, full = arcs(
        [
            {"label": "Society", "count": 0, "target": 4},
            {"label": "Knowledge", "count": 2, "target": 4},
            {"label": "Government", "count": 9, "target": 4},
        ]
    )

    assert empty.filled == ""
    assert half.filled not in ("", half.track)
    assert full.filled == full.track


def test_the_next_page_keeps_the_search():
    request = RequestFactory().get("/partners/", {"q": "saxion", "page": "1"})

    assert shown("{% address_with 'page' 2 %}", request=request) == "?q=saxion&amp;page=2"
