"""How a classifier does, as JSON: the numbers of the performance page."""

from django.db.models import QuerySet
from rest_framework import serializers

from analysis.models import ModelVersion
from cases.selectors import versions_visible_to
from cases.selectors.performance import AGAINST


class VisibleClassifier(serializers.PrimaryKeyRelatedField):
    """A version of the classifier that the asking person may know of."""

    def get_queryset(self) -> QuerySet[ModelVersion]:
        """Without those that are only being tried, unless an administrator asks."""
        return versions_visible_to(self.context["request"].user).filter(kind=ModelVersion.Kind.CLASSIFIER)


class PerformanceAskedSerializer(serializers.Serializer):
    """What may be asked for."""

    model = VisibleClassifier(
        pk_field=serializers.IntegerField(),
        required=False,
        help_text="Id of the classifier's version; the one in use unless said otherwise.",
    )
    against = serializers.ChoiceField(choices=list(AGAINST.items()), default="histology")


class ShareSerializer(serializers.Serializer):
    """`hits` of `n` with Wilson's 95 % interval; with fewer than 20 cases `too_few`, and no value."""

    hits = serializers.IntegerField()
    n = serializers.IntegerField()
    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    too_few = serializers.BooleanField()


class FiguresSerializer(serializers.Serializer):
    """Sensitivity and specificity are of the lesions that got an answer; the others are counted beside them."""

    n = serializers.IntegerField()
    malignant = serializers.IntegerField()
    benign = serializers.IntegerField()
    sensitivity = ShareSerializer()
    specificity = ShareSerializer()
    not_missed = ShareSerializer(help_text="Suspicious, left to a person or refused, of all malignant lesions.")
    needs_a_person = ShareSerializer()
    refused = ShareSerializer()


class PointSerializer(serializers.Serializer):
    """An operating point that was used, and for how many answers."""

    name = serializers.CharField(help_text="Empty for versions that knew no operating points.")
    threshold = serializers.FloatField()
    n = serializers.IntegerField()


class SpokenSerializer(serializers.Serializer):
    """What the program said to lesions that are truly malignant, benign, or neither for sure."""

    group = serializers.ChoiceField(choices=["malignant", "benign", "undetermined"])
    counts = serializers.DictField(child=serializers.IntegerField())
    n = serializers.IntegerField()


class MatrixRowSerializer(serializers.Serializer):
    """A true diagnosis, and how many of its lesions got which answer, or none."""

    code = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField())
    n = serializers.IntegerField()


class GroupSerializer(serializers.Serializer):
    """The figures of one group."""

    name = serializers.CharField()
    figures = FiguresSerializer()
    overrides = ShareSerializer()


class GroupsSerializer(serializers.Serializer):
    """The figures by what may make a difference."""

    skin_type = GroupSerializer(many=True)
    site = GroupSerializer(many=True)
    age = GroupSerializer(many=True)


class CountedReasonSerializer(serializers.Serializer):
    """A reason and how often it was given."""

    code = serializers.CharField()
    words = serializers.CharField()
    count = serializers.IntegerField()


class OverridesSerializer(serializers.Serializer):
    """Signed decisions that disagree with the result, of those that had one of this version."""

    rate = ShareSerializer()
    reasons = CountedReasonSerializer(many=True)


class PicturesSerializer(serializers.Serializer):
    """All pictures that this version has seen, each once."""

    n = serializers.IntegerField()
    results = serializers.IntegerField()
    anyway = serializers.IntegerField(help_text="Results that were asked for in spite of a gate.")
    refused = ShareSerializer(help_text="Of all pictures.")
    needs_a_person = ShareSerializer(help_text="Of those with a result.")
    refusals = CountedReasonSerializer(many=True)


class WeekSerializer(serializers.Serializer):
    """A week from Monday on, by the day the pictures were received."""

    start = serializers.DateField()
    n = serializers.IntegerField()
    refused = ShareSerializer()
    needs_a_person = ShareSerializer()


class DistributionSerializer(serializers.Serializer):
    """`counts[week][bin]`, bin i from `edges[i]` to below `edges[i + 1]` (null: no end)."""

    name = serializers.CharField()
    edges = serializers.ListField(child=serializers.FloatField(allow_null=True))
    limits = serializers.ListField(child=serializers.FloatField(), help_text="Beyond these a picture is refused.")
    counts = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    totals = serializers.ListField(child=serializers.IntegerField())
    means = serializers.ListField(
        child=serializers.FloatField(allow_null=True), help_text="Null in weeks of fewer than 20 pictures."
    )


class DriftSerializer(serializers.Serializer):
    """The last 26 weeks, the running one last."""

    weeks = WeekSerializer(many=True)
    distributions = DistributionSerializer(many=True)


class PerformanceSerializer(serializers.Serializer):
    """One row a lesion; `not_analysed` of the `with_truth` lesions have no result of this version."""

    model = serializers.IntegerField(source="classifier.pk")
    version = serializers.CharField(source="classifier.version")
    against = serializers.ChoiceField(choices=list(AGAINST.items()))
    with_truth = serializers.IntegerField()
    not_analysed = serializers.IntegerField()
    anyway = serializers.IntegerField()
    figures = FiguresSerializer()
    points = PointSerializer(many=True)
    spoken = SpokenSerializer(many=True)
    matrix = MatrixRowSerializer(many=True)
    groups = GroupsSerializer()
    overrides = OverridesSerializer()
    pictures = PicturesSerializer()
    drift = DriftSerializer()
