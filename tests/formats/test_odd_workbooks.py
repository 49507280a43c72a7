"""Workbooks as people and attackers make them: merged, with formulas, with a password, with entities, far too wide."""

import io
import time
import zipfile

import openpyxl
import pytest

from kopgroep.formats.tables import Limits, Unreadable, read_table

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LAUGHS = '<!DOCTYPE lol [<!ENTITY a "lol">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
MANIFEST = """<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml" manifest:size="9">
<manifest:encryption-data manifest:checksum-type="SHA1/1K" manifest:checksum="AA=="/></manifest:file-entry>
</manifest:manifest>"""


def saved(tmp_path, data):
    path = tmp_path / "upload"
    path.write_bytes(data)
    return path


def workbook(change=lambda sheet: None, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def with_part(package, name, content):
    """The same workbook with one of its parts replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part, content if part.filename == name else old.read(part))
    return made.getvalue()


def sheet_of(rows, *, doctype="", dimension="A1:B2"):
    inside = f'<dimension ref="{dimension}"/><sheetData>{rows}</sheetData>'
    return f'<?xml version="1.0"?>{doctype}<worksheet {MAIN}>{inside}</worksheet>'


def open_document(parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def refusal(tmp_path, data, limits=Limits()):  # noqa: B008 -- frozen
    with pytest.raises(Unreadable) as answer:
        read_table(saved(tmp_path, data), limits)
    return answer.value.code


def test_an_organisation_merged_over_its_contacts_counts_for_each_of_them(tmp_path):
    rows = [
        ("Deelnemers", None),
        ("Organisatie", "Contact"),
        ("Bakker", "Els"),
        (None, "Piet"),
        (None, "Jan"),
        ("Slager", "Kees"),
    ]

    def merge(sheet):
        sheet.merge_cells("A1:B1")
        sheet.merge_cells("A3:A5")

    table = read_table(saved(tmp_path, workbook(merge, *rows)))

    assert table.rows == [
        ["Deelnemers"],
        ["Organisatie", "Contact"],
        ["Bakker", "Els"],
        ["Bakker", "Piet"],
        ["Bakker", "Jan"],
        ["Slager", "Kees"],
    ]


def test_of_a_formula_its_value_is_read_and_nothing_is_run(tmp_path):
    link = '<c r="A1" t="str"><f>HYPERLINK("http://x","Zwolle")</f><v>Zwolle</v></c>'
    cells = f'<row r="1">{link}<c r="B1"><f>1+1</f><v>2</v></c></row>'
    data = with_part(workbook(lambda sheet: None, ("a", "b")), SHEET, sheet_of(cells))

    assert read_table(saved(tmp_path, data)).rows == [["Zwolle", "2"]]


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    assert read_table(saved(tmp_path, b"Naam;Plaats\n=1+1;@SUM(A1)\n")).rows[1] == ["=1+1", "@SUM(A1)"]


def test_a_workbook_with_a_password_says_so(tmp_path):
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")

    assert refusal(tmp_path, encrypted.ljust(4096, b"\0")) == "password"
    assert (
        refusal(tmp_path, open_document({"META-INF/manifest.xml": MANIFEST, "content.xml": "x"}))
        == "password"
    )


def test_entities_are_not_followed(tmp_path):
    for entity, doctype in (
        ("&i;", f"{LAUGHS}]>"),
        ("&x;", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ):
        cells = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{entity}</t></is></c></row>'
        data = with_part(workbook(lambda sheet: None, ("a",)), SHEET, sheet_of(cells, doctype=doctype))
        started = time.monotonic()
        try:
            said = "".join(cell for row in read_table(saved(tmp_path, data)).rows for cell in row)
        except Unreadable as answer:
            said = answer.code

        assert "lollol" not in said
        assert "root:" not in said
        assert time.monotonic() - started < 30


def test_a_sheet_that_claims_all_columns_and_rows_is_refused_and_costs_little(tmp_path):
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    data = with_part(workbook(lambda sheet: None, ("a",)), SHEET, sheet_of(cells, dimension="A1:XFD1048576"))

    assert refusal(tmp_path, data) in ("too-many-rows", "too-many-columns", "too-much")


def test_a_packed_sheet_of_gigabytes_is_not_unpacked(tmp_path):
    data = with_part(workbook(lambda sheet: None, ("a",)), SHEET, b" " * 310_000_000)

    assert refusal(tmp_path, data) == "grows"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\n rest", "no-table"),
        (b"%PDF-1.7 rest", "no-table"),
        (b"PK\x03\x04 rest", "broken"),
        (b" \n\n", "empty"),
        (b";;;\n;;\n", "empty"),
    ],
)
def test_what_is_no_table_whatever_its_name_is_refused(tmp_path, data, code):
    assert refusal(tmp_path, data) == code


def test_an_empty_workbook_is_empty(tmp_path):
    assert refusal(tmp_path, workbook()) == "empty"
