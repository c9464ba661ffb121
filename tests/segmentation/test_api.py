"""The API of segmentation: the same rules as the pages."""

from typing import Any

import pytest
from django.test import Client

from foundation.core import job_runner
from segmentation.enums import StudyState
from segmentation.models import Study
from tests.counting import statements
from tests.segmentation import factories as make

pytestmark = pytest.mark.django_db
STUDIES, RUNS, SEGMENTS = "/api/v1/segmentation-studies/", "/api/v1/segmentation-runs/", "/api/v1/segments/"


@pytest.fixture
def analyst(client_as: Any) -> Any:
    return client_as("voc-analyst")


def post(client: Client, url: str, body: dict[str, Any]) -> Any:
    return client.post(url, body, content_type="application/json")


def test_a_study_is_designed_calculated_and_read(analyst: Client) -> None:
    make.make_customers()
    made = post(analyst, STUDIES, make.design())
    assert made.status_code == 201
    started = post(analyst, RUNS, {"study": made.json()["public_id"]})
    assert started.status_code == 202
    assert started.json()["state"] == "queued"
    job_runner.run_waiting()
    run = analyst.get(RUNS).json()["results"][0]
    assert (run["k"], run["passed"], run["strength"]) == (3, True, "strong")
    assert analyst.get(f"{RUNS}{run['public_id']}/").json()["candidates"] == run["candidates"]
    segments = analyst.get(f"{SEGMENTS}?run={run['public_id']}").json()["results"]
    assert {segment["public_id"] for segment in segments} == set(run["segments"])
    assert sum(segment["size"] for segment in segments) == 36
    assert analyst.get(SEGMENTS).json()["results"] == []  # none is in use yet


def test_segments_in_use_are_listed(analyst: Client) -> None:
    run = make.adopted_study().chosen_run
    assert run is not None
    assert len(analyst.get(SEGMENTS).json()["results"]) == run.k


def test_bad_designs_are_refused_by_field(analyst: Client) -> None:
    make.define_figures()
    for change, field in (
        ({"features": []}, "features"),
        ({"features": ["x"]}, "features"),
        ({"k_min": 9, "k_max": 3}, "k_max"),
    ):
        answer = post(analyst, STUDIES, make.design(**change))
        assert answer.status_code == 400
        assert field in {error["attr"].split(".")[0] for error in answer.json()["errors"]}
    assert not Study.objects.exists()


def test_running_a_study_in_use_is_a_conflict(analyst: Client) -> None:
    study = make.adopted_study()
    answer = post(analyst, RUNS, {"study": study.public_id})
    assert answer.status_code == 409
    assert make.fresh(study).state == StudyState.ADOPTED


def test_viewers_start_nothing(client_as: Any) -> None:
    study = make.draft_study()
    answer = post(client_as("executive"), RUNS, {"study": study.public_id})
    assert answer.status_code == 403
    assert make.fresh(study).state == StudyState.DRAFT


def test_unknown_study_is_not_found(analyst: Client) -> None:
    assert post(analyst, RUNS, {"study": "nothing"}).status_code == 404
    assert post(analyst, RUNS, {}).status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_every_length(analyst: Client, count: int) -> None:
    for number in range(count):
        make.evaluated_study(name=f"การศึกษา {number}", resamples=0)
    assert statements(analyst, RUNS) <= 6
    assert statements(analyst, STUDIES) <= 6
