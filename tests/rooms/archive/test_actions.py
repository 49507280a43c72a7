"""A deal comes in and goes out whole."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from kopgroep.kernel.access import Permission, allowed
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.dates import PartialDate
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.texts import Text
from kopgroep.rooms.archive.actions import clone_deal, load_deal
from kopgroep.rooms.archive.queries import export_deal
from kopgroep.rooms.partners.models import Organisation, Partner
from kopgroep.rooms.programme.charter import (
    SHIPPED,
    CharterPartner,
    read_charter,
    shipped_charter,
    shipped_text,
    write_charter,
)
from kopgroep.rooms.programme.models import Deal, Norm
from kopgroep.rooms.programme.queries import charter_of, differences_with

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 12, tzinfo=UTC)
OFFICE = Actor.system("deal load")


def load(charter, at=AT):
    return load_deal(charter=charter, by=OFFICE, at=at)


def emptied():
    """The tables as they were before anything was loaded."""
    for deal in Deal.objects.all():
        deal.partners.all().delete()
        deal.delete()
    Organisation.objects.all().delete()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_deal_that_was_made_from_an_exported_charter_exports_the_same(db, name):
    once = write_charter(export_deal(load(shipped_charter(name))))
    emptied()

    again = write_charter(export_deal(load(read_charter(once, name="export"))))

    assert again == once


@pytest.mark.parametrize("name", SHIPPED)
def test_the_tables_say_what_the_charter_said(db, name):
    charter = shipped_charter(name)

    deal = load(charter)

    assert charter_of(Deal.objects.get(pk=deal.pk)) == replace(charter, partners=())


@pytest.mark.parametrize("name", ["slim-maatwerk", "slimme-stad"])
def test_partners_that_a_charter_names_leave_as_they_came(db, name):
    charter = shipped_charter(name)

    exported = export_deal(load(charter))

    assert exported.partners == charter.partners
    assert exported.initiators == charter.initiators


@pytest.mark.parametrize("name", SHIPPED)
def test_loading_the_same_charter_again_changes_nothing_and_writes_nothing_down(db, name):
    deal = load(shipped_text(name))
    entries = list(Entry.objects.values_list("pk", flat=True))
    revision = Deal.objects.get(pk=deal.pk).revision

    load(shipped_text(name), at=LATER)

    assert list(Entry.objects.values_list("pk", flat=True)) == entries
    assert Deal.objects.get(pk=deal.pk).revision == revision
    assert deal.plan_versions.count() == 1


def test_a_changed_charter_says_what_changes_and_changes_that_alone(db):
    charter = shipped_charter("two-phase")
    deal = load(charter)
    norms = tuple(
        replace(norm, threshold=Decimal(6)) if norm.code == "partners-5" else norm for norm in charter.norms
    )
    changed = replace(charter, norms=norms)

    with override("en"):
        said = [str(each) for each in differences_with(deal, changed)]
    load(changed, at=LATER)

    assert said == ["Norm partners-5: threshold 5 → 6"]
    assert Norm.objects.get(deal=deal, code="partners-5").threshold == 6
    assert Entry.objects.order_by("-pk").first().verb == Verb.DEAL_CHANGED
    assert deal.plan_versions.count() == 1


def test_a_changed_charter_of_a_historical_deal_is_the_one_way_to_change_it(db):
    charter = shipped_charter("slim-maatwerk")
    deal = load(charter)
    extra = CharterPartner("Voorbeeld BV", "company", "business", source="dealtekst")

    load(replace(charter, partners=(*charter.partners, extra)), at=LATER)

    assert deal.is_read_only
    assert Partner.objects.filter(deal=deal, organisation__name="Voorbeeld BV").count() == 1


def test_when_one_room_cannot_take_its_part_nothing_of_the_deal_is_there(db):
    charter = shipped_charter("slim-maatwerk")
    # An organisation without a name, as the last of many: the database refuses it when the rest is written already.
    broken = replace(charter, partners=(*charter.partners, CharterPartner(None, "company", "business")))

    with pytest.raises(Exception, match=r"(?i)null|none"):
        load(broken)

    assert not Deal.objects.exists()
    assert not Organisation.objects.exists()
    assert not Entry.objects.exists()


def test_a_clone_has_the_rules_and_neither_the_partners_nor_the_past(alice):
    template = load(shipped_charter("slimme-stad"))

    clone = clone_deal(
        template=template, code="nieuwe-stad", name=Text.of("Nieuwe stad"), by=Actor.of(alice), at=AT
    )

    before, after = charter_of(template), charter_of(clone)
    assert after.norms == before.norms
    assert after.principles == before.principles
    assert after.words == before.words
    assert after.roles == before.roles
    assert after.heavier_forms == before.heavier_forms
    assert (after.partners, after.counts, after.initiators) == ((), (), ())
    assert set(after.sources) < set(before.sources)
    assert not clone.is_read_only
    assert not clone.partners.exists()
    assert Entry.objects.filter(verb=Verb.DEAL_CLONED).count() == 1


def test_who_clones_a_deal_manages_the_clone(alice):
    template = load(shipped_charter("two-phase"))

    clone = clone_deal(template=template, code="copy", name=Text.of("Copy"), by=Actor.of(alice), at=AT)

    assert allowed(alice, Permission.PHASE_PLAN, about=clone)
    assert not allowed(alice, Permission.PHASE_PLAN, about=template)


def test_a_clone_moves_every_date_to_its_own_start_and_keeps_its_precision(db):
    template = load(shipped_charter("two-phase"))

    clone = clone_deal(
        template=template,
        code="later",
        name=Text.of("Later"),
        starts_on=date(2027, 10, 1),
        by=OFFICE,
        at=AT,
    )

    assert [(str(phase.starts), str(phase.ends)) for phase in charter_of(clone).phases] == [
        ("2027-10-01", "2028-02"),
        ("spring 2028", "winter 2029"),
    ]


def test_a_clone_needs_a_code_of_its_own(db):
    template = load(shipped_charter("two-phase"))

    with pytest.raises(Obstructed) as refusal:
        clone_deal(template=template, code=template.code, name=Text.of("Again"), by=OFFICE, at=AT)

    assert [each.code for each in refusal.value.obstacles] == ["code-taken"]


def test_a_clone_loads_again_from_its_own_export(db):
    template = load(shipped_charter("slimme-stad"))
    clone = clone_deal(
        template=template, code="los", name=Text.of("Los"), starts_on=date(2027, 1, 1), by=OFFICE, at=AT
    )

    exported = read_charter(write_charter(export_deal(clone)), name="export")

    assert differences_with(clone, exported) == []
    assert exported.phases[0].ends == PartialDate.parse("2027-01-01")
