"""Files as people make them, and as nobody should."""

import gzip
import io
import zipfile

import pytest
import tablib

from kopgroep.formats.tables import Limits, Unreadable, column_names, header_row, read_table

HEADS = ["Organisatie", "Plaats"]
ROWS = [["Coöperatie Zuiderlicht", "Sint-Annaland"], ["Café België", "’s-Hertogenbosch"]]


def written(tmp_path, data):
    path = tmp_path / "upload"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(tmp_path, encoding, delimiter):
    text = "\r\n".join(delimiter.join(row) for row in [HEADS, *ROWS])

    table = read_table(written(tmp_path, text.encode(encoding)))

    assert table.rows == [HEADS, *ROWS]


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_workbooks_are_read(tmp_path, form):
    sheet = tablib.Dataset(*ROWS, headers=HEADS, title="Partners")

    table = read_table(written(tmp_path, sheet.export(form)))

    assert (table.rows, table.form, table.sheet) == ([HEADS, *ROWS], form, "Partners")


def test_heads_are_found_under_a_title_and_each_has_its_own_name():
    rows = [["Deelnemers 2026"], [], ["Naam", "Plaats", "Plaats", ""], ["Zwolle", "a", "b", "c"]]

    assert header_row(rows, knows=lambda head: head in ("Naam", "Plaats")) == 2
    assert column_names(rows[2], 4) == ["Naam", "Plaats", "Plaats (2)", "Column 4"]


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<a/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 400_000_000)
    return packed.getvalue()


HOSTILE = {
    "empty": b"",
    "too-many-columns": b";".join([b"a"] * 1_000_000) + b"\n1;2\n",
    "null-bytes": b"a;b\n\x00\x01;c\n",
    "no-table": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "broken": b"PK\x03\x04 and then nothing",
    "encoding": b"\xef\xbb\xbfa;b\n\xff\xfe;c\n",
    "grows": gzip.compress(b"a;b\n" * 40_000_000, 1),
}


@pytest.mark.parametrize("code", HOSTILE)
def test_a_hostile_file_gets_a_clear_answer(tmp_path, code):
    with pytest.raises(Unreadable) as answer:
        read_table(written(tmp_path, HOSTILE[code]))

    assert answer.value.code == code


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    with pytest.raises(Unreadable) as answer:
        read_table(written(tmp_path, bomb()))

    assert answer.value.code == "grows"


def test_a_file_larger_than_allowed_is_not_read(tmp_path):
    with pytest.raises(Unreadable) as answer:
        read_table(written(tmp_path, b"a;b\n" * 100), Limits(file_bytes=100))

    assert answer.value.code == "too-large"
