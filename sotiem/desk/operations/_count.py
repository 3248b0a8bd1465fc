from typing import Any, Final

from django.db.models import Count, Sum

from sotiem.desk.models import BulkDecision, BulkMember, SharedError
from sotiem.desk.queries import count_session

DONE: Final = "done"


def counted_trial(bulk: BulkDecision) -> dict[str, Any]:
    """What was tried out, in numbers, without what is left out."""
    members = BulkMember.objects.filter(bulk=bulk)
    told = counted(bulk, "expected")
    replaced = members.filter(is_left_out=False, expected=DONE).aggregate(n=Sum("certificates"))
    return {
        "amend": told.pop(DONE, 0),
        "refused": told,
        "certificates": replaced["n"] or 0,
        "left_out": members.filter(is_left_out=True).count(),
    }


def counted_work(bulk: BulkDecision, column: str) -> dict[str, Any]:
    """What was done to the doses, in numbers."""
    told = counted(bulk, column)
    return {"amend": told.pop(DONE, 0), "refused": told}


def counted(bulk: BulkDecision, column: str) -> dict[str, int]:
    """How many doses ended how."""
    members = BulkMember.objects.filter(bulk=bulk, is_left_out=False).exclude(**{column: ""})
    rows = members.order_by().values_list(column).annotate(Count("pk"))
    return dict(rows)


def count_anew(error: SharedError) -> None:
    """After its doses changed, an error stands for as many reports as are still open."""
    SharedError.objects.filter(pk=error.pk).update(size=count_session(error).reported)
