"""A deadline and a place in it, if who asks may look there; otherwise they do not exist."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest

from sotiem.accounts.facts import Jurisdiction
from sotiem.deadlines.models import EntryDeadline
from sotiem.deadlines.queries import areas_seen_by
from sotiem.portals.components.access import acting_staff


@dataclass(frozen=True, slots=True)
class Looked:
    """What an officer looks at, and the areas she may look at."""

    deadline: EntryDeadline
    path: str
    areas: tuple[str, ...]

    @property
    def above(self) -> list[str]:
        """The places above, as far as she may see them, the highest first."""
        parts = self.path.split("/")
        paths = ["/".join(parts[:length]) for length in range(1, len(parts))]
        return [path for path in paths if _covered(path, self.areas)]


def looked_at(request: HttpRequest, public_id: UUID) -> Looked:
    """The deadline, at the place asked for by `noi`, else at the first area of hers."""
    deadline = EntryDeadline.objects.filter(public_id=public_id).first()
    areas = areas_seen_by(acting_staff(request), deadline) if deadline else ()
    if deadline is None or not areas:
        raise Http404
    asked = request.POST.get("noi") or request.GET.get("noi") or areas[0]
    if not _covered(asked, areas):
        raise Http404
    return Looked(deadline, asked, areas)


def _covered(path: str, areas: tuple[str, ...]) -> bool:
    return any(Jurisdiction(area).covers(path) for area in areas)
