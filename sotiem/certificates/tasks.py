from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.certificates import operations
from sotiem.certificates.operations.follow import ISSUER
from sotiem.foundation.jobs import AGAIN


@app.periodic(cron="15 2 * * *")
@app.task(name="ensure_signing_key", queueing_lock="ensure_signing_key")
def ensure_signing_key(timestamp: int) -> None:
    """See to it, every night, that there are keys that outlive what they sign."""
    operations.ensure_signing_key(at=timezone.now())
    operations.ensure_list_key(at=timezone.now())
    operations.ensure_card_key(at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="renew_certificates", queueing_lock="renew_certificates")
def renew_certificates(timestamp: int) -> None:
    """Issue anew what has expired, a thousand people at a time."""
    operations.renew_in_time(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="publish_revocations", queueing_lock="publish_revocations")
def publish_revocations(timestamp: int) -> None:
    """Tell verifiers, every minute, what was revoked."""
    operations.publish_revocations(at=timezone.now())


@app.task(name="reissue_of_withdrawn_keys", retry=AGAIN)
def reissue_of_withdrawn_keys() -> None:
    """Issue anew what a withdrawn key signed, a thousand people in each transaction."""
    while operations.reissue_of_withdrawn_keys(at=timezone.now()):
        pass


@app.task(name="confirm_anew", retry=AGAIN)
def confirm_anew() -> None:
    """Sign anew, with the next keys of their facilities, what withdrawn keys confirmed."""
    after: int | None = 0
    while after is not None:
        after = operations.confirm_anew(after=after, at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="sign_what_was_saved", queueing_lock="sign_what_was_saved")
def sign_what_was_saved(timestamp: int) -> None:
    """Sign what facilities saved while no key could be had, and certify it."""
    operations.sign_what_was_saved(at=timezone.now())


@app.task(name="refresh_certificates", retry=AGAIN)
def refresh_certificates(*, patient_ids: list[int]) -> None:
    """Make the certificates of some people tell what the record says."""
    operations.refresh_certificates(patient_ids=patient_ids, by=ISSUER, at=timezone.now())
