"""The rules for tools, and the real tools, come from the charter and go back into it."""

from datetime import UTC, date, datetime

import pytest

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.texts import Text
from kopgroep.rooms.archive.actions import clone_deal, load_deal
from kopgroep.rooms.archive.queries.charters import changes_by_loading, export_deal
from kopgroep.rooms.programme.charter import (
    ADMISSION,
    TOOL_FORMS,
    TOOL_STATUSES,
    read_charter,
    shipped_charter,
    shipped_text,
)
from kopgroep.rooms.tools.models import Admission, AdmissionRule, Form, Seen, Tool, ToolStatus

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 10, 9, tzinfo=UTC)
BY = Actor.system("test")


def test_a_charter_knows_the_words_of_the_room():
    assert set(TOOL_FORMS) == set(Form.values)
    assert set(TOOL_STATUSES) == set(ToolStatus.values)
    assert set(ADMISSION) == set(Admission.values)


def test_the_real_deal_shows_its_tools_to_everybody_with_their_sources():
    deal = load_deal(charter=shipped_charter("slimme-stad"), by=BY, at=AT)

    tools = Tool.objects.filter(deal=deal)
    crowd = tools.get(name="Crowd Safety Manager")
    assert tools.count() == 10
    assert not tools.filter(source=None).exists()
    assert set(tools.values_list("visibility", flat=True)) == {Seen.PUBLIC}
    assert crowd.makers.count() == 5
    weighed = tools.get(name="Afwegingskader sensordata en privacy").standings.get()
    assert (weighed.since_on, weighed.precision) == (date(2022, 3, 1), "season")


def test_loading_it_again_changes_nothing_and_it_goes_back_as_it_came():
    charter = shipped_charter("slimme-stad")
    deal = load_deal(charter=charter, by=BY, at=AT)
    keys = sorted(Tool.objects.values_list("pk", "revision"))

    assert changes_by_loading(deal, charter) == []
    load_deal(charter=charter, by=BY, at=AT)

    said = export_deal(deal)
    assert (said.tools, said.admission) == (charter.tools, charter.admission)
    assert sorted(Tool.objects.values_list("pk", "revision")) == keys


def test_a_new_version_of_history_changes_its_tools():
    text = shipped_text("slimme-stad")
    deal = load_deal(charter=text, by=BY, at=AT)
    changed = text.replace("name: Slimme initiatieventoets", "name: Initiatieventoets").replace(
        "theme: Ontwerpen", "theme: Onderwijs"
    )

    told = [str(each) for each in changes_by_loading(deal, read_charter(changed, name="changed"))]
    load_deal(charter=changed, by=BY, at=AT)

    assert len(told) == 3
    assert not Tool.objects.filter(name="Slimme initiatieventoets").exists()
    assert Tool.objects.get(name="Werkspoor gebiedsontwikkeling").theme == "Onderwijs"


def test_a_deal_made_from_another_has_its_rules_and_not_its_tools():
    template = load_deal(charter=shipped_charter("slimme-stad"), by=BY, at=AT)

    made = clone_deal(template=template, code="new", name=Text.of("Nieuw"), by=BY, at=AT)

    rules = AdmissionRule.objects.filter(deal=made).order_by("order")
    assert [rule.code for rule in rules] == [
        "bestaat-nog-niet",
        "eigenaarschap",
        "deel-van-de-partners",
        "vraaggestuurd",
        "procesgericht",
    ]
    assert not Tool.objects.filter(deal=made).exists()
