"""Pictures and, on a picture's page, its analyses."""

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, Subquery
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.html import format_html

from accounts.roles import Act, may
from analysis.admin.analyse_again import analyse_again
from analysis.admin.analysis_inline import AnalysisInline
from analysis.admin.outlined_picture import outlined_picture
from analysis.admin.result_admin import case_link
from analysis.admin.result_panel import result_panel
from analysis.models import Analysis
from cases.admin.body_site_filter import BodySiteOfImageFilter
from cases.admin.latest_result import LatestResultColumns, outline_of
from cases.admin.new_batch import analyse_in_batch, new_batch_page
from cases.admin.record_admin import RecordAdmin
from cases.models import LesionImage
from cases.selectors import with_latest_analysis


class LatestStateFilter(admin.SimpleListFilter):
    """By the state of the latest analysis."""

    title = "latest analysis"
    parameter_name = "latest"

    def lookups(self, request, model_admin):
        """The states, and none at all."""
        return [*Analysis.State.choices, ("none", "Never analysed")]

    def queryset(self, request, queryset):
        """The pictures whose latest analysis is in that state."""
        if not self.value():
            return queryset
        if self.value() == "none":
            return queryset.filter(~Exists(Analysis.shown.filter(image=OuterRef("pk"))))
        latest = Analysis.shown.filter(image=OuterRef("pk")).order_by("-queued_at", "-pk")
        return queryset.alias(latest_state=Subquery(latest.values("state")[:1])).filter(latest_state=self.value())


class LesionImageForm(forms.ModelForm):
    """A scale of zero or less is no scale."""

    mm_per_pixel = forms.FloatField(min_value=1e-6, required=False, label="Scale, mm per pixel of the original")


@admin.register(LesionImage)
class LesionImageAdmin(LatestResultColumns, RecordAdmin):
    """Pictures arrive by upload; what they are of can be corrected, what they are cannot."""

    form = LesionImageForm
    clinic_path = "case__lesion__patient__clinic"
    loads = ("case__lesion__patient__clinic", "received_by")
    list_display = (
        "number",
        "outlined",
        "case_shown",
        "patient",
        "image_type",
        "state_shown",
        "verdict",
        "malignant",
        "size",
        "received_at",
    )
    list_display_links = ("number", "outlined")
    list_filter = (
        LatestStateFilter,
        "image_type",
        BodySiteOfImageFilter,
        "synthetic",
        ("case__lesion__patient__clinic", admin.RelatedOnlyFieldListFilter),
        "received_at",
    )
    date_hierarchy = "received_at"
    ordering = ("-received_at", "-pk")
    search_fields = (
        "=id",
        "=case__id",
        "^sha256",
        "case__lesion__patient__name__holds",
    )
    search_help_text = "Number of the picture or case, whole record number, beginnings of the name, SHA-256"
    actions = ("analyse_again", analyse_in_batch)
    fieldsets = (
        (None, {"fields": ("result", "picture", "case_shown", "patient")}),
        ("What it is of", {"fields": ("image_type", "taken_at", "mm_per_pixel")}),
        ("As received", {"fields": ("size", "file", "sha256", "origin", "received_at", "received_by")}),
    )
    readonly_fields = (
        "result",
        "picture",
        "case_shown",
        "patient",
        "size",
        "file",
        "sha256",
        "origin",
        "received_at",
        "received_by",
    )
    inlines = (AnalysisInline,)

    def get_urls(self) -> list:
        """With the page that starts a batch."""
        page = self.admin_site.admin_view(lambda request: new_batch_page(self, request))
        return [path("batch/", page, name="cases_lesionimage_batch"), *super().get_urls()]

    def has_batch_permission(self, request) -> bool:
        """Who may start a batch; the action names it as `batch`."""
        return may(request.user, Act.ADMINISTER)

    def has_add_permission(self, request, obj=None) -> bool:
        """Not here; see the class."""
        return False

    def save_model(self, request, obj, form, change) -> None:
        """What the result rests on is asked again: no millimetres of an old scale, no class for an overview.

        A new scale changes nothing about why a gate was overruled: the result it measures anew stays one of these.
        """
        super().save_model(request, obj, form, change)
        corrected = {"image_type", "mm_per_pixel"} & set(form.changed_data)
        if corrected:
            latest = obj.latest_analysis
            overruled = latest is not None and latest.anyway and latest.state == Analysis.State.DONE
            images = self.get_queryset(request).filter(pk=obj.pk)
            analyse_again(self, request, images, anyway=overruled and "image_type" not in corrected)

    def get_queryset(self, request):
        """With their latest analysis; the engine room shows results that pages hide until there is an impression."""
        return with_latest_analysis(super().get_queryset(request), hidden_too=True)

    @admin.display(description="number", ordering="pk")
    def number(self, image) -> int:
        """Its number."""
        return image.pk

    @admin.display(description="case", ordering="case")
    def case_shown(self, image) -> str:
        """The case's page on the site."""
        return case_link(image.case)

    @admin.display(description="patient", ordering="case__lesion__patient__name")
    def patient(self, image) -> str:
        """Whose lesion it shows."""
        return str(image.case.lesion.patient)

    @admin.display(description="picture")
    def picture(self, image) -> str:
        """Large, with the outline of the latest analysis."""
        return outlined_picture(image, outline_of(image), kind="rendition")

    @admin.display(description="latest result")
    def result(self, image) -> str:
        """Of the latest analysis, or why there is none."""
        return result_panel(image.latest_analysis) if image.latest_analysis else "Never analysed."

    def view_on_site(self, image) -> str:
        """The case's page on the site, where the picture stands."""
        return reverse("cases:case", args=[image.case_id])

    @admin.display(description="origin")
    def origin(self, image) -> str:
        """Drawn pictures say so wherever they show."""
        return "Synthetic: drawn by the demo" if image.synthetic else "Photograph"

    @admin.display(description="original")
    def file(self, image) -> str:
        """The untouched file, as a download."""
        address = reverse("cases:image_file", args=[image.pk, "original"])
        return format_html('<a href="{}">Download</a>, {}', address, filesizeformat(image.original_bytes))

    @admin.action(description="Analyse again", permissions=["analyse"])
    def analyse_again(self, request, queryset) -> None:
        """A new analysis of each ticked picture."""
        analyse_again(self, request, queryset)
