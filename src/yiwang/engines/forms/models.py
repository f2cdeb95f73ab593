"""Drafts: what somebody typed and has not handed in. Not evidence; nothing of it reaches the record."""

from django.db import models


class Draft(models.Model):
    """A request as it was, faults and all. `code` is read out to a call-taker; one draft for each account, form and subject."""

    account = models.BigIntegerField()
    form = models.CharField(max_length=80)
    version = models.IntegerField()
    subject = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=6, unique=True)
    answers = models.TextField()
    saved_at = models.DateTimeField()
    kept_until = models.DateTimeField(db_index=True)
    held_by = models.BigIntegerField(db_default=0, default=0)  # the unit whose counter goes on with it, and when it last did
    held_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "forms_draft"
        constraints = (models.UniqueConstraint(fields=("account", "form", "subject"), name="forms_draft_once"),)
