from django.urls import path
from rest_framework.routers import SimpleRouter

from ledger.history import ChangesView, OperationViewSet

router = SimpleRouter()
router.register("operations", OperationViewSet, basename="operation")
urlpatterns = [path("changes/", ChangesView.as_view()), *router.urls]
