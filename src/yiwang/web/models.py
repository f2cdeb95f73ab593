"""What the shell itself remembers: wrong tries, until their time is over."""

from django.db import models


class Tries(models.Model):
    """Failures on one key since an instant. Not evidence: swept when the rest is over."""

    key = models.CharField(primary_key=True, max_length=120)
    failures = models.IntegerField()
    since = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "web_tries"
