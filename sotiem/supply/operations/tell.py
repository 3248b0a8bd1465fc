from typing import Final

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from sotiem.facilities.models import Facility
from sotiem.messages.facts import Draft
from sotiem.messages.operations import send_once
from sotiem.supply.events import LotRecalled
from sotiem.supply.models import ConsignmentItem, StockBalance

# The page of a facility's store: its address stands in messages that outlive a release.
_PAGE: Final = "/co-so/{code}/kho/"


def tell_holders(event: LotRecalled) -> None:
    """Tell each facility that ever had the lot, or to which it is on the way, where it left a
    phone. The page of its store says the same to those that left none."""
    held = StockBalance.objects.filter(lot=event.lot_id, facility=OuterRef("pk"))
    coming = ConsignmentItem.objects.filter(
        lot=event.lot_id, on_way__gt=0, consignment__to_store=OuterRef("pk")
    )
    holders = Facility.objects.filter(Q(Exists(held)) | Q(Exists(coming))).exclude(contact_phone="")
    drafts = [
        Draft(
            phone=holder.contact_phone,
            purpose="lot_recalled",
            once=f"lot_recalled:{event.lot_id}:{event.at:%Y%m%dT%H%M%S}:{holder.code}",
            values={
                "code": holder.code,
                "address": f"{settings.PUBLIC_ADDRESS}{_PAGE.format(code=holder.code)}",
            },
        )
        for holder in holders.order_by("code")
    ]
    send_once(drafts=drafts, at=event.at)
