"""What the shell itself remembers: wrong tries, until their time is over; and, out of the record, who looked into whose data."""

from django.db import models


class Tries(models.Model):
    """Failures on one key since an instant. Not evidence: swept when the rest is over."""

    key = models.CharField(primary_key=True, max_length=120)
    failures = models.IntegerField()
    since = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "web_tries"


class Looked(models.Model):
    """An official looked into somebody's data for a purpose. Derived from the record by a reader; `seer` is whose data it was, as cases number them."""

    id = models.BigAutoField(primary_key=True)
    seer = models.BigIntegerField()
    at = models.DateTimeField()
    unit = models.CharField(max_length=200)
    post = models.CharField(max_length=200, blank=True)
    what = models.CharField(max_length=300)
    purpose = models.TextField()
    path = models.CharField(max_length=300, blank=True)
    chain = models.BigIntegerField()
    n = models.IntegerField()

    class Meta:
        db_table = "web_looked"
        constraints = (models.UniqueConstraint(fields=("chain", "n"), name="web_looked_once"),)
        indexes = (models.Index(fields=("seer", "-id"), name="web_looked_list"),)
