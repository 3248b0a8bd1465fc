from django.db import transaction

from sotiem.data_requests.models import DataRequest


def held(request_id: int) -> DataRequest:
    """A request, held until the transaction ends."""
    assert transaction.get_connection().in_atomic_block
    return DataRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
