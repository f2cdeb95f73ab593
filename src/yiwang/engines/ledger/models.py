"""Tables of the record. The database itself refuses to change or remove an entry (triggers in the migration)."""

from django.db import models


class Entry(models.Model):
    """One act in one chain. `body` is the very text that was hashed; the other columns repeat parts of it for reading."""

    id = models.BigAutoField(primary_key=True)
    chain = models.BigIntegerField()
    n = models.IntegerField()
    hash = models.BinaryField()
    act = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    key = models.CharField(max_length=64, null=True)
    body = models.TextField()

    class Meta:
        db_table = "ledger_entry"
        constraints = (models.UniqueConstraint(fields=("chain", "n"), name="ledger_entry_place"),)


class Value(models.Model):
    """A personal value beside its entry, which holds only the salted hash. Erasing removes this row and nothing else."""

    id = models.BigAutoField(primary_key=True)
    chain = models.BigIntegerField()
    n = models.IntegerField()
    name = models.CharField(max_length=40)
    salt = models.BinaryField()
    text = models.TextField()

    class Meta:
        db_table = "ledger_value"
        constraints = (models.UniqueConstraint(fields=("chain", "n", "name"), name="ledger_value_place"),)


class Chain(models.Model):
    """Head and length of a chain that has no case row to lie on."""

    id = models.BigIntegerField(primary_key=True)
    subject = models.CharField(max_length=120, unique=True)
    head = models.BinaryField()
    length = models.IntegerField(default=0)

    class Meta:
        db_table = "ledger_chain"


class Feed(models.Model):
    """The sealed order: a dense position for every committed entry, its hash as the leaf of the Merkle tree, and its place: what is gone has a name."""

    pos = models.BigIntegerField(primary_key=True)
    entry = models.BigIntegerField(unique=True)
    leaf = models.BinaryField()
    chain = models.BigIntegerField()
    n = models.IntegerField()

    class Meta:
        db_table = "ledger_feed"


class Sealing(models.Model):
    """One row: up to where the sealer came. What follows `last_entry` means something on PostgreSQL only.

    Everything visible in `snapshot` is sealed. While a large difference is sealed in several passes, `target` is the snapshot they work towards
    and `last_entry` how far they came.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField(default=0)
    last_entry = models.BigIntegerField(default=0)
    snapshot = models.TextField(default="")
    target = models.TextField(default="")
    cluster = models.CharField(max_length=40, default="")

    class Meta:
        db_table = "ledger_sealing"


class Head(models.Model):
    """A signed head: the root over the first `size` positions."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    at = models.DateTimeField()
    algorithm = models.CharField(max_length=10)
    signer = models.CharField(max_length=64)
    signature = models.BinaryField()

    class Meta:
        db_table = "ledger_head"


class Node(models.Model):
    """Roots of full blocks of 256 positions (level 1), of 256 blocks (level 2) …: what an inclusion proof needs without reading all leaves."""

    id = models.BigAutoField(primary_key=True)
    algorithm = models.CharField(max_length=10)
    level = models.SmallIntegerField()
    place = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "ledger_node"
        constraints = (models.UniqueConstraint(fields=("algorithm", "level", "place"), name="ledger_node_place"),)


class Cursor(models.Model):
    """Where a reader is, and who holds it just now."""

    reader = models.CharField(primary_key=True, max_length=80)
    pos = models.BigIntegerField(default=0)
    holder = models.CharField(max_length=80, default="")
    until = models.DateTimeField(null=True)
    version = models.IntegerField(db_default=1)  # of what the reader keeps: what an older one kept is made anew

    class Meta:
        db_table = "ledger_cursor"


class Parked(models.Model):
    """An entry a reader failed on, put aside where a person sees it."""

    id = models.BigAutoField(primary_key=True)
    reader = models.CharField(max_length=80)
    pos = models.BigIntegerField()
    error = models.TextField()
    at = models.DateTimeField()
    tries = models.IntegerField(default=1)

    class Meta:
        db_table = "ledger_parked"
        constraints = (models.UniqueConstraint(fields=("reader", "pos"), name="ledger_parked_place"),)
