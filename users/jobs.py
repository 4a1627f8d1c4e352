"""What accounts leave to a worker."""

from common.jobs import app
from ledger.retrying import retrying
from users import erasing, resetting
from users.models import User


@app.task
def erase_account(user: int) -> None:
    """Delete every row of a closed account; `manage.py erase_accounts` ends what was cut short."""
    closed = User.objects.filter(pk=user, deleted_at__isnull=False)
    for account in retrying(lambda: list(closed)):
        erasing.erase_account(account)


@app.task
def mail_reset_link(email: str, base: str) -> None:
    """Whether there is such an account is found out here, where nobody can measure it."""
    resetting.mail_link(email, base)
