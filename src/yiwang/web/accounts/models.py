"""What the log-in remembers: where somebody is signed in, and other departments' systems that people sign in to through us."""

from django.db import models

from yiwang.engines.identity import targets


class SignIn(models.Model):
    """A session that stands, with where it is. It goes when the session goes."""

    key = models.CharField(max_length=40, unique=True)
    account = models.ForeignKey(targets.Account, models.PROTECT, related_name="+")
    device = models.CharField(max_length=80)
    address = models.CharField(max_length=64)
    generation = models.IntegerField()
    since = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_signin"


class Passkey(models.Model):
    """A key on somebody's own device. We keep its public half alone."""

    account = models.ForeignKey(targets.Account, models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    credential = models.CharField(max_length=1400, unique=True)  # its identifier, in hexadecimal
    public = models.TextField()  # COSE key with identifier, in hexadecimal
    count = models.BigIntegerField()  # what the device has counted; a smaller number later is a copy
    since = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_passkey"


class Client(models.Model):
    """Another system. Addresses that it is sent back to are kept whole, one a line, and compared whole."""

    code = models.CharField(max_length=40, primary_key=True)
    title = models.CharField(max_length=60)
    secret = models.CharField(max_length=64, blank=True)  # SHA-256; empty until it is handed out
    signing = models.TextField(blank=True, default="", db_default="")  # sealed; empty while its program hands nothing in by itself
    addresses = models.TextField()
    leaving = models.TextField(blank=True)  # where it may be sent after signing out
    scopes = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_client"


class Grant(models.Model):
    """What somebody agreed to, once: its code is taken once, its tokens end with the session it came from."""

    code = models.CharField(max_length=64, unique=True)  # SHA-256, as all of them here
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    signin_id = models.BigIntegerField()
    account = models.ForeignKey(targets.Account, models.PROTECT, related_name="+")
    tenure = models.BigIntegerField()
    mandate = models.BigIntegerField()
    address = models.CharField(max_length=500)
    scope = models.CharField(max_length=120)
    nonce = models.CharField(max_length=200, blank=True)
    challenge = models.CharField(max_length=128)
    since = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    access = models.CharField(max_length=64, blank=True, db_index=True)
    access_until = models.DateTimeField(null=True)
    refresh = models.CharField(max_length=64, blank=True, db_index=True)
    refreshed = models.CharField(max_length=64, blank=True, db_index=True)  # the one before: whoever brings it has stolen it, or lost the answer
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_grant"
