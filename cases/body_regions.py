"""Where each body site lies on the body map: the regions of the drawing in templates/parts/body_map.html.

Own drawing, 200 wide and 440 high. Points are of the left half of the drawing; the other half is mirrored. Later
regions lie on top of earlier ones, so that small ones need no exact gap. The body's outline cuts them; ears, palms and
soles have their own. As on every body chart the patient faces the reader in front: the drawing's left is the patient's
right.
"""

from dataclasses import dataclass

from cases.body_sites import BY_CODE

WIDTH = 200
HEIGHT = 440

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Region:
    """One area of one side of the body map.

    Attributes:
        view: "front" or "back".
        site: a code of `cases.body_sites`.
        side: "left" or "right", as the patient's; empty where the region crosses the middle.
        points: its border, in the drawing's units.
        at: a point well inside, in the drawing's units.
        cut: the body's outline cuts it; otherwise it has its own rounded outline.
    """

    view: str
    site: str
    side: str
    points: Points
    at: tuple[float, float]
    cut: bool = True

    @property
    def name(self) -> str:
        """As people say it: "Right upper arm"."""
        return f"{self.side} {BY_CODE[self.site].name.lower()}".strip().capitalize()


def _mirrored(points: Points) -> Points:
    return tuple((WIDTH - x, y) for x, y in points)


def _whole(view: str, site: str, at: tuple[float, float], *half: tuple[float, float]) -> list[Region]:
    """Across the middle: `half` from the middle of the top to the middle of the bottom."""
    return [Region(view, site, "", half + _mirrored(half)[::-1], at)]


def _pair(
    view: str, site: str, at: tuple[float, float], *points: tuple[float, float], cut: bool = True
) -> list[Region]:
    """One on each side."""
    here, there = ("right", "left") if view == "front" else ("left", "right")
    mirrored_at = (WIDTH - at[0], at[1])
    return [
        Region(view, site, here, points, at, cut),
        Region(view, site, there, _mirrored(points), mirrored_at, cut),
    ]


def _moved(by: tuple[float, float], points: Points) -> Points:
    return tuple((x + by[0], y + by[1]) for x, y in points)


HAIRLINE = ((100, 21), (93, 21.5), (86, 24), (80, 29), (76, 33))
JAW = ((76, 49), (82, 51), (87, 56.5), (93, 60.5), (100, 62))
NAPE = ((76, 49), (86, 50.5), (100, 52))
COLLAR = ((100, 82), (92, 80.5), (83, 77), (76, 71))
SHOULDER = ((83, 77), (72, 79.5), (65, 84), (61, 93), (59.5, 104), (57, 122))
RIBS = ((58, 138), (68, 143), (82, 144), (91, 141), (100, 136))
BLADES = ((58, 138), (68, 143), (82, 145), (100, 146))
FLANK = ((56.3, 126), (61, 131), (67, 142), (69, 166))
GROIN = ((46, 202), (58, 205), (74, 213), (88, 221), (97, 229), (100, 231))
CREST = ((46, 189), (60, 192), (75, 190), (88, 190), (100, 193))
FOLD = ((46, 226), (54, 236), (66, 242), (80, 243), (92, 240), (100, 231))
KNEE = ((46, 319), (62, 324), (75, 325), (88, 322), (100, 319))
ANKLE = ((46, 399), (100, 399))

EAR = ((82.2, 32), (79.4, 30.2), (76.6, 32), (76, 36.5), (77.2, 41), (78.8, 45), (81.6, 46.5), (82.2, 43), (82, 37))
# the right palm as the patient shows it, fingers down
PALM = (
    (25, 0), (29, 8), (35, 17), (38.5, 24), (37.5, 28.5), (34, 29), (29.5, 24), (29.5, 29), (31, 37), (31, 45),
    (28.7, 47.5), (26.3, 45), (25, 34), (24, 34), (24.4, 47), (22, 50.5), (19.4, 47), (18.6, 35), (17.6, 35),
    (16.8, 46.5), (14.2, 49.2), (11.8, 46.5), (11.8, 34), (10.6, 33), (8.4, 41.5), (6, 43.4), (4, 41), (4.8, 32),
    (6.4, 22), (9.6, 9), (11, 0),
)  # fmt: skip
# the left sole as it is seen from behind, toes down
SOLE = (
    (12, 0), (6, 1.5), (3.5, 7), (4, 15), (5, 24), (4, 32), (2.5, 39), (3.5, 45), (6, 48), (9.5, 50), (13.5, 52),
    (18, 53.5), (21.5, 50), (22, 44), (20.5, 38), (18, 30), (17.5, 22), (19.5, 13), (20, 6), (17.5, 1.5),
)  # fmt: skip


def _limbs(view: str, *, leg_top: Points) -> list[Region]:
    return [
        *_pair(view, "thigh", (78, 275), *leg_top, *KNEE[::-1]),
        *_pair(view, "lower_leg", (74, 360), *KNEE, *ANKLE[::-1]),
        *_pair(view, "foot", (76, 416), *ANKLE, (100, 440), (46, 440)),
        *_pair(view, "upper_arm", (46, 142), (28, 122), (57.6, 122), (54.5, 146), (50, 171), (26, 162)),
        *_pair(view, "forearm", (34, 190), (26, 162), (50, 171), (44, 192), (34, 218), (12, 208)),
        *_pair(view, "hand", (21, 236), (12, 208), (34, 218), (34, 262), (4, 262), (4, 216)),
        *_pair(view, "shoulder", (54, 100), *SHOULDER[1:], (57, 122), (28, 124), (30, 76), (72, 76)),
    ]


REGIONS: tuple[Region, ...] = (
    *_limbs("front", leg_top=GROIN),
    *_whole("front", "face", (100, 40), *HAIRLINE, *JAW),
    *_whole("front", "scalp", (100, 16), (100, 6), (76, 6), *HAIRLINE[::-1]),
    *_whole("front", "neck", (100, 71), *JAW[::-1], *COLLAR[::-1]),
    *_whole("front", "chest", (100, 108), *COLLAR, *SHOULDER, *RIBS),
    *_whole("front", "abdomen", (100, 170), *RIBS[::-1], (56, 137), *GROIN),
    *_pair("front", "lateral_torso", (64.5, 172), *FLANK, (67, 190), (62, 207), (46, 207)),
    *_whole("front", "genital", (100, 216), (100, 204), (89, 207), (92, 217), (97, 229), (100, 231)),
    *_pair("front", "ear", (79, 38), *EAR, cut=False),
    *_pair("front", "palm", (24, 372), *_moved((3, 352), PALM), cut=False),
    *_limbs("back", leg_top=FOLD),
    *_whole("back", "scalp", (100, 30), (100, 6), (76, 6), *NAPE),
    *_whole("back", "neck", (100, 66), *NAPE[::-1], *COLLAR[::-1]),
    *_whole("back", "upper_back", (100, 112), *COLLAR, *SHOULDER, *BLADES),
    *_whole("back", "lower_back", (100, 169), *BLADES[::-1], (56, 137), *CREST),
    *_whole("back", "buttocks", (82, 216), *CREST[::-1], *FOLD),
    *_pair("back", "lateral_torso", (64.5, 166), *FLANK, (66, 186), (60, 194), (46, 194)),
    *_pair("back", "ear", (79, 38), *EAR, cut=False),
    *_pair("back", "sole", (20, 382), *_moved((10, 358), SOLE), cut=False),
)
