"""Series of document numbers: one row a unit, kind and year, locked only in the move that takes a number."""

from django.db import models


class Series(models.Model):
    id = models.BigAutoField(primary_key=True)
    unit = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    year = models.SmallIntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        db_table = "documents_series"
        constraints = (models.UniqueConstraint(fields=("unit", "kind", "year"), name="documents_series_once"),)
