from tests.dashboard.visiting import Visitors
from users.models import User


def test_it_opens_accessibly(visit: Visitors, alice: User) -> None:
    seen = visit(alice)
    seen.open("/")
    seen.check_accessibility()


def test_it_fits_a_narrow_phone(visit: Visitors, alice: User) -> None:
    seen = visit(alice, width=320)
    seen.open("/")
    seen.check_width()
    seen.check_accessibility()
