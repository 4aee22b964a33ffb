"""Which analyses of a classifier count: one of each picture."""

from django.db.models import QuerySet

from analysis.models import Analysis, ModelVersion
from cases.selectors.deciding_analysis import latest_of_each_picture
from cases.selectors.visible import analyses_visible_to

REFUSED = "refused"


def pictures_of_version(user, classifier: ModelVersion) -> QuerySet[Analysis]:
    """The newest result of each picture that was not drawn; refusals where there is none."""
    own = analyses_visible_to(user).filter(classifier=classifier, image__synthetic=False)
    return latest_of_each_picture(own, classifier=classifier).order_by()
