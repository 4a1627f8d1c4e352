from django.urls import path
from rest_framework.routers import SimpleRouter

from users import profile_views, reset_views, views
from users.tokens import TokenViewSet

router = SimpleRouter()
router.register("tokens", TokenViewSet, basename="token")
urlpatterns = [
    path("register/", views.Register.as_view()),
    path("login/", views.LogIn.as_view()),
    path("token/refresh/", views.RefreshTokens.as_view()),
    path("logout/", views.LogOut.as_view()),
    path("logout/all/", views.LogOutEverywhere.as_view()),
    path("password-reset/", reset_views.AskForReset.as_view()),
    path("password-reset/confirm/", reset_views.ConfirmReset.as_view()),
    *router.urls,
    path("me/", profile_views.Me.as_view()),
    path("me/password/", profile_views.ChangePassword.as_view()),
    path("me/export/", profile_views.ExportMe.as_view()),
    path("me/delete/", profile_views.DeleteMe.as_view()),
]
