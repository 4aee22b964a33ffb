"""A picture goes in, a trained model's result stands on the case: over HTTP alone, on both kinds of site.

Given a running site with web, worker and reconciler; when Ana uploads a picture through the API and waits;
then the analysis is done, with a mask of the picture's size and seven probabilities that sum to one.
"""

import io
import urllib.request
from pathlib import Path

import pytest
from PIL import Image

from ml.diagnoses import MALIGNANT
from ml.draw import draw_lesion
from tests.flows.live_site import LiveSite
from tests.flows.processes import wait_until


@pytest.fixture(autouse=True)
def worker(site):
    """One worker, for as long as the test runs."""
    worker = site.start_worker()
    yield worker
    worker.kill_group()


def fetch_picture(site: LiveSite, link: str) -> Image.Image:
    """Open a picture that the API links to."""
    address = link if link.startswith("http") else site.url + link
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {site.token}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.headers["Cache-Control"] == "private, no-store"
        return Image.open(io.BytesIO(answer.read()))


def finished(site: LiveSite, analysis_id: int) -> dict:
    """The analysis once its worker is through with it."""

    def poll():
        answer = site.get(f"/api/analyses/{analysis_id}/")
        return answer if answer["state"] not in ("queued", "running") else None

    wait_until(poll, seconds=120, what="the analysis is finished")
    return site.get(f"/api/analyses/{analysis_id}/")


def the_result_stands(site: LiveSite, picture: Path) -> None:
    """When it is uploaded, then its result is whole."""
    site.sign_in()
    received = site.upload_file(picture)
    queued = received["analysis"]
    assert queued["state"] in ("queued", "running")
    result = finished(site, queued["id"])
    assert result["state"] == "done", result
    assert len(result["probabilities"]) == 7
    assert sum(result["probabilities"].values()) == pytest.approx(1, abs=1e-4)
    malignant = sum(result["probabilities"][dx] for dx in MALIGNANT)
    assert result["malignant_probability"] == pytest.approx(malignant, abs=1e-4)
    assert (result["verdict"] == "suspicious") == (result["malignant_probability"] >= result["threshold"])
    assert set(result["model_versions"]) == {"segmenter", "classifier"}
    mask = fetch_picture(site, result["mask"])
    assert mask.size == (received["width"], received["height"])
    assert 0 < sum(mask.convert("L").histogram()[128:]) < mask.width * mask.height
    assert fetch_picture(site, result["overlay"]).format == "JPEG"


@pytest.mark.slow
def test_a_drawn_picture(site, tmp_path):
    """Without the data folder: a lesion that is drawn."""
    picture = tmp_path / "drawn.jpg"
    Image.fromarray(draw_lesion(4711)[0]).save(picture, quality=92)
    the_result_stands(site, picture)


@pytest.mark.slow
def test_a_real_picture(site, data_dir):
    """With it: a dermoscopic photograph as a clinic would upload it."""
    the_result_stands(site, sorted((data_dir / "photos").glob("*.jpg"))[0])


@pytest.mark.slow
def test_the_request_id_travels_from_the_upload_into_the_worker(site, tmp_path):
    """Both log lines carry it; neither carries the file's name."""
    picture = tmp_path / "lindqvist-back.jpg"
    Image.fromarray(draw_lesion(4712)[0]).save(picture, quality=92)
    site.sign_in()
    analysis_id = site.upload_file(picture)["analysis"]["id"]
    finished(site, analysis_id)
    request_id = site.tables.analyses()[analysis_id].request_id
    assert request_id in site.log("worker")
    assert "lindqvist" not in (site.log("worker") + site.log("web")).lower()
