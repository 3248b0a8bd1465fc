from datetime import date

import pytest
from django import forms
from django.utils import translation

from sotiem.portals.components.fields import DayField
from sotiem.portals.components.gallery import Sampler
from tests.portals.components.conftest import Draw
from tests.portals.components.pages import Page

EVERY_FIELD = "".join(f'<c-field :field="form.{name}" />' for name in Sampler.base_fields)


class OneDay(forms.Form):
    on = DayField()


def test_an_error_is_tied_to_its_control_after_the_hint(draw: Draw) -> None:
    page = Page(draw('<c-field :field="form.name" />', form=Sampler({})))
    control = page.named("name")
    assert control["aria-describedby"] == "id_name-hint id_name-error"
    assert control["aria-invalid"] == "true"
    assert {"id_name-hint", "id_name-error"} <= set(page.ids)


def test_every_control_describes_itself_only_by_texts_that_exist(draw: Draw) -> None:
    page = Page(draw(EVERY_FIELD, form=Sampler({})))
    described = [a["aria-describedby"] for _, a in page.elements if "aria-describedby" in a]
    named = [part for ids in described for part in (ids or "").split()]
    assert len(named) >= 8
    assert set(named) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_the_error_summary_leads_to_each_wrong_control(draw: Draw) -> None:
    form = Sampler({})
    form.add_error(None, "Hồ sơ đang được người khác sửa.")
    html = draw('<c-error-summary :form="form" />' + EVERY_FIELD, form=form)
    page = Page(html)
    targets = [(a["href"] or "")[1:] for a in page.all_of("a")]
    assert len(targets) == len(form.errors) - 1
    assert set(targets) <= set(page.ids)
    assert "Hồ sơ đang được người khác sửa." in html


def test_a_form_without_errors_shows_no_summary(draw: Draw) -> None:
    assert "govuk-error" not in draw('<c-error-summary :form="form" />', form=Sampler())


def test_a_consequence_is_tied_to_its_choice(draw: Draw) -> None:
    source = '<c-field :field="form.wrong" :hints="hints" />'
    page = Page(draw(source, form=Sampler(), hints={"lot": "Số lô in trên phiếu."}))
    lot = next(attrs for attrs in page.all_of("input") if attrs["value"] == "lot")
    assert lot["aria-describedby"] in page.ids


def test_what_was_chosen_stays_chosen(draw: Draw) -> None:
    form = Sampler({"wrong": "lot", "papers": ["book"], "agree": "on", "vaccine": "b"})
    page = Page(draw(EVERY_FIELD, form=form))
    chosen = [attrs.get("value") for attrs in page.all_of("input") if "checked" in attrs]
    assert chosen == ["lot", "book", None]
    assert [o["value"] for o in page.all_of("option") if "selected" in o] == ["b"]


@pytest.mark.parametrize("typed", ["03/04/2022", "3/4/2022", "03-04-2022", "3.4.2022", "03042022"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_day_is_read_day_first(typed: str, language: str) -> None:
    with translation.override(language):
        form = OneDay({"on": typed})
        assert form.is_valid()
        assert form.cleaned_data["on"] == date(2022, 4, 3)


@pytest.mark.parametrize("typed", ["30/02/2022", "04/13/2022", "hôm qua", "03/04/22"])
def test_a_day_not_in_the_calendar_is_kept_as_typed_and_explained(draw: Draw, typed: str) -> None:
    form = OneDay({"on": typed})
    html = draw('<c-field :field="form.on" />', form=form)
    assert "Hãy nhập một ngày có trong lịch" in html
    assert Page(html).named("on")["value"] == typed


def test_a_known_day_is_shown_day_first(draw: Draw) -> None:
    form = OneDay(initial={"on": date(2022, 4, 3)})
    assert Page(draw('<c-field :field="form.on" />', form=form)).named("on")["value"] == (
        "03/04/2022"
    )


def test_what_people_type_is_never_markup(draw: Draw) -> None:
    form = Sampler({"name": '"><script>x</script>'}, label_suffix="")
    form.fields["name"].label = "<b>"
    assert "<script>" not in draw(EVERY_FIELD, form=form)
    assert "<b>" not in draw(
        '<c-field :field="form.name" /><c-error-summary :form="form" />', form=form
    )


def test_a_button_carries_the_key_that_makes_two_clicks_one(draw: Draw) -> None:
    page = Page(draw('<c-form><c-button key="{{ key }}">Gửi</c-button></c-form>', key="k-1"))
    assert page.named("idempotency_key")["value"] == "k-1"
    assert "data-once" in page.all_of("button")[0]


def test_only_a_form_with_files_is_sent_in_parts(draw: Draw) -> None:
    plain, parts = (draw(f"<c-form{flag}>x</c-form>") for flag in ("", ' upload="yes"'))
    assert "multipart/form-data" not in plain
    assert "multipart/form-data" in parts
    assert "csrfmiddlewaretoken" in plain
