"""What a reader must know before believing the figures."""

from ml.diagnoses import CODES
from ml.subgroups import FEWEST

FEW_PICTURES = 100


def cautions(figures: dict) -> list[str]:
    """Sentences, the gravest first; empty where nothing is amiss."""
    found = [_size(figures), _refused(figures), *_classes(figures), *_origin(figures)]
    return [sentence for sentence in found if sentence]


def _size(figures: dict) -> str:
    if figures["n"] >= FEW_PICTURES:
        return ""
    return f"Only {figures['n']} pictures: every figure here is rough, look at the intervals before the values."


def _refused(figures: dict) -> str:
    if figures["n"] and figures["refused"] == figures["n"]:
        return "Every picture was refused: there is no probability, so no curve, calibration or operating point."
    return ""


def _classes(figures: dict) -> list[str]:
    if not figures["classification"]:
        return ["No diagnosis is known for any picture: there are no figures of the classification."]
    counts = {code: found["n"] for code, found in figures["classification"]["per_class"].items()}
    absent = [code for code in CODES if counts[code] == 0]
    few = [f"{code} ({counts[code]})" for code in CODES if 0 < counts[code] < FEWEST]
    malignant, answered = figures["classification"]["n_malignant"], figures["classification"]["n_answered"]
    found = []
    if absent:
        found.append(f"Not among these pictures: {', '.join(absent)}. BMA and macro F1 are means over the others.")
    if few:
        found.append(f"Fewer than {FEWEST} pictures of {', '.join(few)}: their figures are rough.")
    if answered and malignant in (0, answered):
        found.append("All answered pictures are of one kind, malignant or benign: there is no AUC to compute.")
    elif 0 < malignant < FEWEST:
        found.append(f"Only {malignant} malignant pictures: sensitivities at the operating points are rough.")
    return found


def _origin(figures: dict) -> list[str]:
    found = []
    if figures["lesions"] == figures["n"] and figures["n"] > 1:
        found.append(
            "Each picture counts as a lesion of its own. Where some show the same lesion without saying so, the "
            "intervals are too narrow."
        )
    if figures.get("train_pictures"):
        found.append(f"{figures['train_pictures']} pictures are of the training split: the figures flatter.")
    if figures.get("split") == "val":
        found.append("Thresholds and temperature were chosen on val: only test can judge them.")
    if not figures["segmentation"]:
        found.append("There are no true masks: there are no figures of the segmentation.")
    return found
