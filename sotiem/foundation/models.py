from django.db import models


class CurrentTransaction(models.Func):
    """The number PostgreSQL gave to the running transaction."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class AuditEntry(models.Model):
    """One thing that was read or done. Never changed, never deleted, no foreign keys.

    `digest` is the SHA-256 of what was written, where a version was written: the trail can
    then tell whether that row still says what it said.
    """

    transaction = models.BigIntegerField(db_default=CurrentTransaction())
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_key = models.CharField(max_length=80)
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    patient_id = models.BigIntegerField(null=True)
    reason = models.TextField(default="")
    digest = models.CharField(max_length=64, default="")
    details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=36, default="")

    class Meta:
        indexes = [
            models.Index(fields=["transaction", "id"], name="audit_entry_in_order"),
            models.Index(
                fields=["patient_id", "-id"],
                name="audit_entry_of_patient",
                condition=models.Q(patient_id__isnull=False),
            ),
            models.Index(fields=["object_kind", "object_id", "id"], name="audit_entry_of_object"),
            models.Index(fields=["action", "-id"], name="audit_entry_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_kind}:{self.object_id}"


class AuditSeal(models.Model):
    """A link of the hash chain: all entries after the last one, up to (transaction, id)."""

    number = models.BigIntegerField(unique=True)
    sealed_at = models.DateTimeField()
    last_transaction = models.BigIntegerField()
    last_entry = models.BigIntegerField()
    entries = models.IntegerField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"seal {self.number}"


class StoredFile(models.Model):
    """A file kept as it came, named by its content."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]


class Allowance(models.Model):
    """How often someone (a hashed phone, an address) did something in the current window."""

    key = models.CharField(max_length=64, primary_key=True)
    window_started_at = models.DateTimeField()
    spent = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["window_started_at"], name="allowance_by_age")]

    def __str__(self) -> str:
        return self.key[:8]
