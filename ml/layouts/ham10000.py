"""HAM10000 as Harvard Dataverse and Kaggle hand it out: one metadata table, two parts of pictures, perhaps masks.

Source: Tschandl, Rosendahl, Kittler 2018, Scientific Data 5:180161 (doi:10.7910/DVN/DBW86T).
"""

from ml.diagnoses import CODES
from ml.layouts.contents import Contents
from ml.layouts.layout import COLUMNS, Layout, Row, choose_table

LOOKED_FOR = "HAM10000_metadata[.csv|.tab] (columns lesion_id, image_id, dx)"


def ham10000(contents: Contents) -> Layout | None:
    """The rows of the metadata table; None where there is no such table.

    Kaggle's variant has no masks: then none is asked for.
    """
    tables = contents.tables_with("lesion_id", "image_id", "dx")
    if not tables:
        return None
    layout = Layout("HAM10000", published=10_015, masks_needed=bool(contents.masks))
    table = choose_table(tables, "ham10000_metadata", layout)
    if "split" in table.columns:
        layout.notes.append(f"{table.member.path} has a column split; --split-from keeps an existing split.")
    for line, cells in table.rows():
        known = {column: cells.get(column, "") for column in COLUMNS}
        known["dx"] = known["dx"].lower()
        row = Row(known, table.member.path, line)
        if "" in cells:
            layout.problems.append(row.problem("ragged_row", "The row has not as many cells as the header."))
        elif row.dx not in CODES:
            message = f"Unknown diagnosis {row.dx!r}; known are {', '.join(CODES)}."
            layout.problems.append(row.problem("unknown_diagnosis", message))
        elif not row.lesion_id:
            layout.problems.append(row.problem("lesion_missing", "The row names no lesion."))
        else:
            layout.add(row)
    return layout
