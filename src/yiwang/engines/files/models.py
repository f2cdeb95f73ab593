"""Contents and who holds them. File may be a foreign key's target; Holding is private."""

from django.db import models


class File(models.Model):
    """A content, stored once. Its bytes lie in the data folder under its hash."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.BigIntegerField()
    created_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)  # when it was looked through for malware; null: not yet
    found = models.CharField(max_length=120, blank=True, default="", db_default="")  # what malware was found in it: it is not given out any more
    discarded_at = models.DateTimeField(null=True)  # erased: names and bytes are to go, a reader removes them

    class Meta:
        db_table = "files_file"
        indexes = (models.Index(fields=("discarded_at",), name="files_file_discarded", condition=models.Q(discarded_at__isnull=False)),
                   models.Index(fields=("created_at", "sha256"), name="files_file_unseen", condition=models.Q(scanned_at__isnull=True)))


class Holding(models.Model):
    """That an account handed in a content, under a name and for a purpose; account 0 is the platform itself."""

    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    account = models.BigIntegerField()
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=80)
    purpose = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "files_holding"
        constraints = (models.UniqueConstraint(fields=("account", "file", "name", "purpose"), name="files_holding_once"),)
