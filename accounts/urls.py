"""Pages of the account: sign in, up and out, passwords."""

app_name = "accounts"
urlpatterns = []
