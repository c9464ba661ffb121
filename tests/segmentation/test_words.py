"""Honest sentences: every verdict, every ground, every caution, in both languages."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import override

from segmentation import charts, verdicts, words
from segmentation.models import Run, Segment
from tests.segmentation import factories as make

SCALE = {"shift": 0.0, "mean": 0.0, "spread": 1.0}


def trait(
    feature: str = "spend", *, typical: float, overall: float, difference: float, unit: str = "บาท"
) -> dict[str, Any]:
    label = {"th": {"spend": "ยอดใช้จ่าย", "visits": "จำนวนครั้ง"}.get(feature, feature), "en": feature}
    return {
        "feature": feature,
        "label": label,
        "unit": {"th": unit, "en": "baht"},
        "typical": typical,
        "low": typical,
        "high": typical,
        "overall": overall,
        "difference": difference,
    }


def run_of(silhouette: float, strength: str, stability: float | None, **values: Any) -> Run:
    candidate = {
        "k": 3,
        "silhouette": silhouette,
        "calinski_harabasz": 10.0,
        "davies_bouldin": 1.0,
        "smallest_share": 0.2,
        "least_stability": stability,
        "gap": None,
        "gap_error": None,
    }
    given: dict[str, Any] = {
        "silhouette": silhouette,
        "strength": strength,
        "least_stability": stability,
        "k": 3,
        "passed": True,
        "used": 440,
        "population": 440,
        "settings": {
            "resamples": 100,
            "k_min": 2,
            "k_max": 4,
            "seed": 0,
            "criterion": "silhouette",
            "smallest_share": 0.05,
            "least_stability": 0.6,
        },
        "candidates": [{**candidate, "k": k} for k in (2, 3, 4)],
        "failures": {"2": [], "3": [], "4": []},
        "tied_with": [],
        "descriptors": [],
        "features": [],
        "model": {"scales": {}},
    }
    return Run(**{**given, **values})


@pytest.mark.parametrize(
    ("silhouette", "strength", "stability", "passed", "tone", "word"),
    [
        (0.8, "strong", 0.9, True, "ok", "ใช้วางแผนได้"),
        (0.6, "reasonable", 0.8, True, "ok", "ใช้วางแผนได้"),
        (0.2896, "weak", 0.95, True, "soon", "โครงสร้างอ่อน"),
        (0.1, "none", 0.95, True, "soon", "ตัดแบ่งตามสะดวก"),
        (0.8, "strong", 0.7, True, "soon", "น่าสงสัย"),
        (0.8, "strong", 0.5, True, "late", "ไม่เกิดซ้ำ"),
        (0.8, "strong", None, True, "soon", "ยังไม่ได้ทดสอบ"),
        (0.8, "strong", 0.9, False, "late", "ไม่มีจำนวนกลุ่มใดผ่านเกณฑ์"),
    ],
)
def test_verdict_weighs_structure_and_stability(
    silhouette: float, strength: str, stability: float | None, passed: bool, tone: str, word: str
) -> None:
    found = verdicts.verdict(run_of(silhouette, strength, stability, passed=passed))
    assert (found.tone, found.figure) == (tone, f"{silhouette:.2f}")
    assert word in found.headline
    assert "440" in found.ground


def test_grounds_tell_each_step_of_the_choice() -> None:
    failures = {"2": ["too_small"], "3": [], "4": ["too_small", "unstable"]}
    run = run_of(0.3, "weak", 0.5, failures=failures, tied_with=[5])
    with override("en"):
        said = verdicts.grounds(run)
    assert said == [
        "2 to 4 segments were tried on 440 customers with k-means (10 starts each, seed 0).",
        "2 segments: set aside, the smallest holds 20.0% of customers, under the 5% asked for.",
        "4 segments: set aside, the smallest holds 20.0% of customers, under the 5% asked for; "
        "one of them comes back to 0.50 only, under the 0.60 asked for.",
        "Of the rest, 3 segments are best by: Silhouette, highest (0.300).",
        "5 segments do nearly as well (less than 1% apart), so the smaller number was taken.",
    ]


def test_grounds_admit_when_nothing_passes() -> None:
    with override("en"):
        assert verdicts.grounds(run_of(0.3, "weak", 0.5, passed=False))[-1].startswith("None passes every condition.")


def test_cautions_name_who_was_left_out_what_agrees_and_what_is_doubtful() -> None:
    descriptors = [
        {"key": k, "label": {"th": k, "en": k}, "v": v} for k, v in (("Channel", 0.73), ("Kind", 0.2), ("Region", 0.05))
    ]
    run = run_of(
        0.3,
        "weak",
        0.7,
        population=500,
        descriptors=descriptors,
        features=[{"key": "visits", "label": {"th": "ครั้ง", "en": "visits"}}],
        model={"scales": {"visits": {**SCALE, "shift": 1.0}}},
    )
    doubtful = Segment(number=1, jaccard=0.71, traits=[], name_en="Events")
    with override("en"):
        told = [(caution.fine, caution.text) for caution in verdicts.cautions(run, [doubtful])]
    assert told == [
        (False, "60 customers (12.0%) were left out for want of a figure."),
        (True, "The segments agree closely with “Channel”, which did not form them (Cramér's V 0.73)."),
        (True, "The segments agree partly with “Kind”, which did not form them (Cramér's V 0.20)."),
        (False, "The segments have nothing to do with “Region” (Cramér's V 0.05)."),
        (False, "Segment B. Events came back to 0.71 only; use it with care."),
        (True, "1 was added to visits before the logarithm, because zeros occur there."),
    ]


@pytest.mark.parametrize(
    ("facts", "thai", "english"),
    [
        (
            {"typical": 300_000, "overall": 90_000, "difference": 1.4},
            "ยอดใช้จ่าย 3.3 เท่าของค่ากลาง (300,000 บาท)",
            "spend 3.3 times the middle (300,000 baht)",
        ),
        (
            {"typical": 120, "overall": 100, "difference": 0.5},
            "ยอดใช้จ่ายสูงกว่าค่ากลาง 20% (120 บาท)",
            "spend 20% above the middle (120 baht)",
        ),
        (
            {"typical": 40, "overall": 100, "difference": -0.9},
            "ยอดใช้จ่ายต่ำกว่าค่ากลาง 60% (40 บาท)",
            "spend 60% below the middle (40 baht)",
        ),
        (
            {"typical": -5, "overall": 0, "difference": -0.9},
            "ยอดใช้จ่ายต่ำกว่าค่ากลาง (-5 บาท)",
            "spend below the middle (-5 baht)",
        ),
    ],
)
def test_a_figure_is_compared_in_plain_words(facts: dict[str, float], thai: str, english: str) -> None:
    with override("th"):
        assert words.compared(trait(**facts)) == thai
    with override("en"):
        assert words.compared(trait(**facts)) == english


def test_a_segment_names_and_describes_itself() -> None:
    traits = [
        trait("spend", typical=10, overall=100, difference=-0.4),
        trait("visits", typical=30, overall=10, difference=1.2, unit="ครั้ง"),
        trait("area", typical=10, overall=10, difference=0.0),
    ]
    with override("th"):
        assert words.self_name(traits) == "จำนวนครั้งสูง ยอดใช้จ่ายต่ำ"
        assert words.description(traits).endswith("ส่วนอีก 1 จาก 3 ตัวแปรใกล้เคียงค่ากลาง")
    with override("en"):
        assert words.self_name(traits) == "visits high, spend low"
        assert words.description(traits) == (
            "visits 3.0 times the middle (30 baht) and spend 90% below the middle (10 baht)."
            " Close to the middle in 1 of 3 figures."
        )


def test_a_segment_like_everybody_says_so() -> None:
    flat = [trait(typical=10, overall=10, difference=0.1)]
    with override("en"):
        assert words.self_name(flat) == "Close to the average"
        assert words.description(flat) == "Close to customers as a whole in every figure."


@pytest.mark.parametrize(
    ("value", "text"), [(1_234.5, "1,234"), (12.34, "12.3"), (1.234, "1.23"), (0, "0"), (3.0, "3"), (-250.2, "-250")]
)
def test_figures_bear_as_many_decimals_as_they_deserve(value: float, text: str) -> None:
    assert words.figure(value) == text


def test_letters_follow_the_language() -> None:
    with override("th"):
        assert [words.letter(n) for n in range(4)] == ["ก", "ข", "ค", "ง"]
    with override("en"):
        assert [words.letter(n) for n in range(3)] == ["A", "B", "C"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("criterion", ["silhouette", "calinski_harabasz", "davies_bouldin", "gap"])
def test_every_chart_of_a_run_states_its_finding(language: str, criterion: str) -> None:
    run = make.evaluated_study(criterion=criterion).chosen_run
    assert run is not None
    segments = list(run.segments.order_by("number"))
    with override(language):
        drawn = [
            charts.numbers_chart(run),
            charts.traits_chart(run, segments),
            charts.stability_chart(segments),
            charts.picture_chart(run, segments),
            charts.shares_chart(segments),
        ]
        for chart in drawn:
            assert chart is not None
            assert chart.title
            assert chart.alt
            assert chart.as_table().rows
            assert len({len(row) for row in chart.as_table().rows} | {len(chart.as_table().head)}) == 1
    numbers = charts.numbers_chart(run).as_table()
    assert ("Gap" in numbers.head) == (criterion == "gap")


def test_without_stability_there_is_no_chart_of_it() -> None:
    assert charts.stability_chart([Segment(number=0, traits=[])]) is None


def test_structure_is_read_from_any_object_with_the_figures() -> None:
    assert words.apart([SimpleNamespace(**trait(typical=1, overall=1, difference=0.0)).__dict__]) == []
