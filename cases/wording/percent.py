"""Shares as people read them."""


def percent(fraction: float) -> str:
    """0.6534 as "65.3%"; also the length of a bar."""
    return f"{fraction * 100:.1f}%"


def percents_apart(probability: float, threshold: float) -> tuple[str, str]:
    """Both as text, with more digits where one would read "20.9%, below the threshold of 20.9%"."""
    for digits in (1, 2, 3, 4, 5):
        shown = f"{probability * 100:.{digits}f}%", f"{threshold * 100:.{digits}f}%"
        if shown[0] != shown[1]:
            break
    return shown
