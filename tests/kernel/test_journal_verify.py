"""Whatever is done to the journal behind the product's back is found, and named."""

import json

import pytest
from django.db import connection, transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now
from kopgroep.kernel.journal.models import Chain, Entry, PrivateText
from kopgroep.kernel.journal.record import canonical, hash_of, make_checkpoint, record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.journal.verify import verify
from tests.factories.programme import make_deal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def deal():
    deal = make_deal("our-deal")
    for number in range(1, 6):
        with transaction.atomic():
            record(
                Verb.COMMENT_MADE,
                about=deal,
                by=Actor.system("test"),
                at=now(),
                facts={"n": number},
                private={"text": f"words {number}"},
            )
    return deal


def sql(statement, *arguments):
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)


def found(names=None):
    return [(each.number, each.problem) for each in verify(names)]


def entry_id(number):
    return Entry.objects.get(chain__name="deal:our-deal", number=number).pk


def remove_entry(number):
    pk = entry_id(number)
    for table in ("journal_mention", "journal_privatetext"):
        sql(f"DELETE FROM {table} WHERE entry_id = %s", pk)
    sql("DELETE FROM journal_entry WHERE id = %s", pk)


def compute_all_hashes_anew():
    chain = Chain.objects.get(name="deal:our-deal")
    previous = ""
    for entry in Entry.objects.filter(chain=chain).order_by("number"):
        entry.previous = previous
        entry.hash = previous = hash_of(entry, chain.name)
        entry.save()
    sql("UPDATE journal_chain SET head = %s WHERE id = %s", previous, chain.pk)


def test_an_untouched_journal_is_whole(deal):
    assert found() == []


def test_a_changed_entry_is_named(deal):
    sql("UPDATE journal_entry SET facts = %s WHERE id = %s", json.dumps({"n": 99}), entry_id(3))

    [finding] = verify()

    assert (finding.chain, finding.number, finding.problem, finding.verb) == (
        "deal:our-deal",
        3,
        "changed",
        "comment.made",
    )
    assert finding.at == Entry.objects.get(pk=entry_id(3)).at


def test_a_changed_actor_or_moment_is_found(deal):
    sql("UPDATE journal_entry SET actor_reference = 'somebody' WHERE id = %s", entry_id(2))
    Entry.objects.filter(pk=entry_id(4)).update(at=now())

    assert found() == [(2, "changed"), (4, "changed")]


def test_a_removed_entry_is_found_at_the_one_after_it(deal):
    remove_entry(3)

    assert found() == [(4, "removed")]


def test_an_inserted_entry_is_found(deal):
    for number in (5, 4, 3):
        sql("UPDATE journal_entry SET number = number + 1 WHERE id = %s", entry_id(number))
    model = Entry.objects.get(pk=entry_id(2))
    forged = Entry(
        chain=model.chain, number=3, at=now(), actor_kind="system", verb="deal.changed", about=model.about,
        previous=model.hash,
    )  # fmt: skip
    forged.hash = hash_of(forged, "deal:our-deal")
    forged.save()

    assert found() == [(4, "changed"), (4, "reordered"), (5, "changed"), (6, "changed"), (6, "tail")]


def test_two_entries_that_changed_places_are_found(deal):
    third, fourth = entry_id(3), entry_id(4)
    sql("UPDATE journal_entry SET number = 99 WHERE id = %s", third)
    sql("UPDATE journal_entry SET number = 3 WHERE id = %s", fourth)
    sql("UPDATE journal_entry SET number = 4 WHERE id = %s", third)

    assert found() == [
        (3, "changed"),
        (3, "reordered"),
        (4, "changed"),
        (4, "reordered"),
        (5, "reordered"),
    ]


def test_a_cut_tail_breaks_the_head(deal):
    remove_entry(5)

    assert found() == [(5, "tail")]


def test_a_cut_tail_with_a_head_that_was_moved_back_breaks_the_signature(deal):
    remove_entry(5)
    sql("UPDATE journal_chain SET length = 4, head = %s", Entry.objects.get(pk=entry_id(4)).hash)

    assert found() == [(4, "head-forged")]


def test_an_old_head_put_back_is_caught_by_the_checkpoint(deal, django_capture_on_commit_callbacks):
    chain = Chain.objects.get(name="deal:our-deal")
    old = (chain.length, chain.head, chain.signature)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        record(Verb.COMMENT_MADE, about=deal, by=Actor.public(), at=now())
        make_checkpoint(Chain.objects.get(pk=chain.pk), at=now())
    remove_entry(6)
    sql("UPDATE journal_chain SET length = %s, head = %s, signature = %s", *old)

    assert found() == [(6, "tail-cut")]

    sql("DELETE FROM journal_checkpoint")

    [finding] = verify()
    assert (finding.number, finding.problem) == (6, "tail-cut")
    assert "checkpoints.jsonl" in finding.why


def test_computing_every_hash_anew_does_not_help_without_the_key(deal):
    sql("UPDATE journal_entry SET facts = %s WHERE id = %s", json.dumps({"n": 99}), entry_id(3))
    compute_all_hashes_anew()

    assert found() == [(5, "head-forged")]


def test_computing_anew_up_to_a_checkpoint_names_the_entry_it_was_signed_for(deal):
    with transaction.atomic():
        make_checkpoint(Chain.objects.get(name="deal:our-deal"), at=now())
    sql("UPDATE journal_entry SET facts = %s WHERE id = %s", json.dumps({"n": 99}), entry_id(1))
    compute_all_hashes_anew()

    assert found() == [(5, "not-as-signed"), (5, "head-forged")]


def test_a_forged_checkpoint_is_found(deal):
    with transaction.atomic():
        make_checkpoint(Chain.objects.get(name="deal:our-deal"), at=now())
    sql("UPDATE journal_checkpoint SET signature = %s", "0" * 64)

    assert found() == [(5, "checkpoint-forged")]


def test_changed_private_text_is_found_and_erased_text_is_fine(deal):
    PrivateText.objects.filter(entry__number=2).delete()
    sql(
        "UPDATE journal_privatetext SET text = %s WHERE entry_id = %s",
        json.dumps({"text": "other"}),
        entry_id(4),
    )

    assert found() == [(4, "private-text-changed")]


def test_a_chain_that_was_removed_whole_is_known_by_its_checkpoints(deal, settings):
    chain = Chain.objects.get(name="deal:our-deal")
    line = {"chain": chain.name, "number": 5, "hash": chain.head, "signature": chain.signature}
    (settings.DATA_DIR / "checkpoints.jsonl").write_bytes(canonical(line) + b'\n{"chain": "cut sh')
    for number in range(1, 6):
        remove_entry(number)
    sql("DELETE FROM journal_chain WHERE name = 'deal:our-deal'")

    assert found() == [(None, "chain-gone")]


def test_one_chain_can_be_asked_about(deal):
    sql("UPDATE journal_entry SET facts = %s WHERE id = %s", json.dumps({"n": 99}), entry_id(3))

    assert found(["registry"]) == []


def test_verifying_takes_the_same_number_of_queries_for_more_entries(deal, django_assert_num_queries):
    with django_assert_num_queries(4):
        found()
    for _ in range(20):
        with transaction.atomic():
            record(Verb.COMMENT_MADE, about=deal, by=Actor.public(), at=now())
    with django_assert_num_queries(4):
        found()
