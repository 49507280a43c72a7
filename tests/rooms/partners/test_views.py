"""The pages of the network, asked for by who may and who may not."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from kopgroep.kernel.clock import today
from kopgroep.rooms.partners.models import Contact, Organisation, Partner, Stage
from tests.factories.partners import (
    make_contact,
    make_motivation,
    make_municipality,
    make_organisation,
    make_participation,
    make_partner,
    make_person,
)
from tests.factories.programme import make_deal, make_norm, make_participation_role, make_phase


def pages_of(partner):
    deal, organisation = partner.deal, partner.organisation
    contact = organisation.contacts.first() or make_contact(organisation)
    return {
        "network": reverse("partners:network", args=[deal.code]),
        "list": reverse("partners:list", args=[deal.code]),
        "board": reverse("partners:board", args=[deal.code]),
        "add": reverse("partners:add", args=[deal.code]),
        "partner": reverse("partners:partner", args=[partner.pk]),
        "move": reverse("partners:move", args=[partner.pk]),
        "motivation": reverse("partners:motivation", args=[partner.pk]),
        "role": reverse("partners:role", args=[partner.pk]),
        "edit": reverse("partners:edit", args=[partner.pk]),
        "organisations": reverse("partners:organisations"),
        "organisation-add": reverse("partners:organisation-add"),
        "merge": reverse("partners:merge"),
        "organisation": reverse("partners:organisation", args=[organisation.pk]),
        "organisation-edit": reverse("partners:organisation-edit", args=[organisation.pk]),
        "contact-add": reverse("partners:contact-add", args=[organisation.pk]),
        "contact-edit": reverse("partners:contact-edit", args=[contact.pk]),
        "contact-end": reverse("partners:contact-end", args=[contact.pk]),
    }


def statuses(client, partner):
    return {name: client.get(url).status_code for name, url in pages_of(partner).items()}


OWN = {
    "network",
    "list",
    "board",
    "partner",
    "motivation",
    "role",
    "edit",
    "organisations",
    "organisation",
} | {
    "contact-add",
    "contact-edit",
    "contact-end",
}


def test_the_manager_sees_every_page(as_alice, partner):
    make_motivation(partner)
    make_participation(partner)

    assert set(statuses(as_alice, partner).values()) == {200}


def test_a_contact_sees_the_network_and_changes_only_the_own_organisation(as_bob, partner):
    seen = statuses(as_bob, partner)

    assert {name for name, status in seen.items() if status == 200} == OWN
    assert set(seen.values()) == {200, 403}


def test_a_contact_of_another_partner_sees_but_changes_nothing(as_bob, partner):
    other = make_partner(partner.deal)

    seen = statuses(as_bob, other)

    assert {name for name, status in seen.items() if status == 200} == {
        "network", "list", "board", "partner", "organisations", "organisation"
    }  # fmt: skip


def test_a_stranger_sees_nothing(as_charlie, client, partner):
    assert set(statuses(as_charlie, partner).values()) == {403}
    assert set(statuses(client, partner).values()) == {302}


def test_the_public_sees_of_an_open_deal_who_takes_part_and_no_people(client, db):
    deal = make_deal("open-deal", is_open=True)
    inside = make_partner(deal)
    talking = make_partner(deal, stage=Stage.TALK)
    make_contact(inside.organisation, make_person("Bob Bekend"))

    page = client.get(reverse("partners:organisation", args=[inside.organisation_id])).content.decode()
    listed = client.get(reverse("partners:list", args=[deal.code])).content.decode()

    assert "Bob Bekend" not in page
    assert inside.organisation.name in listed
    assert talking.organisation.name not in listed
    assert client.get(reverse("partners:partner", args=[talking.pk])).status_code == 302
    assert client.get(reverse("partners:board", args=[deal.code])).status_code == 403


def test_a_call_is_written_down_with_four_fields(as_alice, deal):
    url = reverse("partners:add", args=[deal.code])
    page = as_alice.get(url)

    answer = as_alice.post(
        url, {"name": "Buurtlab", "kind": "citizens_group", "helix": "society", "stage": "talk"}
    )

    partner = Partner.objects.get(deal=deal)
    assert len(page.context["form"].visible_fields()) == 4
    assert answer.url == partner.get_absolute_url()
    assert partner.standings.get().stage == Stage.TALK


def test_a_municipality_is_added_by_its_place_alone(as_alice, deal):
    as_alice.post(
        reverse("partners:add", args=[deal.code]),
        {"name": "Apeldoorn", "kind": "municipality", "stage": "approached"},
    )

    made = Organisation.objects.get()
    assert (made.name, made.cbs_code, made.helix) == ("Gemeente Apeldoorn", "GM0200", "government")


def test_a_known_organisation_is_found_by_name_and_not_made_twice(as_alice, deal):
    known = make_organisation("Saxion")

    as_alice.post(reverse("partners:add", args=[deal.code]), {"name": "saxion", "stage": "approached"})

    assert Partner.objects.get(deal=deal).organisation == known
    assert Organisation.objects.count() == 1


def test_a_name_that_looks_like_a_known_one_is_asked_about_first(as_alice):
    make_organisation("Future City Foundation")
    typed = {"name": "Stichting Future City Foundatien", "kind": "civil_organisation", "helix": "society"}
    url = reverse("partners:organisation-add")

    asked = as_alice.post(url, typed)
    count_before = Organisation.objects.count()
    as_alice.post(url, typed | {"despite_similar": "on"})

    assert [each.name for each in asked.context["similar"]] == ["Future City Foundation"]
    assert count_before == 1
    assert Organisation.objects.count() == 2


def test_a_code_that_is_taken_is_refused_with_the_way_to_who_has_it(as_alice):
    known = make_municipality("Gemeente Apeldoorn", cbs_code="GM0200")

    answer = as_alice.post(reverse("partners:organisation-add"), {"name": "Apeldoorn", "kind": "municipality",
                                                                "despite_similar": "on"})  # fmt: skip

    assert Organisation.objects.count() == 1
    assert [each.mend_url for each in answer.context["ways"]] == [known.get_absolute_url()]


def test_the_second_editor_sees_both_values_and_keeps_what_was_typed(as_alice, partner):
    organisation = partner.organisation
    url = reverse("partners:organisation-edit", args=[organisation.pk])
    seen = as_alice.get(url).context["form"].initial
    typed = {name: value for name, value in seen.items() if value}
    as_alice.post(url, typed | {"name": "Eerste"})

    second = as_alice.post(url, typed | {"name": "Tweede"})
    organisation.refresh_from_db()
    name_between = organisation.name
    again = second.context["form"].data
    as_alice.post(url, again)
    organisation.refresh_from_db()

    assert {"label": "name", "theirs": "Eerste", "yours": "Tweede"} in second.context["theirs"]
    assert name_between == "Eerste"
    assert again["name"] == "Tweede"
    assert organisation.name == "Tweede"


def test_a_card_moves_without_script_and_a_stale_one_is_told(as_alice, deal):
    partner = make_partner(deal, stage=Stage.TALK)
    url = reverse("partners:step", args=[partner.pk])
    typed = {"stage": Stage.PARTNER, "seen_revision": partner.revision}

    as_alice.post(url, typed)
    second = as_alice.post(url, typed)

    assert Partner.objects.standing_on(today()).get(pk=partner.pk).stage == Stage.PARTNER
    assert partner.standings.count() == 2
    assert "Somebody else moved" in str([str(each) for each in get_messages(second.wsgi_request)])


def test_leaving_from_a_card_goes_on_to_the_form_that_asks_why(as_alice, partner):
    answer = as_alice.post(
        reverse("partners:step", args=[partner.pk]), {"stage": Stage.LEFT, "seen_revision": partner.revision}
    )

    assert answer.url == reverse("partners:move", args=[partner.pk]) + "?stage=left"
    assert partner.standings.count() == 1


def test_the_forms_of_a_partner_keep_what_was_typed(as_alice, partner):
    role = make_participation_role(partner.deal)
    revision = {"seen_revision": 1}

    as_alice.post(
        reverse("partners:motivation", args=[partner.pk]),
        {"text": "Samen leren", "given_on": "2026-01-02", **revision},
    )
    as_alice.post(
        reverse("partners:role", args=[partner.pk]),
        {"role": role.pk, "days_per_month": "", "from_on": "2026-01-02", "seen_revision": 2},
    )
    as_alice.post(
        reverse("partners:edit", args=[partner.pk]),
        {"relation": "initiator", "since_on": "2026-01-02", "note": "Begon ermee", "seen_revision": 3},
    )
    as_alice.post(
        reverse("partners:move", args=[partner.pk]),
        {"stage": "left", "since_on": "2026-01-03", "note": "Geen tijd", "seen_revision": 5},
    )

    partner.refresh_from_db()
    assert partner.motivations.get().text == "Samen leren"
    assert partner.participations.get().days_per_month == 2
    assert partner.intends_next_phases is False
    assert str(partner.note) == "Begon ermee"
    standing = Partner.objects.standing_on(date(2026, 1, 3)).get(pk=partner.pk)
    assert (standing.stage, standing.relation) == ("left", "initiator")


def test_a_stale_form_comes_back_with_what_was_typed(as_alice, partner):
    url = reverse("partners:motivation", args=[partner.pk])
    as_alice.post(url, {"text": "Eerst", "given_on": "2026-01-02", "seen_revision": 1})

    answer = as_alice.post(url, {"text": "Ook dit", "given_on": "2026-01-02", "seen_revision": 1})

    assert "Ook dit" in answer.content.decode()
    assert partner.motivations.count() == 1


def test_contacts_are_added_changed_and_ended_on_pages(as_bob, partner):
    organisation = partner.organisation
    as_bob.post(
        reverse("partners:contact-add", args=[organisation.pk]),
        {"name": "Dina", "email": "dina@example.org", "capacity": "deputy", "since_on": "2026-01-02"},
    )
    contact = Contact.objects.get(person__name="Dina")
    as_bob.post(
        reverse("partners:contact-edit", args=[contact.pk]),
        {
            "name": "Dina D.",
            "email": "dina@example.org",
            "capacity": "contact",
            "seen_revision": contact.revision,
        },
    )
    as_bob.post(reverse("partners:contact-end", args=[contact.pk]), {"until_on": "2026-02-01"})

    contact.refresh_from_db()
    assert contact.person.name == "Dina D."
    assert (contact.capacity, contact.until_on) == ("contact", date(2026, 2, 1))


def test_two_municipalities_merge_after_a_preview_and_it_is_undone(as_alice, deal):
    one, two = make_municipality("Gemeente Hier"), make_municipality("Gemeente Daar")
    make_partner(deal, one)
    make_partner(deal, two)
    typed = {"predecessors": [one.pk, two.pk], "on": "2026-01-01", "name": "Gemeente Nieuw"}
    url = reverse("partners:merge")

    preview = as_alice.post(url, typed)
    done = as_alice.post(url, typed | {"do": "yes"})
    page = as_alice.get(done.url)
    as_alice.post(done.url)

    counted = preview.context["rehearsal"].deals[0]
    assert (counted.day_before, counted.day_before_after_merging) == (2, 2)
    assert (counted.without, counted.with_it) == (2, 1)
    assert page.status_code == 200
    assert not Organisation.objects.filter(name="Gemeente Nieuw").exists()
    assert Partner.objects.taking_part(today()).filter(deal=deal).count() == 2


def test_where_nothing_is_missing_the_office_is_offered_to_note_a_contact_and_the_seldom_steps_are_folded(
    as_alice, deal
):
    partner = make_partner(deal)
    make_motivation(partner)
    make_participation(partner)

    page = as_alice.get(partner.get_absolute_url())

    assert page.context["action"]["url"] == reverse("partners:log", args=[partner.pk])
    shown = [step["url"] for step in page.context["steps"]]
    assert shown == [reverse(f"partners:{name}", args=[partner.pk]) for name in ("role", "motivation")]
    assert reverse("partners:leave", args=[partner.pk]) in [step["url"] for step in page.context["seldom"]]


def test_who_comes_second_reads_beside_the_own_words_what_the_first_made_of_it(as_alice, deal):
    partner = make_partner(deal)
    url = reverse("partners:edit", args=[partner.pk])
    start = as_alice.get(url).context["form"].initial
    typed = {name: value for name, value in start.items() if value not in (None, False)}
    as_alice.post(url, typed | {"note": "The first"})

    second = as_alice.post(url, typed | {"note": "The second"})

    assert "The first" in second.context["form"].errors["note"][0]
    assert second.context["form"]["note"].value() == "The second"


def test_a_deal_that_is_history_shows_no_forms(client, db):
    deal = make_deal("old", kind="historical", is_open=True)
    partner = make_partner(deal)

    page = client.get(partner.get_absolute_url())

    assert page.status_code == 200
    assert page.context["steps"] == []


def test_the_network_names_the_helix_that_is_missing(as_alice, deal):
    phase = make_phase(deal)
    make_norm(phase, "helix", measure="helix_cover", per="helix", threshold=1)
    make_norm(phase, threshold=20)
    make_partner(deal)

    network = as_alice.get(reverse("partners:network", args=[deal.code])).context["network"]

    assert [each.value for each in network.missing] == ["government", "knowledge", "society"]
    assert (len(network.taking_part), network.asked) == (1, 20)


@pytest.mark.parametrize(
    ("name", "queries"),
    [("partners:list", 12), ("partners:board", 11), ("partners:network", 11), ("partners:organisations", 10)],
)
def test_pages_cost_the_same_whatever_they_hold(as_alice, deal, django_assert_max_num_queries, name, queries):
    url = reverse(name, args=[deal.code] if name != "partners:organisations" else [])
    counts = []
    for number in (1, 3):
        while deal.partners.count() < number:
            partner = make_partner(deal)
            make_motivation(partner)
            make_participation(partner, deal.participation_roles.first() or make_participation_role(deal))
        as_alice.get(url)
        with django_assert_max_num_queries(queries) as counted:
            as_alice.get(url)
        counts.append(len(counted))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "json"])
def test_the_list_of_partners_leaves_in_four_formats(as_alice, deal, partner, kind):
    answer = as_alice.get(reverse("partners:list", args=[deal.code]), {"export": kind})

    assert answer.status_code == 200
    assert f".{kind}" in answer["Content-Disposition"]


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30, "-" + "9" * 30, "9" * 5000])
def test_numbers_that_no_database_holds_are_no_choice_in_a_merger(as_alice, number):
    typed = {"predecessors": [number], "on": "2026-01-01", "name": "Gemeente Nieuw"}

    answer = as_alice.post(reverse("partners:merge"), typed)

    assert answer.status_code == 200
    assert "predecessors" in answer.context["form"].errors
