"""What is no archive, or was made to break things, is refused with a reason, and nothing is half in."""

from __future__ import annotations

import json
import zipfile
from hashlib import sha256

import pytest

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import Grant, User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.archives import package
from kopgroep.kernel.archives.package import ArchiveWrong
from kopgroep.kernel.archives.restore import open_archive
from kopgroep.kernel.archives.scope import models_that_go
from kopgroep.kernel.clock import now
from kopgroep.kernel.journal.models import Entry
from kopgroep.rooms.archive.actions import archive_deal, restore_deal
from kopgroep.rooms.programme.models import Deal
from tests.factories.archives import make_deal_with_every_model
from tests.factories.programme import make_deal
from tests.kernel.test_archives import BY, elsewhere, parts_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path, english):
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture(scope="module")
def made_once():
    return {}


@pytest.fixture
def parts(tmp_path, made_once):
    """The parts of a good archive, of a deal that is not here any more."""
    if not made_once:
        path = tmp_path / "good.zip"
        archive_deal(deal=make_deal_with_every_model(), path=path, by=BY, at=now())
        elsewhere()
        made_once.update(parts_of(path))
    return dict(made_once)


@pytest.fixture
def refused(tmp_path):
    """Why an archive of these parts is refused; afterwards nothing is here that was not."""

    def refused(parts, *, sums=True):
        counts = {model: model._base_manager.count() for model in models_that_go()}
        path = write(tmp_path / "bad.zip", parts, sums=sums)
        with pytest.raises(ArchiveWrong) as refusal, open_archive(path) as reader:
            restore_deal(reader=reader, by=Actor.system("test"), at=now())
        assert {model: model._base_manager.count() for model in models_that_go()} == counts
        assert not Entry.objects.filter(chain__name="deal:everything").exists()
        return str(refusal.value)

    return refused


def write(path, parts, *, sums=True):
    """A zip with these parts; with right checksums, so that only what is tested is wrong."""
    if sums:
        named = ((name, text) for name, text in parts.items() if name != "SHA256SUMS")
        lines = "".join(f"{sha256(text).hexdigest()}  {name}\n" for name, text in named)
        parts = {**parts, "SHA256SUMS": lines.encode()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def changed(parts, label, **values):
    """The first row of a model says something else."""
    name = f"models/{label}.jsonl"
    first, *rest = parts[name].splitlines(keepends=True)
    return {**parts, name: json.dumps({**json.loads(first), **values}).encode() + b"\n" + b"".join(rest)}


def manifest(parts, **values):
    return {**parts, "manifest.json": json.dumps({**json.loads(parts["manifest.json"]), **values}).encode()}


def test_a_file_that_is_no_zip_is_refused(tmp_path):
    for content in (b"", b"hello", b"PK\x05\x06", b"PK\x03\x04" + b"\x00" * 100):
        path = tmp_path / "bad.zip"
        path.write_bytes(content)
        with pytest.raises(ArchiveWrong):
            open_archive(path)


def test_a_changed_part_is_refused_by_its_checksum(parts, refused):
    text = parts["models/programme.deal.jsonl"].replace(b"everything", b"everythinG")

    why = refused({**parts, "models/programme.deal.jsonl": text}, sums=False)

    assert "models/programme.deal.jsonl is not as it was written" in why


def test_a_part_too_many_or_too_few_is_refused(parts, refused):
    assert "differ" in refused({**parts, "extra.txt": b"x"}, sums=False)
    assert "differ" in refused(
        {name: text for name, text in parts.items() if name != "schema.json"}, sums=False
    )


def test_another_version_or_another_kind_of_file_is_refused(parts, refused):
    assert "version 2 of the format; this Kopgroep reads version 1" in refused(manifest(parts, version=2))
    assert "not a 'kopgroep-deal'" in refused(manifest(parts, format="kopgroep-backup"))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "models/..", "a\\b", "models//x", ".hidden", "é"]
)
def test_a_part_whose_name_leads_elsewhere_is_refused(parts, refused, name):
    assert "odd name" in refused({**parts, name: b"x"})


def test_a_bomb_is_refused_before_it_is_unpacked(parts, refused):
    assert "far larger" in refused({**parts, "files/000001": b"\x00" * (60 * 1024 * 1024)}, sums=False)


def test_a_line_without_end_is_refused(parts, refused, monkeypatch):
    monkeypatch.setattr(package, "LONGEST_LINE", 100_000)

    why = refused({**parts, "models/programme.deal.jsonl": b"[" * 300_000})

    assert "models/programme.deal.jsonl, line 1: it is too long" in why


