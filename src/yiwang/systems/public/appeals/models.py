"""What the desk looks up of matters: kept from the record, and made again from it at any time. No name, no number of a person is here."""

from django.db import models


class Matter(models.Model):
    """A matter as it stands. `caller` is the same for the same telephone and says nothing else; `lead` is the matter it was joined to."""

    id = models.BigIntegerField(primary_key=True)  # its chain
    ref = models.CharField(max_length=32)
    title = models.CharField(max_length=200)
    channel = models.CharField(max_length=8)
    place = models.CharField(max_length=12, blank=True)
    topic = models.CharField(max_length=120, blank=True)
    unit = models.BigIntegerField()
    state = models.CharField(max_length=12)
    lead = models.CharField(max_length=32, blank=True)
    party = models.BigIntegerField(default=0)
    caller = models.CharField(max_length=22, blank=True)
    opened_on = models.DateField()
    told_on = models.DateField(null=True)
    sealed = models.BooleanField(default=False)

    class Meta:
        db_table = "appeals_matter"
        indexes = (
            models.Index(fields=("opened_on", "place"), name="appeals_matter_day"), models.Index(fields=("party", "-id"), name="appeals_matter_party"),
            models.Index(fields=("caller", "-id"), name="appeals_matter_caller", condition=~models.Q(caller="")),
            models.Index(fields=("topic", "-id"), name="appeals_matter_topic"), models.Index(fields=("state", "id"), name="appeals_matter_state"),
        )
