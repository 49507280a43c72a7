"""The story of the fictional deal: always the same for the same seed, at any size, and true to the rules."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db import transaction

from kopgroep.cli.seeding.names import PATTERN, invented_organisations
from kopgroep.cli.seeding.play import play
from kopgroep.cli.seeding.story import characters
from kopgroep.facts.municipalities import all_municipalities
from kopgroep.kernel.access import Permission, Role, allowed, roles_on
from kopgroep.kernel.accounts.demo import DEMO_DOMAIN, DEMO_PEOPLE, demo_address, demo_users
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.journal.history import told
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.journal.verify import verify
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.models import (
    TAKING_PART,
    Contact,
    Helix,
    Motivation,
    Organisation,
    OrganisationKind,
    Participation,
    Partner,
    Person,
    Stage,
    Standing,
)
from kopgroep.rooms.programme.models import DealKind, PhaseKind, PlannedPhase

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def seed(until="partners", *, seed=1, partners=51, code="leefbare-straat", on=ON):
    return play(until=until, seed=seed, partners=partners, code=code, on=on).deal


def dump():
    """Everything that was made, without the names that rows have by chance."""
    entries = Entry.objects.select_related("private_text").order_by("chain__name", "number")
    return {
        "journal": [(each.at, each.number, each.sentence) for each in told(entries)],
        "organisations": list(
            Organisation.objects.order_by("pk").values_list("name", "kind", "helix", "note")
        ),
        "standings": list(
            Standing.objects.order_by("pk").values_list(
                "partner__organisation__name", "stage", "relation", "since_on", "note"
            )
        ),
        "motivations": list(Motivation.objects.order_by("pk").values_list("text", "given_on")),
        "roles": list(Participation.objects.order_by("pk").values_list("role__code", "from_on")),
        "people": list(Person.objects.order_by("pk").values_list("name", "email")),
        "contacts": list(
            Contact.objects.order_by("pk").values_list("person__name", "organisation__name", "capacity")
        ),
        "planning": [str(row) for row in PlannedPhase.objects.order_by("pk")],
    }


def dumped(**how):
    with transaction.atomic():
        seed(**how)
        result = dump()
        transaction.set_rollback(True)
    return result


def test_the_same_seed_and_day_make_the_same_deal():
    first = dumped(partners=40)

    assert dumped(partners=40) == first
    assert dumped(partners=40, seed=2) != first


def test_a_deal_of_another_day_has_its_dates_around_that_day():
    deal = seed(partners=25, on=date(2030, 5, 20))

    assert deal.phases.get(order=1).plannings.get().starts.first == date(2030, 3, 1)
    assert all(
        date(2030, 2, 1) <= day <= date(2030, 5, 20)
        for day in Standing.objects.filter(partner__organisation__note__gt="").values_list(
            "since_on", flat=True
        )
    )


def test_the_network_has_exactly_the_twenty_that_the_norm_asks():
    deal = seed("network")

    assert Partner.objects.taking_part(ON).filter(deal=deal).count() == 20
    helices = Partner.objects.taking_part(ON).filter(deal=deal).values_list("organisation__helix", flat=True)
    assert set(helices) == set(Helix.values)


def test_the_whole_deal_is_as_large_and_as_varied_as_the_real_one():
    deal = seed()

    partners = Partner.objects.standing_on(ON).filter(deal=deal)
    assert partners.count() == 51
    assert partners.filter(organisation__kind=OrganisationKind.MUNICIPALITY).count() == 16
    assert {partner.stage for partner in partners} == set(Stage.values) - {Stage.SIGNATORY}
    taking_part = partners.filter(stage__in=TAKING_PART)
    assert 0 < taking_part.filter(motivations=None).count() < taking_part.count() / 2
    assert 0 < taking_part.filter(participations=None).count() < taking_part.count() / 2
    assert Person.objects.count() < Contact.objects.count()
    assert (deal.kind, "verzonnen" in deal.name.nl) == (DealKind.FICTIONAL, True)


def test_it_goes_on_where_it_stopped_and_makes_nothing_twice():
    seed("charter")
    seed("network")
    deal = seed("partners")
    once = (
        Organisation.objects.count(),
        Standing.objects.count(),
        Contact.objects.count(),
        User.objects.count(),
    )

    seed("partners")

    again = (
        Organisation.objects.count(),
        Standing.objects.count(),
        Contact.objects.count(),
        User.objects.count(),
    )
    assert (again, Partner.objects.filter(deal=deal).count()) == (once, 51)


def test_every_line_of_it_is_in_the_journal_and_the_journal_is_whole():
    seed(partners=30)

    assert list(verify()) == []
    by = set(Entry.objects.values_list("actor_kind", flat=True))
    assert by == {"user", "system"}
    assert Entry.objects.filter(verb="partner.added").count() == 30


def test_every_action_of_the_story_is_one_entry_in_the_journal():
    seed("charter")
    before = Entry.objects.count()

    scenes = play(until="partners", seed=1, partners=30, code="leefbare-straat", on=ON).scenes

    assert Entry.objects.count() - before == scenes > 100


def test_a_deal_does_not_go_on_with_the_cast_of_another_seed():
    deal = seed(partners=25)

    with pytest.raises(Obstructed, match="another --seed"):
        seed(partners=25, seed=2)

    assert Partner.objects.filter(deal=deal).count() == 25


def test_who_comes_first_tells_two_large_stories_apart_though_they_share_names():
    one, other = (list(characters(seed=number, number=997, on=ON)) for number in (1, 2))
    early, shared = (
        {each.organisation.name for each in cast} for cast in ([each for each in one if each.is_early], other)
    )

    def first(cast):
        came = sorted(cast, key=lambda each: (each.steps[0].on, each.number))
        return {each.organisation.name for each in came[: len(early)]}

    assert len(early & shared) > len(early) / 2
    assert len(early & first(one)) > len(early) / 2 > len(early & first(other))


def test_two_municipalities_that_take_part_will_go_on_as_one():
    deal = seed("network")
    merging = Organisation.objects.filter(note__contains="samengaan")

    pair = {organisation.name: organisation for organisation in merging}
    assert len(pair) == 2
    assert {other for name in pair for other in pair if other in pair[name].note} == set(pair)
    for organisation in merging:
        assert organisation.kind == OrganisationKind.MUNICIPALITY
        assert Partner.objects.taking_part(ON).filter(deal=deal, organisation=organisation).exists()


def test_motivations_and_intensities_differ_and_every_person_can_be_called():
    seed()

    assert len(set(Motivation.objects.values_list("text", flat=True))) > 15
    assert len(set(Participation.objects.values_list("days_per_month", flat=True))) > 4
    invented = Person.objects.filter(user=None)
    assert all(person.phone.startswith("099 ") for person in invented)


def test_the_example_people_have_their_roles_and_the_stranger_has_none():
    deal = seed(partners=25)
    people = {part: User.objects.get(email=demo_address(part)) for part in DEMO_PEOPLE}
    organisation = people["contact"].person.contacts.get().organisation
    partner = Partner.objects.get(deal=deal, organisation=organisation)

    assert [user.email.partition("@")[0] for user in demo_users()] == list(DEMO_PEOPLE)
    assert {part: sorted(roles_on(user, partner) - {Role.READER}) for part, user in people.items()} == {
        "manager": [Role.MANAGER],
        "office": [Role.OFFICE],
        "initiator": [Role.INITIATOR],
        "contact": [Role.CONTACT, Role.PARTICIPANT],
        "deputy": [Role.DEPUTY, Role.PARTICIPANT],
        "participant": [Role.PARTICIPANT],
        "administrator": [],
        "stranger": [],
    }
    assert allowed(people["administrator"], Permission.DEAL_SET_UP)


def test_nobody_and_nothing_in_it_exists():
    cast = list(characters(seed=1, number=400, on=ON))
    real = {municipality.name for municipality in all_municipalities()}
    names = [each.organisation.name for each in cast]

    assert all(each.person.email.endswith(f"@{DEMO_DOMAIN}") for each in cast)
    assert len(set(names)) == len(names)
    assert not {name.removeprefix("Gemeente ") for name in names} & real


def test_the_mix_of_organisations_is_that_of_the_real_deal():
    organisations = invented_organisations(Random(1))
    kinds = [next(organisations).kind for _ in PATTERN]

    assert kinds == list(PATTERN)


def test_a_story_that_explores_brings_in_51_parties_by_the_signing_and_seven_later():
    deal = seed("signed", partners=58)
    began = deal.phase_entries.get(phase__kind=PhaseKind.EXPLORE).entered_on

    taking_part = [
        Partner.objects.filter(deal=deal).taking_part(began + timedelta(days=days)).count()
        for days in (0, 239, 422)
    ]

    assert taking_part == [20, 51, 58]


def test_a_story_stops_on_its_day():
    deal = seed("exploring", partners=58)

    assert deal.phase_entries.latest("entered_on").phase.kind == PhaseKind.EXPLORE
    assert not Standing.objects.filter(partner__deal=deal, since_on__gt=ON).exists()
    with pytest.raises(Obstructed, match="another point of its story"):
        seed("partners")
