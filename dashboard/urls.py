from django.urls import path

from dashboard.entrances import ForgotPassword, SignIn, SignUp, reset_page
from dashboard.shell import PAGES, service_worker, shell, with_slash

_ENTRANCES = ("sign-in", "sign-up", "forgot-password", "reset-password")

urlpatterns = [
    path("", shell),
    *(path(f"{page}/", shell) for page in PAGES),
    path("imports/<int:number>/", shell),
    *(path(page, with_slash) for page in (*PAGES, "imports/<int:number>", *_ENTRANCES)),
    path("sign-in/", SignIn.as_view(), name="sign-in"),
    path("sign-up/", SignUp.as_view(), name="sign-up"),
    path("forgot-password/", ForgotPassword.as_view(), name="forgot-password"),
    path("reset-password/", reset_page),
    path("service-worker.js", service_worker),
]
