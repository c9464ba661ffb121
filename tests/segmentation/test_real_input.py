"""The published data, end to end: imported as customers, studied by a job, with the published values on the page."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from segmentation import services
from segmentation.models import Run
from tests.segmentation import factories as make
from tests.segmentation.data import WHOLESALE, needs_wholesale

pytestmark = pytest.mark.django_db
SPEND = ["fresh", "milk", "grocery", "frozen", "detergents_paper", "delicassen"]
PUBLISHED = {2: (0.2896, 187.7, 1.353), 3: (0.2581, 151.7, 1.346)}


@needs_wholesale
@pytest.mark.slow
def test_wholesale_customers_give_the_published_values(capsys: pytest.CaptureFixture[str], client_as: Any) -> None:
    call_command("import_customers", str(WHOLESALE))
    study = services.create_study(
        values=make.design(name="ลูกค้าค้าส่ง", features=SPEND, k_max=5, resamples=20, relations=["current"]),
        by=make.somebody("voc-analyst"),
        now=make.NOW,
    )
    call_command("run_segmentation", study.public_id, language="th")
    run = Run.objects.get()
    found = {one["k"]: one for one in run.candidates}
    for k, (silhouette, calinski_harabasz, davies_bouldin) in PUBLISHED.items():
        assert round(found[k]["silhouette"], 4) == silhouette
        assert round(found[k]["calinski_harabasz"], 1) == calinski_harabasz
        assert round(found[k]["davies_bouldin"], 3) == davies_bouldin
    assert round(found[5]["silhouette"], 3) == 0.191
    assert (run.k, run.used, run.strength) == (2, 440, "weak")
    assert {one["key"]: round(one["v"], 2) for one in run.descriptors} == {"channel": 0.73, "region": 0.06}
    said = capsys.readouterr().out
    assert "0.2896" in said
    assert "โครงสร้างอ่อน" in said
    html = client_as("strategist").get(f"/staff/segments/studies/{study.public_id}/").content.decode()
    assert "0.2896" in html
    assert "187.7" in html
    json.dumps(run.settings)


def test_command_takes_a_name_and_refuses_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    make.make_customers()
    study = make.draft_study(name="ตามชื่อ", resamples=0)
    call_command("run_segmentation", "ตามชื่อ", language="en")
    assert "The segments are clearly apart" in capsys.readouterr().out
    assert make.fresh(study).chosen_run is not None
    with pytest.raises(CommandError):
        call_command("run_segmentation", "ไม่มี")
    with pytest.raises(CommandError):
        call_command("run_segmentation", "ตามชื่อ", user="nobody")


def test_command_passes_on_why_there_is_no_result() -> None:
    make.draft_study(name="ว่าง")
    with pytest.raises(CommandError, match="0"):
        call_command("run_segmentation", "ว่าง")
