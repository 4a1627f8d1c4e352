from django.urls import path

from reports import views

urlpatterns = [
    path("analytics/", views.AnalyticsView.as_view()),
    path("reports/summary/", views.SummaryView.as_view()),
    path("reports/by-category/", views.ByCategoryView.as_view()),
    path("reports/trends/", views.TrendsView.as_view()),
    path("reports/monthly-summary/", views.MonthlySummaryView.as_view()),
    path("reports/calendar/", views.CalendarView.as_view()),
    path("reports/weekly/", views.WeeklyView.as_view()),
    path("reports/currencies/", views.CurrenciesView.as_view()),
    path("reports/insights/", views.InsightsView.as_view()),
]