@pytest.mark.parametrize("line", [b"[" * 50_000, b"{", b"[]", b"\xff\xfe", b'{"code": NaN}'])
def test_a_line_that_is_no_object_is_refused_with_its_number(parts, refused, line):
    assert "models/programme.deal.jsonl, line 1" in refused({**parts, "models/programme.deal.jsonl": line})


@pytest.mark.parametrize(
    ("label", "values", "why"),
    [
        ("programme.deal", {"code": "a\x00b"}, "null byte"),
        ("programme.deal", {"code": "\ud800"}, "half a character"),
        ("programme.deal", {"code": 7}, "7 is not a value for it"),
        ("programme.deal", {"is_open": "yes"}, "is not a value for it"),
        ("programme.deal", {"kind": "secret"}, "not one of the choices"),
        ("programme.deal", {"words": ["list"]}, "is not a value for it"),
        ("programme.deal", {"name": {"nl": "a", "fr": "b"}}, "is not a value for it"),
        ("programme.deal", {"uid": "no-uuid"}, "is not a value for it"),
        ("programme.deal", {"revision": -1}, "greater than or equal to 0"),
        ("programme.deal", {"hours_per_day": "NaN"}, ""),
        ("programme.deal", {"id": 1}, "newer version"),
        ("partners.organisation", {"name": "x" * 201}, "at most 200"),
        ("partners.organisation", {"valid_from": "2026-02-30"}, "is not a value for it"),
        ("gates.review", {"reviewed_at": "2026-01-01T00:00:00"}, "is not a value for it"),
        ("partners.partner", {"organisation": "8c1f2b1e-0000-4000-8000-000000000000"}, "not in the archive"),
        ("partners.partner", {"organisation": None}, "may not be empty"),
    ],
)
def test_a_value_that_its_field_cannot_hold_is_refused_by_name(parts, refused, label, values, why):
    told = refused(changed(parts, label, **values))

    assert f"models/{label}.jsonl, line 1" in told
    assert why in told


def test_records_that_contradict_each_other_are_refused(parts, refused):
    text = parts["models/partners.partner.jsonl"]
    twice = json.dumps(
        {**json.loads(text.splitlines()[0]), "uid": "8c1f2b1e-0000-4000-8000-000000000000"}
    ).encode()
    rows = json.loads(parts["manifest.json"])["rows"]
    more = manifest(parts, rows={**rows, "partners.partner": rows["partners.partner"] + 1})

    assert "contradict" in refused({**more, "models/partners.partner.jsonl": text + twice + b"\n"})
    assert "there twice" in refused(
        {**more, "models/partners.partner.jsonl": text + text.splitlines()[0] + b"\n"}
    )
    assert "the manifest says" in refused({**parts, "models/partners.partner.jsonl": text + twice + b"\n"})


def test_a_role_on_another_deal_never_comes_in(parts, refused):
    other = make_deal("other")

    why = refused(changed(parts, "accounts.grant", on=other.address, role=Role.MANAGER))

    assert "is no record of this deal" in why
    assert not Grant.objects.filter(on=other.address).exists()


def test_nobody_becomes_administrator_by_an_archive(parts, refused):
    assert "newer version" in refused(changed(parts, "accounts.user", is_superuser=True))
    assert not User.objects.filter(is_superuser=True).exists()


def test_no_mail_is_stopped_of_somebody_whom_the_archive_does_not_name(parts, refused):
    why = refused(changed(parts, "mailing.mailaddress", email="somebody.else@example.org"))

    assert "'somebody.else@example.org' is the mail address of nobody in this archive" in why


@pytest.mark.parametrize("old", [b'"number":2,', b'"verb":"link.made"', b'"Person 1"'])
def test_a_journal_that_was_changed_is_refused_at_its_entry(parts, refused, old):
    text = parts["journal/entries.jsonl"]
    assert old in text

    new = {b'"number":2,': b'"number":9,', b'"verb":"link.made"': b'"verb":"link.ended"'}.get(
        old, b'"Person X"'
    )

    assert "Entry" in refused({**parts, "journal/entries.jsonl": text.replace(old, new)})


def test_a_journal_whose_end_was_cut_off_is_refused(parts, refused):
    cut = b"".join(parts["journal/entries.jsonl"].splitlines(keepends=True)[:-1])

    assert "does not end where" in refused({**parts, "journal/entries.jsonl": cut})


def test_a_file_that_leads_out_of_the_folder_is_refused(parts, refused):
    for name in ("../../etc/cron.d/x", "/etc/passwd", "a\\b"):
        line = json.dumps({"name": name, "part": None}).encode() + b"\n"
        assert "list of files" in refused({**parts, "files.jsonl": line})
    assert not Deal.objects.exists()
