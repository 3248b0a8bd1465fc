from django.urls import path

from sotiem.portals.review.views import case, pairs, photos, queue, replays, routing

app_name = "review"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("tiep-theo/", queue.take_next, name="next"),
    path("trung-ho-so/", pairs.pairs, name="pairs"),
    path("trung-ho-so/<uuid:public_id>/", pairs.pair, name="pair"),
    path("trung-ho-so/<uuid:public_id>/ket-luan/", pairs.decide, name="decide_pair"),
    path("trung-ho-so/<uuid:public_id>/hoan-tac/", pairs.take_back, name="take_back_pair"),
    path("trung-ho-so/<uuid:public_id>/tinh-lai/", replays.again, name="replay_pair"),
    path("xem-lai/", pairs.second_looks, name="second_looks"),
    path("<uuid:public_id>/", case.case, name="case"),
    path("<uuid:public_id>/day-du/", case.in_full, name="in_full"),
    path("<uuid:public_id>/nhan/", case.take_up, name="take_up"),
    path("<uuid:public_id>/tra-lai/", case.put_back, name="put_back"),
    path("<uuid:public_id>/dong-y/", case.accept, name="accept"),
    path("<uuid:public_id>/tu-choi/", case.refuse, name="refuse"),
    path("<uuid:public_id>/gia-han/", routing.extend, name="extend"),
    path("<uuid:public_id>/mo-lai/", routing.reopen, name="reopen"),
    path("<uuid:public_id>/hoan-tac/", routing.undo, name="undo"),
    path("<uuid:public_id>/hoi-co-so/", routing.ask, name="ask"),
    path("<uuid:public_id>/chuyen-don-vi/", routing.send_on, name="send_on"),
    path("<uuid:public_id>/anh/<uuid:photo_id>/", photos.picture, name="picture"),
    path("<uuid:public_id>/anh/<uuid:photo_id>/co-lon/", photos.full_size, name="photo"),
]
