"""`manage.py erase_accounts`: finish what `POST /api/me/delete/` began and a stop interrupted."""

from typing import Any

from django.core.management.base import BaseCommand

from common.progress import progress
from users.erasing import erase_account
from users.models import User


class Command(BaseCommand):
    help = "Erase the accounts that their owners deleted and of which rows are left."

    def handle(self, *args: Any, **options: Any) -> None:
        closed = list(User.objects.filter(deleted_at__isnull=False).order_by("pk"))
        for user in progress(closed, "Erasing accounts", self.stderr):
            erase_account(user)
        self.stdout.write(f"{len(closed)} accounts erased.")
