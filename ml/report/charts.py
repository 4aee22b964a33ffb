"""The report's charts."""

from ml.bootstrap import wilson
from ml.report.plot import Plot


def roc_chart(classification: dict, points: dict[str, dict]) -> str:
    """Both ROC curves, with the operating points on the malignant one; "" where there is no curve."""
    curves = classification["roc"]
    if not curves["malignant"] and not curves["melanoma"]:
        return ""
    plot = Plot("ROC curves with operating points", "1 − specificity", "sensitivity")
    plot.line([(0, 0), (1, 1)], "even")
    if curves["melanoma"]:
        plot.line(curves["melanoma"], "second")
    if curves["malignant"]:
        plot.line(curves["malignant"], "first")
        for name, point in points.items():
            sensitivity, specificity = point["sensitivity"]["value"], point["specificity"]["value"]
            if sensitivity is not None and specificity is not None:
                plot.point(1 - specificity, sensitivity, "dot", f"{named(name)}, {point['threshold']:.3f}")
    return plot.svg()


def reliability_chart(bins: list[dict], of: str, outcome: str) -> str:
    """Hit rate against probability, with Wilson's interval of each bin and how many pictures it holds.

    Args:
        bins: what `ml.calibration_metrics.reliability` gave.
        of: whose probability it is.
        outcome: what the pictures turned out to be.
    """
    if not bins:
        return ""
    plot = Plot(f"Reliability: {of}", f"{of}: probability given", f"fraction that was {outcome}")
    most = max(each["n"] for each in bins)
    for each in bins:
        plot.bar(each["low"], each["high"], 0.22 * each["n"] / most, "count")
    plot.line([(0, 0), (1, 1)], "even")
    plot.line([(each["confidence"], each["correct"]) for each in bins], "first")
    for each in bins:
        plot.whisker(each["confidence"], *wilson(each["correct"], each["n"]))
        plot.point(each["confidence"], each["correct"], "dot")
    return plot.svg()


def risk_coverage_chart(classification: dict, verdicts: dict) -> str:
    """Error rate against the fraction of pictures that are kept, with the threshold in use."""
    curve = classification["risk_coverage"]
    if not curve:
        return ""
    top = max(0.1, -(-max(risk for _, risk in curve) * 20 // 1) / 20)
    plot = Plot(
        "Risk-coverage curve", "coverage: pictures the program keeps", "risk: wrong among those", y_range=(0, top)
    )
    plot.line(curve, "first")
    handed_over, accuracy = verdicts["handed_over"]["value"], verdicts["accuracy_of_kept"]["value"]
    if handed_over is not None and accuracy is not None and 1 - accuracy <= top:
        plot.point(1 - handed_over, 1 - accuracy, "dot", "in use")
    return plot.svg()


def overlap_chart(counts: list[int]) -> str:
    """How many pictures have which IoU."""
    most = max(*counts, 1)
    # Five steps of a round height, so that the axis shows whole pictures.
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10**6) if 5 * s >= most)
    plot = Plot("How well the masks fit", "IoU with the true mask", "pictures", y_range=(0, 5 * step))
    for place, count in enumerate(counts):
        plot.bar(place / len(counts), (place + 1) / len(counts), count, "count strong")
    return plot.svg()


def named(point: str) -> str:
    """rule_out as people write it."""
    return point.replace("_", " ")
