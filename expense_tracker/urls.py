"""Every path of the project; each app's own paths are in its `urls.py`."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from common import pages

urlpatterns = [
    # Tried from the top: what is asked for most comes first.
    path("api/", include("transactions.urls")),
    path("api/", include("categories.urls")),
    path("api/", include("budgets.urls")),
    path("api/", include("reports.urls")),
    path("api/", include("imports.urls")),
    path("api/", include("ledger.urls")),
    path("api/", include("users.urls")),
    path("", include("dashboard.urls")),
    path("api/", pages.Index.as_view()),
    path("api/schema/", pages.Schema.as_view(), name="schema"),
    path("api/docs/", pages.SwaggerUI.as_view(), name="docs"),
    path("api/redoc/", pages.Redoc.as_view(), name="redoc"),
    path("problems/", pages.problems),
    path("problems/<slug:code>", pages.problem),
    path("health/live", pages.live),
    path("health/ready", pages.ready),
    path("favicon.ico", RedirectView.as_view(url="/static/common/icon.svg")),
    path("admin/", admin.site.urls),
]

handler400 = "dashboard.shell.bad_request"
