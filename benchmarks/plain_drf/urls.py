from django.urls import include, path
from rest_framework.routers import SimpleRouter

from benchmarks.plain_drf.views import TransactionViewSet

router = SimpleRouter()
router.register("transactions", TransactionViewSet, basename="transaction")
urlpatterns = [path("api/", include(router.urls))]
