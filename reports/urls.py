from django.urls import path

from reports import views

urlpatterns = [
    path("analytics/", views.AnalyticsView.as_view()),
    path("reports/summary/", views.SummaryView.as_view()),
    path("reports/by-category/", views.ByCategoryView.as_view()),
    path("reports/monthly-summary/", views.MonthlySummaryView.as_view()),
]
