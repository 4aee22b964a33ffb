"""Lists come in pages."""

from rest_framework.pagination import PageNumberPagination


class RecordPages(PageNumberPagination):
    """`count, next, previous, results`; 25 a page unless `page_size` says otherwise, 100 at most."""

    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100


class TablePages(RecordPages):
    """For short fixed tables: all rows on the first page."""

    page_size = 100
