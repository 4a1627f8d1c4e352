from django.urls import path
from django.views.generic import RedirectView

from dashboard.entrances import ForgotPassword, SignIn, SignUp
from dashboard.shell import PAGES, service_worker, shell

urlpatterns = [
    path("", shell),
    *(path(f"{page}/", shell) for page in PAGES),
    *(path(page, RedirectView.as_view(url=f"/{page}/", query_string=True)) for page in PAGES),
    path("imports/<int:number>/", shell),
    path("sign-in/", SignIn.as_view(), name="sign-in"),
    path("sign-up/", SignUp.as_view(), name="sign-up"),
    path("forgot-password/", ForgotPassword.as_view(), name="forgot-password"),
    path("service-worker.js", service_worker),
]
