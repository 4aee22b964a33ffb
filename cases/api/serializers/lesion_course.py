"""A lesion over time as JSON: the numbers of its page and of the compare page."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.api.serializers.person import PersonSerializer
from cases.over_time.change import SHAPES
from cases.over_time.picture import SIZES, Picture


class ValueSerializer(serializers.Serializer):
    """A number with its unit; `px` (lengths and areas alike) means that the picture's scale is unknown."""

    number = serializers.FloatField()
    unit = serializers.CharField(help_text="mm, mm2, px, fraction (0..1) or ratio.")


class PairOfVersionsSerializer(serializers.Serializer):
    """The networks that made a result."""

    segmenter = serializers.CharField()
    classifier = serializers.CharField()


class PictureOverTimeSerializer(serializers.Serializer):
    """A picture as a point in time. Without a result that may be shown, all that comes from the networks is null."""

    image = serializers.IntegerField(source="image.pk")
    case = serializers.IntegerField(source="image.case_id")
    image_type = serializers.CharField(source="image.image_type")
    at = serializers.DateTimeField(help_text="When it was taken, or received where that is not known: `dated` says it.")
    dated = serializers.CharField(help_text="taken or received.")
    mm_per_pixel = serializers.FloatField(source="image.mm_per_pixel", allow_null=True)
    state = serializers.CharField(help_text="Of the latest analysis; not_asked without one, hidden if not yet shown.")
    verdict = serializers.CharField(allow_blank=True, help_text="suspicious, needs_a_person, likely_benign or empty.")
    malignant_probability = serializers.FloatField(
        allow_null=True, help_text="Null also where the networks leave the judgement to a person."
    )
    threshold = serializers.FloatField(allow_null=True)
    analysed_anyway = serializers.BooleanField(source="anyway")
    model_versions = serializers.SerializerMethodField(
        help_text="Probabilities of different versions are not comparable."
    )
    outlined_by = serializers.CharField(allow_blank=True, help_text="person, machine or empty.")
    measures = serializers.SerializerMethodField(help_text="By name, those that are known.")
    colours = serializers.SerializerMethodField()

    @extend_schema_field(PairOfVersionsSerializer(allow_null=True))
    def get_model_versions(self, picture: Picture) -> dict[str, str] | None:
        """Of the result."""
        return dict(zip(("segmenter", "classifier"), picture.versions, strict=True)) if picture.versions else None

    @extend_schema_field(serializers.DictField(child=ValueSerializer()))
    def get_measures(self, picture: Picture) -> dict[str, dict]:
        """Sizes and shapes on the newest outline drawn by a person, else on that of the networks."""
        values = {name: picture.size(name) for name in SIZES}
        values |= {name: picture.measure(name, unit) for name, unit in SHAPES.items()}
        return {name: value._asdict() for name, value in values.items() if value}

    @extend_schema_field(serializers.ListField(child=serializers.CharField(), allow_null=True))
    def get_colours(self, picture: Picture) -> list[str] | None:
        """Those of the six that are present, or null."""
        return picture.measurements.get("colours")


class DecisionSerializer(serializers.Serializer):
    """A signed review."""

    case = serializers.IntegerField(source="case_id")
    version = serializers.IntegerField()
    diagnosis = serializers.CharField()
    management = serializers.CharField()
    follow_up_weeks = serializers.IntegerField(allow_null=True)
    signed_at = serializers.DateTimeField()
    signed_by = PersonSerializer()


class HistologySerializer(serializers.Serializer):
    """What a laboratory found."""

    diagnosis = serializers.CharField()
    breslow_mm = serializers.FloatField(allow_null=True)
    margins = serializers.CharField(allow_blank=True)
    reported_on = serializers.DateField()


class LesionTimelineSerializer(serializers.Serializer):
    """Everything on the line, each list oldest first."""

    lesion = serializers.IntegerField()
    pictures = PictureOverTimeSerializer(many=True)
    decisions = DecisionSerializer(many=True)
    histology = HistologySerializer(many=True)


class ChangeSerializer(serializers.Serializer):
    """One measure, earlier and later. `absolute` and `relative` are null where `not_compared` says why."""

    name = serializers.CharField()
    earlier = ValueSerializer(allow_null=True)
    later = ValueSerializer(allow_null=True)
    absolute = serializers.FloatField(allow_null=True, help_text="later - earlier, in their unit.")
    relative = serializers.FloatField(allow_null=True, help_text="absolute / earlier.")
    not_compared = serializers.CharField(allow_blank=True, help_text="missing, unknown_scale, other_versions or empty.")
    noise = serializers.FloatField(
        allow_null=True,
        help_text="Nine of ten pairs of pictures of one lesion differ by at most this; null: not measured.",
    )
    within_noise = serializers.BooleanField()


class ColourChangeSerializer(serializers.Serializer):
    """Which of the six colours came, went and stayed."""

    appeared = serializers.ListField(child=serializers.CharField())
    vanished = serializers.ListField(child=serializers.CharField())
    stayed = serializers.ListField(child=serializers.CharField())


class LesionComparisonSerializer(serializers.Serializer):
    """Two pictures of a lesion; all null and no changes where it has not two."""

    earlier = PictureOverTimeSerializer(allow_null=True)
    later = PictureOverTimeSerializer(allow_null=True)
    days = serializers.IntegerField(allow_null=True, help_text="Calendar days between the two.")
    changes = ChangeSerializer(many=True)
    colours = ColourChangeSerializer(allow_null=True)


class AskedPairSerializer(serializers.Serializer):
    """The address's choice of two pictures."""

    a = serializers.IntegerField(required=False, allow_null=True, default=None, help_text="Id of one picture.")
    b = serializers.IntegerField(required=False, allow_null=True, default=None, help_text="Id of the other.")
    all = serializers.BooleanField(
        required=False, default=False, help_text="Where a and b are not named: close-ups and overviews too."
    )
