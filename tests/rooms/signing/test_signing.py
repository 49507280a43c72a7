"""A text is frozen, parties sign it, others accede; the norms follow the signatures, and back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import today
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.records import EditedMeanwhile
from kopgroep.rooms.gates.queries import gate
from kopgroep.rooms.partners.models import Partner, Stage
from kopgroep.rooms.signing import actions
from kopgroep.rooms.signing.faces import measures, waiting_for
from kopgroep.rooms.signing.models import DealText, MomentKind, Signatory, Signature, SigningMoment, TextKind
from kopgroep.rooms.signing.queries import digest_of, parties_list, parties_of, signed_on
from tests.factories.accounts import make_user
from tests.factories.contributions import exploring
from tests.factories.partners import make_contact, make_partner, make_person
from tests.factories.programme import make_design_principle, make_norm, make_phase, make_phase_entry
from tests.factories.signing import (
    SIGNING_DAY,
    make_deal_text,
    make_signatory,
    make_signature,
    make_signing_moment,
    make_text_part,
)
from tests.house.rights import token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
AT = datetime(2026, 11, 3, 12, tzinfo=UTC)


@pytest.fixture
def by(alice):
    return Actor.of(alice)


@pytest.fixture
def moment(deal):
    return make_signing_moment(deal)


@pytest.fixture
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def value(deal, measure, on=SIGNING_DAY):
    return next(each for each in measures(deal, on) if each.measure == measure).subjects[0].value


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


# The text


def test_a_draft_fills_itself_from_the_records(deal, by):
    make_partner(deal)
    make_design_principle(deal, "flexible")

    text = actions.draft_text(deal=deal, by=by, at=AT)
    bodies = {part.code: part.body for part in text.parts.all()}

    assert "1. Organisation" in bodies["partijen"]
    assert "flexible" in bodies["overwegingen"]
    with pytest.raises(Obstructed) as refusal:
        actions.draft_text(deal=deal, by=by, at=AT)
    assert codes(refusal) == ["draft-there"]


def test_a_frozen_text_never_changes_and_its_hash_proves_it(deal, by):
    text = make_deal_text(deal, frozen_on=None)
    part = make_text_part(text)
    actions.freeze_text(text=text, by=by, at=AT)

    with pytest.raises(Obstructed) as refusal:
        actions.write_part(part=part, heading="Other", body="Other words.", by=by, at=AT)

    assert codes(refusal) == ["frozen"]
    assert digest_of(text) == text.sha256
    part.body += " And more."
    part.save()
    assert digest_of(text) != text.sha256


def test_an_empty_part_keeps_a_text_from_being_frozen(deal, by):
    text = make_deal_text(deal, frozen_on=None)
    make_text_part(text)
    text.parts.create(code="closing", heading="Closing", order=2)

    with pytest.raises(Obstructed) as refusal:
        actions.freeze_text(text=text, by=by, at=AT)

    assert codes(refusal) == ["part-empty"]


def test_who_wrote_meanwhile_is_not_overwritten(deal, by):
    part = make_text_part(make_deal_text(deal, frozen_on=None))
    seen = part.revision
    actions.write_part(part=part, heading="A", body="First.", seen_revision=seen, by=by, at=AT)

    with pytest.raises(EditedMeanwhile):
        actions.write_part(part=part, heading="A", body="Second.", seen_revision=seen, by=by, at=AT)


def test_after_signing_a_deal_text_is_drafted_only_when_it_is_opened(deal, by):
    make_phase_entry(make_phase(deal, "develop", kind="develop"), entered_on=SIGNING_DAY)

    with pytest.raises(Obstructed) as refusal:
        actions.draft_text(deal=deal, by=by, at=AT)

    assert codes(refusal) == ["locked-in-phase"]
    assert actions.draft_text(deal=deal, kind=TextKind.EXTENSION, by=by, at=AT).pk


def test_only_a_frozen_text_is_signed_and_one_accedes_after_a_signing(deal, by):
    with pytest.raises(Obstructed) as draft:
        actions.call_moment(text=make_deal_text(deal, frozen_on=None), held_on=SIGNING_DAY, by=by, at=AT)
    with pytest.raises(Obstructed) as early:
        actions.call_moment(
            text=make_deal_text(deal), kind=MomentKind.ACCESSION, held_on=SIGNING_DAY, by=by, at=AT
        )

    assert (codes(draft), codes(early)) == (["not-frozen"], ["no-signing-yet"])


# Signing


def test_an_organisation_signs_once_and_becomes_signatory(deal, moment, by):
    partner = make_partner(deal)
    actions.sign_deal(moment=moment, partner=partner, by=by, at=AT)

    with pytest.raises(Obstructed) as refusal:
        actions.sign_deal(moment=moment, partner=partner, by=by, at=AT)

    assert codes(refusal) == ["signed-already"]
    assert Partner.objects.standing_on(SIGNING_DAY).get(pk=partner.pk).stage == Stage.SIGNATORY
    assert Signature.objects.get().sha256 == moment.text.sha256


def test_taking_back_the_twelfth_signature_turns_the_gate_to_eleven_of_twelve_and_names_who(deal, moment, by):
    phase = exploring(deal)
    make_norm(phase, "signatures-12", measure="signatures", threshold=12)
    partners = [make_partner(deal) for _number in range(12)]
    signatures = actions.sign_sheet(moment=moment, partners=partners, by=by, at=AT)
    before = gate(deal, phase, SIGNING_DAY).norms[0]

    actions.withdraw_signature(signature=signatures[-1], on=SIGNING_DAY, reason="New board", by=by, at=AT)
    after = gate(deal, phase, SIGNING_DAY).norms[0]

    assert (before.is_met, before.value, after.is_met, after.value) == (True, 12, False, 11)
    assert [str(item.label) for item in after.missing] == [partners[-1].organisation.name]
    assert after.missing[0].url == moment.get_absolute_url()


def test_a_withdrawn_signature_counts_until_its_day_and_stays_on_record(deal, moment, by):
    signature = actions.sign_deal(moment=moment, partner=make_partner(deal), by=by, at=AT)
    later = SIGNING_DAY + timedelta(days=30)

    actions.withdraw_signature(signature=signature, on=later, reason="Merged", by=by, at=AT)

    assert [value(deal, "signatures", on) for on in (SIGNING_DAY, later)] == [1, 0]
    assert Signature.objects.count() == 1


def test_fifty_one_sign_on_one_sheet_and_seven_join_half_a_year_later_under_the_same_text(deal, moment, by):
    first = [make_partner(deal) for _number in range(51)]
    actions.sign_sheet(moment=moment, partners=first, by=by, at=AT)
    half_a_year = AT + timedelta(days=182)
    late = [make_partner(deal, since_on=SIGNING_DAY + timedelta(days=100)) for _number in range(7)]
    accession = actions.call_moment(
        text=moment.text, kind=MomentKind.ACCESSION, held_on=half_a_year.date(), by=by, at=half_a_year
    )
    waiting = [party.partner for party in parties_of(accession, half_a_year.date())]

    actions.sign_sheet(moment=accession, partners=waiting, by=by, at=half_a_year)

    assert {partner.pk for partner in waiting} == {partner.pk for partner in late}
    assert (value(deal, "signatures"), value(deal, "signatures", half_a_year.date())) == (51, 58)
    assert {row.sha256 for row in Signature.objects.all()} == {moment.text.sha256}


def test_when_one_of_a_sheet_cannot_sign_nobody_has(deal, moment, by):
    partners = [make_partner(deal), make_partner(deal, stage=Stage.TALK)]

    with pytest.raises(Obstructed) as refusal:
        actions.sign_sheet(moment=moment, partners=partners, by=by, at=AT)

    assert codes(refusal) == ["not-taking-part"]
    assert not Signature.objects.exists()


def test_a_declaration_of_intent_makes_no_party(deal, by):
    text = make_deal_text(deal, kind=TextKind.INTENT)
    intent = make_signing_moment(deal, text=text, kind=MomentKind.INTENT)
    actions.sign_deal(moment=intent, partner=make_partner(deal), by=by, at=AT)

    assert value(deal, "signatures") == 0


# On whose authority


def test_every_signatory_is_authorised_when_the_office_checked_the_mandates(deal, moment, by):
    checked, unchecked = make_partner(deal), make_partner(deal)
    who = make_signatory(checked)
    later = make_signatory(unchecked, acts_as="De minister van Straatzaken")
    actions.check_mandate(signatory=who, note="Register", by=by, at=AT)
    actions.sign_sheet(moment=moment, partners=[checked, unchecked], by=by, at=AT)
    before = value(deal, "authorised_signatories")

    actions.check_mandate(signatory=later, by=by, at=AT)

    assert (before, value(deal, "authorised_signatories")) == (50, 100)
    assert "De minister van Straatzaken, vertegenwoordigd door" in parties_list(deal, SIGNING_DAY)


def test_another_signatory_begins_unchecked_and_the_first_stays_with_what_was_signed(deal, moment, by):
    partner = make_partner(deal)
    first = make_signatory(partner)
    signature = actions.sign_deal(moment=moment, partner=partner, by=by, at=AT)

    second = actions.name_signatory(partner=partner, name="An", capacity="Mayor", by=by, at=AT)

    signature.refresh_from_db()
    assert (signature.signatory, second.is_checked) == (first, False)
    assert Signatory.objects.filter(partner=partner, until_on=None).count() == 1


# Pages


def test_the_office_works_through_the_sheet_with_its_scan(own_folder, alice, deal):
    moment = make_signing_moment(deal, held_on=today())
    partners = [make_partner(deal) for _number in range(3)]
    client, url = signed_in(alice), reverse("signing:sheet", args=[moment.pk])
    typed = {"signed_on": today().isoformat(), "partners": [str(each.pk) for each in partners[:2]]}
    wrong = client.post(url, {**typed, "sheet": SimpleUploadedFile("sheet.pdf", b"<html>no</html>")})
    good = client.post(url, {**typed, "sheet": SimpleUploadedFile("x", b"%PDF-1.7 scanned")})
    moment.refresh_from_db()
    scan = client.get(reverse("signing:scan", args=[moment.pk]))

    assert (wrong.status_code, good.status_code) == (200, 302)
    assert len(signed_on(deal, today())) == 2
    assert b"".join(scan.streaming_content) == b"%PDF-1.7 scanned"
    assert "attachment" in scan.headers["Content-Disposition"]


def test_a_contact_names_who_signs_and_signs_on_the_screen_for_the_own_organisation_only(
    bob, charlie, deal, partner
):
    moment = make_signing_moment(deal, held_on=today())
    other = make_partner(deal)
    typed = {"name": "An", "capacity": "Mayor", "mandate": "own"}
    client = signed_in(bob)

    assert client.post(reverse("signing:signatory", args=[partner.pk]), typed).status_code == 302
    assert client.post(reverse("signing:sign", args=[moment.pk, partner.pk])).status_code == 302
    assert client.post(reverse("signing:sign", args=[moment.pk, other.pk])).status_code == 403
    assert signed_in(charlie).get(moment.get_absolute_url()).status_code == 403
    assert [row.partner for row in signed_on(deal, today())] == [partner]


def test_pages_open_for_the_office_and_the_pdf_carries_the_hash(alice, deal):
    text = make_deal_text(deal)
    make_text_part(text)
    moment = make_signing_moment(deal, text=text, held_on=today())
    make_signature(moment, make_partner(deal))
    make_signatory(make_partner(deal))
    client = signed_in(alice)
    pages = [
        reverse("signing:signing", args=[deal.code]),
        reverse("signing:draft", args=[deal.code]),
        reverse("signing:signatories", args=[deal.code]),
        reverse("signing:gazette", args=[deal.code]),
        reverse("signing:call", args=[text.pk]),
        reverse("signing:sheet", args=[moment.pk]),
        text.get_absolute_url(),
        moment.get_absolute_url(),
        reverse("signing:withdraw", args=[Signature.objects.get().pk]),
    ]

    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    assert client.get(reverse("signing:pdf", args=[text.pk])).content[:5] == b"%PDF-"
    assert [str(item.label) for item in waiting_for(alice, today())] == ["1 mandate to check"]


def test_the_office_drafts_writes_freezes_and_calls_on_the_page(alice, deal):
    client = signed_in(alice)
    client.post(reverse("signing:draft", args=[deal.code]), {"kind": "deal", "title": "Our deal"})
    text = DealText.objects.get(deal=deal)
    for part in text.parts.all():
        typed = {"heading": part.heading, "body": part.body or "We agree.", "seen_revision": part.revision}
        client.post(reverse("signing:part", args=[text.pk, part.code]), typed)
    client.post(reverse("signing:freeze", args=[text.pk]))
    client.post(reverse("signing:call", args=[text.pk]), {"kind": "signing", "held_on": "2026-12-03"})

    assert SigningMoment.objects.get(deal=deal).held_on == date(2026, 12, 3)


@pytest.mark.parametrize("number", [1, 3])
def test_a_moment_takes_as_many_queries_for_few_as_for_many(
    alice, deal, moment, number, django_assert_max_num_queries
):
    for _number in range(number):
        make_signatory(make_partner(deal))
    client = signed_in(alice)
    client.get(moment.get_absolute_url())

    with django_assert_max_num_queries(20):
        assert client.get(moment.get_absolute_url()).status_code == 200


def test_a_program_gives_a_signature_and_reads_who_signed(alice, deal, partner):
    moment = make_signing_moment(deal, held_on=today())
    client = Client(headers={"authorization": f"Bearer {token_of(alice)}"})

    made = client.post(
        f"/api/v1/signing-moments/{moment.uid}/signatures",
        {"partner": str(partner.uid)},
        content_type="application/json",
    )

    assert made.status_code == 201
    assert [row["partner"] for row in client.get(f"/api/v1/deals/{deal.code}/signatures").json()] == [
        str(partner.uid)
    ]


def test_a_member_reads_the_text_and_signs_nothing(deal, partner):
    member = make_user("Mia")
    make_contact(partner.organisation, make_person("Mia", user=member), capacity="member")
    moment = make_signing_moment(deal, held_on=today())
    client = signed_in(member)

    assert client.get(moment.text.get_absolute_url()).status_code == 200
    assert client.post(reverse("signing:sign", args=[moment.pk, partner.pk])).status_code == 403
