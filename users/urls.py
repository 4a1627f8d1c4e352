from django.urls import path

from users import views

urlpatterns = [
    path("register/", views.Register.as_view()),
    path("login/", views.LogIn.as_view()),
    path("token/refresh/", views.RefreshTokens.as_view()),
    path("logout/", views.LogOut.as_view()),
    path("logout/all/", views.LogOutEverywhere.as_view()),
    path("me/", views.Me.as_view()),
    path("me/delete/", views.DeleteMe.as_view()),
]
