from rest_framework.routers import SimpleRouter

from transactions.of_one_type import ExpenseViewSet, IncomeViewSet
from transactions.views import TransactionViewSet

router = SimpleRouter()
router.register("transactions", TransactionViewSet, basename="transaction")
router.register("expenses", ExpenseViewSet, basename="expense")
router.register("income", IncomeViewSet, basename="income")
urlpatterns = router.urls
