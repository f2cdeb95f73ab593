"""Visits: booked ahead or begun with a number in the hall."""

from django.db import models


class Visit(models.Model):
    """One person's visit to a place on a day. `slot` is empty for who came without booking; `number` is given when they are there."""

    place = models.CharField(max_length=40)
    day = models.DateField()
    slot = models.CharField(max_length=5, blank=True)  # 09:30
    seer = models.BigIntegerField(default=0)  # whose it is: the person or firm; 0 for a number taken at the machine
    account = models.BigIntegerField(default=0)
    code = models.CharField(max_length=8)
    purpose = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=9, default="booked")  # booked, waiting, called, served, missed, cancelled
    number = models.IntegerField(default=0)
    counter = models.CharField(max_length=8, blank=True)
    made_at = models.DateTimeField()
    came_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "booking_visit"
        indexes = (models.Index(fields=("place", "day", "slot"), name="booking_visit_slot"), models.Index(fields=("seer", "-day"), name="booking_visit_mine"))
        constraints = (
            models.UniqueConstraint(fields=("place", "day", "code"), name="booking_visit_code"),
            models.UniqueConstraint(fields=("place", "day", "number"), condition=models.Q(number__gt=0), name="booking_visit_number"),
        )
