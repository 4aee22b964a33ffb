"""Base of the admins of the record: nothing is deleted, and the clinic shows only to who sees several."""

from django.contrib.admin.views.main import ChangeList

from accounts.admin.clinic_scope import ClinicScopedAdmin, ClinicScopedInline, sees_every_clinic
from accounts.roles import Act, may
from cases.selectors import RowsInOrder, in_reading_order


class RecordChangeList(ChangeList):
    """A list that can be ordered by name, although the database cannot read it."""

    def get_results(self, request) -> None:
        """Django's, but that a list of one page goes past the paginator, which knows the order."""
        super().get_results(request)
        if isinstance(in_order := in_reading_order(self.queryset), RowsInOrder) and (
            self.show_all or not self.multi_page
        ):
            self.result_list = in_order[:]


class RecordAdmin(ClinicScopedAdmin):
    """25 rows a page, because most rows carry a picture.

    Attributes:
        loads: relations that list and page show, fetched with the row.
        fixed: fields that never change once the row stands: a record that moves elsewhere is another record.
        author_field: who made the row, filled in here.
    """

    loads: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    author_field = ""
    list_per_page = 25
    list_max_show_all = 100

    def get_queryset(self, request):
        """With what list and page show, in the same query."""
        return super().get_queryset(request).select_related(*self.loads)

    def get_changelist(self, request, **kwargs):
        """The one that knows names."""
        return RecordChangeList

    def get_paginator(self, request, queryset, *args, **kwargs):
        """Also of the choices that a field offers while somebody types."""
        return super().get_paginator(request, in_reading_order(queryset), *args, **kwargs)

    def get_list_display(self, request):
        """A column of one repeated clinic helps nobody."""
        columns = super().get_list_display(request)
        return columns if sees_every_clinic(request.user) else [name for name in columns if name != "clinic"]

    def get_readonly_fields(self, request, obj=None):
        """The fixed fields too, once the row stands."""
        always = tuple(super().get_readonly_fields(request, obj))
        return always + self.fixed if obj else always

    def has_analyse_permission(self, request) -> bool:
        """Who may ask for an analysis; actions name it as `analyse`."""
        return may(request.user, Act.ANALYSE)

    def get_fields(self, request, obj=None):
        """A form for a new row asks only what can be answered."""
        fields = super().get_fields(request, obj)
        return fields if obj else [name for name in fields if name not in self.readonly_fields]

    def get_inlines(self, request, obj):
        """A new row has nothing hanging on it yet."""
        return super().get_inlines(request, obj) if obj else []

    def save_model(self, request, obj, form, change) -> None:
        """Notes who made the row."""
        if self.author_field and not change:
            setattr(obj, self.author_field, request.user)
        super().save_model(request, obj, form, change)


class RecordInline(ClinicScopedInline):
    """Rows of the record on their parent's page, each with a link to its own.

    Attributes:
        loads: relations that the columns show, fetched with the rows.
    """

    loads: tuple[str, ...] = ()
    show_change_link = True

    def get_queryset(self, request):
        """With what the columns show, in the same query."""
        return super().get_queryset(request).select_related(*self.loads)
