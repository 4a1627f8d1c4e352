from django.urls import path
from django.views.generic import TemplateView

from users.reset_views import ResetPage

urlpatterns = [
    path("done/", TemplateView.as_view(template_name="users/reset_done.html"), name="reset-done"),
    path("<uidb64>/<token>/", ResetPage.as_view()),
]
