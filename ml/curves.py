"""A training's log as a picture."""

import csv
import os
from pathlib import Path

COUNTED = ("epoch", "seconds")


def draw_curves(log: Path, picture: Path) -> None:
    """Draws loss, figures on val and learning rate over the epochs, one panel each.

    Args:
        log: `log.csv` of a training; columns other than `loss` and `learning_rate` count as figures on val.
        picture: the PNG to write; it is either the old or the new one, never half.
    """
    # Takes half a second to import, and only trainings need it. Without pyplot nothing needs a screen.
    from matplotlib.figure import Figure

    with log.open(newline="") as file:
        rows = list(csv.DictReader(file))
    epochs = [int(row["epoch"]) for row in rows]
    panels = {title: names for title, names in _panels(rows[0]).items() if names}
    figure = Figure(figsize=(4.5 * len(panels), 4), layout="constrained")
    for axes, (title, names) in zip(figure.subplots(1, len(panels), squeeze=False)[0], panels.items(), strict=True):
        for name in names:
            values = [float(row[name]) if row[name] else float("nan") for row in rows]
            axes.plot(epochs, values, marker=".", label=name)
        axes.set(title=title, xlabel="epoch")
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.grid(alpha=0.3)
        if len(names) > 1:
            axes.legend(fontsize="small")
    unfinished = picture.with_suffix(".unfinished.png")
    figure.savefig(unfinished, dpi=100)
    os.replace(unfinished, picture)


def _panels(row: dict[str, str]) -> dict[str, list[str]]:
    alone = ("loss", "learning_rate")
    figures = [name for name in row if name and name not in (*alone, *COUNTED)]
    loss, rate = ([name] if name in row else [] for name in alone)
    return {"loss": loss, "figures on val": figures, "learning rate": rate}
