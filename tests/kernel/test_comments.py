"""Comments: read and written by who takes part, withdrawn by who wrote them."""

import pytest
from django.urls import reverse

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now
from kopgroep.kernel.comments.actions import make_comment, withdraw_comment
from kopgroep.kernel.comments.models import Comment, record_at
from kopgroep.kernel.journal.models import Mention
from kopgroep.kernel.obstacles import Obstructed


def post(client, record, text):
    return client.post(reverse("comment-make", args=[record.address]), {"text": text})


def test_a_participant_writes_with_a_partner_of_the_deal(client, bob, partner):
    client.force_login(bob)

    response = post(client, partner, "We bring two engineers.")

    comment = Comment.objects.get()
    assert response.status_code == 302
    assert (comment.text, comment.author, comment.on) == ("We bring two engineers.", bob, partner.address)
    assert Mention.objects.filter(address=partner.address, entry__verb="comment.made").count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
def test_an_empty_or_endless_comment_is_refused_and_nothing_typed_is_lost(client, bob, partner, text):
    client.force_login(bob)

    response = post(client, partner, text)

    assert response.status_code == 200
    assert not Comment.objects.exists()
    assert text.strip()[:50] in response.content.decode()


def test_a_stranger_neither_reads_nor_writes(client, charlie, partner):
    client.force_login(charlie)

    assert post(client, partner, "Hello").status_code == 403
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "address", ["", "nonsense", "partners.partner:1", "partners.nothing:x", "auth.group:1", "a:b:c"]
)
def test_an_address_of_nothing_names_nothing(address, db):
    assert record_at(address) is None


def test_script_in_a_comment_is_shown_and_not_run(client, alice, partner):
    client.force_login(alice)

    post(client, partner, "<script>alert(1)</script> see https://example.org")
    page = client.get(partner.get_absolute_url()).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert 'href="https://example.org"' in page


def test_withdrawing_erases_the_text_and_keeps_the_place(alice, partner):
    by = Actor.of(alice)
    comment = make_comment(about=partner, text="Too frank.", by=by, at=now())

    withdraw_comment(comment=comment, by=by, at=now())

    comment.refresh_from_db()
    assert comment.text == ""
    assert comment.withdrawn_at is not None


def test_only_the_writer_withdraws_and_only_once(alice, bob, partner):
    comment = make_comment(about=partner, text="Mine.", by=Actor.of(alice), at=now())

    with pytest.raises(Obstructed) as refusal:
        withdraw_comment(comment=comment, by=Actor.of(bob), at=now())
    withdraw_comment(comment=comment, by=Actor.of(alice), at=now())
    with pytest.raises(Obstructed) as again:
        withdraw_comment(comment=comment, by=Actor.of(alice), at=now())

    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["not-yours"]
    assert [obstacle.code for obstacle in again.value.obstacles] == ["withdrawn"]
