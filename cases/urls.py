"""Every page of the record."""

app_name = "cases"
urlpatterns = []
