"""Charts that say what the figures say, and are absent where there is nothing to say."""

import re

import pytest

from ml.figures import figures_of
from ml.report.charts import overlap_chart, reliability_chart, risk_coverage_chart, roc_chart
from ml.report.plot import HEIGHT, WIDTH, Plot, interval_bar
from tests.ml.rows import POINTS, many, row


@pytest.fixture(scope="module")
def figures():
    return figures_of(many(), POINTS, "rule_out", 20)


def test_a_plot_puts_values_where_they_belong():
    plot = Plot("title", "x", "y", y_range=(0, 200))
    assert plot.x(0.5) == pytest.approx((plot.x(0) + plot.x(1)) / 2)
    assert 0 < plot.x(0) < plot.x(1) < WIDTH
    assert 0 < plot.y(200) < plot.y(100) < plot.y(0) < HEIGHT


def test_the_operating_points_lie_on_the_malignant_curve(figures):
    svg = roc_chart(figures["classification"], figures["operating_points"])
    dots = re.findall(r'<circle class="dot" cx="([\d.]+)" cy="([\d.]+)"', svg)
    curve = re.search(r'class="line first" points="([^"]+)"', svg)[1]
    assert len(dots) == len(POINTS)
    assert all(f"{x},{y}" in curve for x, y in dots)
    assert "rule out, 0.200" in svg


def test_every_bin_has_a_dot_and_an_interval(figures):
    bins = figures["classification"]["reliability"]
    svg = reliability_chart(bins, "leading diagnosis", "right")
    assert svg.count("<circle") == svg.count('class="whisker"') == len(bins)


def test_the_threshold_in_use_is_on_the_risk_curve(figures):
    assert "in use" in risk_coverage_chart(figures["classification"], figures["verdicts"])


def test_a_label_stays_off_the_axis():
    plot = Plot("title", "x", "y")
    plot.point(0.5, 0.0, "dot", "low")
    plot.point(0.5, 1.0, "dot", "high")
    places = {words: float(y) for y, words in re.findall(r'y="([\d.]+)" text-anchor="start">(\w+)<', plot.svg())}
    assert places["low"] < plot.y(0)
    assert places["high"] > plot.y(1)


def test_all_pictures_are_in_the_overlap_chart():
    assert overlap_chart([0] * 19 + [7]).count('class="count strong"') == 20
    assert overlap_chart([0] * 20)


def test_nothing_to_draw_is_no_chart():
    figures = figures_of([row(0, "nv"), row(1, "mel")], POINTS, "rule_out", 20)
    classification = figures["classification"]
    assert roc_chart(classification, figures["operating_points"]) == ""
    assert reliability_chart(classification["reliability"], "a", "b") == ""
    assert risk_coverage_chart(classification, figures["verdicts"]) == ""
    assert interval_bar({"value": None, "low": None, "high": None}) == ""
