"""A refusal is never a dead end."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from kopgroep.web.pages import errors


def test_a_page_that_is_not_there_shows_the_way_on(visitor, db):
    response = visitor.get("/nothing/here/")

    assert response.status_code == 404
    assert "This page is not here" in response.content.decode()
    assert 'href="/account/login/?next=/nothing/here/"' in response.content.decode()


def test_a_page_for_others_says_who_can_change_that(as_charlie, deal):
    response = as_charlie.get(reverse("deal", args=[deal.code]))

    assert response.status_code == 403
    assert "The programme manager of the deal gives people their roles." in response.content.decode()


def test_a_form_that_was_open_too_long_can_be_opened_again(db):
    response = Client(enforce_csrf_checks=True, headers={"accept-language": "en"}).post("/account/login/", {})

    assert response.status_code == 403
    assert "Open the form again" in response.content.decode()


def test_a_breakdown_needs_no_database():
    response = errors.gone_wrong(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "<h1>" in response.content.decode()


@pytest.mark.django_db
def test_what_could_not_be_read_is_said(visitor):
    response = errors.not_understood(visitor.get("/").wsgi_request)

    assert response.status_code == 400
