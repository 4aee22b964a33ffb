"""Pages of the account: sign in, up and out, passwords."""

from django.urls import path

from accounts.views import (
    change_password,
    give_code,
    reset_password,
    second_factor,
    session,
    sign_in,
    sign_out,
    sign_up,
)

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("sign-in/code/", give_code.GiveCode.as_view(), name="give_code"),
    path("sign-out/", sign_out.SignOut.as_view(), name="sign_out"),
    path("session/", session.session, name="session"),
    path("sign-up/", sign_up.ask_for_account, name="sign_up"),
    path("sign-up/done/", sign_up.account_waits, name="sign_up_done"),
    path("second-factor/", second_factor.second_factor, name="second_factor"),
    path("second-factor/codes/", second_factor.new_recovery_codes, name="new_recovery_codes"),
    path("second-factor/remove/", second_factor.remove_second_factor, name="remove_second_factor"),
    path("password/", change_password.ChangePassword.as_view(), name="change_password"),
    path("password/done/", change_password.ChangePasswordDone.as_view(), name="change_password_done"),
    path("password/reset/", reset_password.ResetPassword.as_view(), name="reset_password"),
    path("password/reset/sent/", reset_password.ResetPasswordSent.as_view(), name="reset_password_sent"),
    path(
        "password/reset/<uidb64>/<token>/",
        reset_password.ResetPasswordConfirm.as_view(),
        name="reset_password_confirm",
    ),
    path("password/reset/done/", reset_password.ResetPasswordComplete.as_view(), name="reset_password_complete"),
]
