"""docs/api.md is true: its steps are run as they stand, its table is the site's own."""

import json
import os
import re
import shutil
import subprocess

import pytest
from drf_spectacular.generators import SchemaGenerator
from PIL import Image

from ml.draw import draw_lesion
from tests.conftest import skip_or_fail
from tests.flows.live_site import EMAIL, PASSWORD, embedded_site
from tests.flows.processes import ROOT

PAGE = (ROOT / "docs" / "api.md").read_text()
PAGING = {"page", "page_size", "ordering"}


@pytest.mark.slow
def test_the_steps_lead_from_sign_in_to_a_result(tmp_path):
    if shutil.which("curl") is None:
        skip_or_fail("There is no curl on this machine")
    script = "set -euo pipefail\n" + "\n".join(re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
    folder = tmp_path / "steps"
    folder.mkdir()
    Image.fromarray(draw_lesion(4713)[0]).save(folder / "lesion.jpg", quality=92)

    with embedded_site(tmp_path / "site") as site:
        site.start_worker()
        reader = os.environ | {"SITE": site.url, "EMAIL": EMAIL, "PASSWORD": PASSWORD}
        done = subprocess.run(
            ["bash", "-c", script], cwd=folder, env=reader, capture_output=True, text=True, timeout=180, check=False
        )

    assert done.returncode == 0, done.stdout + done.stderr
    result = json.loads((folder / "analysis.json").read_text())
    assert result["state"] == "done", result
    assert sum(result["probabilities"].values()) == pytest.approx(1, abs=1e-4)
    with Image.open(folder / "mask.png") as mask:
        assert mask.size == (600, 450)


def rows_of_the_table() -> dict[str, tuple[set[str], set[str]]]:
    """Address with nameless ids -> its methods, its filters."""
    rows = re.findall(r"^\| (`/api/.*?) \| (.*?) \| ?(.*?) ?\|$", PAGE, re.MULTILINE)
    return {
        address: (set(methods.split(", ")), set() if "kinds" in filters else set(re.findall(r"`(\w+)`", filters)))
        for addresses, methods, filters in rows
        for address in re.findall(r"`(/api/.*?)`", addresses)
    }


def test_the_table_of_addresses_is_the_sites_own():
    described = {}
    for address, operations in SchemaGenerator().get_schema(request=None, public=True)["paths"].items():
        asked = operations.get("get", {}).get("parameters", [])
        filters = {parameter["name"] for parameter in asked if parameter["in"] == "query"} - PAGING
        nameless = re.sub(r"{\w+_id}", "<id>", address).replace("{kind}", "<kind>")
        described[nameless] = ({method.upper() for method in operations}, filters)

    assert rows_of_the_table() == described


def test_the_example_of_an_error_is_what_the_site_answers(as_ana):
    example = json.loads(re.search(r"```json\n(.*?)```", PAGE, re.DOTALL).group(1))

    answer = as_ana.post("/api/patients/", {"record_number": "A-1"}).json()

    assert answer == example | {"error": example["error"] | {"request_id": answer["error"]["request_id"]}}
