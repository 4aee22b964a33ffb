"""Addresses of the whole site."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from skinlesion.health import livez, readyz
from skinlesion.metrics.view import metrics
from skinlesion.trail.api import Trail, TrailExport
from skinlesion.trail.in_admin import export_trail

urlpatterns = [
    path("livez", livez, name="livez"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("admin/audit/export.<str:form>", admin.site.admin_view(export_trail), name="export-trail"),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    path("api/", include("accounts.api.urls")),
    path("api/audit/", Trail.as_view(), name="api-audit"),
    path("api/audit/export/", TrailExport.as_view(), name="api-audit-export"),
    path("api/", include("cases.api.urls")),
    path("", include("cases.urls")),
]

handler400 = "skinlesion.errors.bad_request"
handler403 = "skinlesion.errors.forbidden"
handler404 = "skinlesion.errors.not_found"
handler500 = "skinlesion.errors.server_error"
