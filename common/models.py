from django.db import models

from common.text import KeyField


class LimitCount(models.Model):
    """How often something limited was done in its current window, for all servers together.

    `span` names the window by the second in which it ends, so that old rows are known from new
    ones; the names avoid `key`, `window` and `count`, which MySQL reserves.
    """

    caller = KeyField(max_length=64, primary_key=True)
    span = models.BigIntegerField()
    used = models.PositiveIntegerField()
