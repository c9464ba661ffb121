"""Addresses of the register."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.base import ContentFile

from customers import services
from customers.enums import BulkKind, ImportState
from customers.models import ContactPerson, Customer, ImportRun
from customers.selectors.bulk import Wanted
from customers.services import imports
from customers.services.bulk import start_bulk
from customers.services.saved_views import Asked
from customers.services.under_age import note_guardian, note_under_age
from foundation.accounts.permissions import Permission as P
from tests.access import Row
from tests.customers.enquiring import make_enquiry
from tests.customers.factories import (
    NOW,
    make_field,
    make_follow_up,
    make_interaction,
    make_organisation,
    make_person,
    make_tag,
    make_touchpoint,
    stage,
)
from tests.customers.feeding import A_FEED, make_feed, make_proposed_feed, make_refused_delivery
from tests.people import someone

FILE = "รหัสลูกค้า,ชื่อ-นามสกุล\nA1,สมชาย ใจดี\n"


def a_customer() -> Mapping[str, Any]:
    return {"public_id": make_person(phone="0812345678").public_id}


def an_entry() -> Mapping[str, Any]:
    customer = make_person()
    return {"public_id": customer.public_id, "entry_id": make_interaction(customer).public_id}


def a_contact() -> Mapping[str, Any]:
    customer = make_organisation()
    contact = services.add_contact(customer_id=customer.pk, values={"name": "สุดา มีสุข"}, by=None, now=NOW)
    return {"public_id": customer.public_id, "contact_id": contact.public_id}


def an_old_contact() -> Mapping[str, Any]:
    made = a_contact()
    contact = ContactPerson.objects.get(public_id=made["contact_id"])
    services.change_contact(contact_id=contact.pk, shown_version=1, values={"role": "บัญชี"}, by=None, now=NOW)
    return {**made, "history_id": contact.history.earliest().history_id}


def an_import() -> Mapping[str, Any]:
    run = imports.open_import(file=ContentFile(FILE.encode()), name="ก.csv", by=None, now=NOW)
    return {"public_id": run.public_id}


def a_finished_import() -> Mapping[str, Any]:
    made = an_import()
    ImportRun.objects.filter(**made).update(state=ImportState.IMPORTED)
    return made


def an_enquiry() -> Mapping[str, Any]:
    return {"number": make_enquiry().number}


def a_follow_up() -> Mapping[str, Any]:
    return {"public_id": make_follow_up().public_id}


def an_old_version() -> Mapping[str, Any]:
    customer = make_person(family_th="ใจดี")
    services.update_customer(customer_id=customer.pk, shown_version=1, values={"family_th": "มีสุข"}, by=None, now=NOW)
    return {"public_id": customer.public_id, "history_id": customer.history.earliest().history_id}


def a_prospect() -> Mapping[str, Any]:
    return {"public_id": make_organisation(relation="prospect").public_id}


def an_organisation() -> Mapping[str, Any]:
    return {"public_id": make_organisation().public_id}


def a_young_person() -> Mapping[str, Any]:
    customer = make_person()
    note_under_age(customer_id=customer.pk, birth_date=None, by=None, now=NOW)
    return {"public_id": customer.public_id}


def an_agreed_young_person() -> Mapping[str, Any]:
    made = a_young_person()
    pk = Customer.objects.get(**made).pk
    note_guardian(customer_id=pk, guardian="", words="มารดา", by=someone("customer-officer"), now=NOW)
    return made


def a_feed() -> Mapping[str, Any]:
    return {"code": make_feed().code}


def a_proposed_feed() -> Mapping[str, Any]:
    return {"code": make_proposed_feed().code}


def a_delivery() -> Mapping[str, Any]:
    return {"public_id": make_refused_delivery().public_id}


def post(name: str, permission: P, make: Callable[[], Mapping[str, Any]], data: Mapping[str, str], ok: int) -> Row:
    return Row(f"customers:{name}", (permission,), make=make, method="post", data=data, ok=ok)


def a_pair() -> Mapping[str, Any]:
    numbers = (make_person().number, make_person().number)
    pair = services.put_side_by_side(numbers=numbers, by=someone("customer-officer"), now=NOW)
    return {"public_id": pair.public_id}


def a_merge() -> Mapping[str, Any]:
    keep, gone = make_person(), make_person()
    merge = services.merge_customers(
        survivor_id=keep.pk,
        merged_id=gone.pk,
        shown_versions={keep.pk: keep.version, gone.pk: gone.version},
        taken=(),
        reason="คนเดียวกัน",
        by=someone("customer-officer"),
        now=NOW,
    )
    return {"public_id": merge.public_id}


def a_view() -> Mapping[str, Any]:
    """Shared with everyone, so that each role that sees customers sees it."""
    view = services.save_view(
        name="ลูกค้าปัจจุบัน", audience="everyone", asked=Asked({"relation": "current"}, ("relation",)),
        by=someone("customer-officer"), now=NOW,
    )  # fmt: skip
    return {"public_id": view.public_id}


def a_tag() -> Mapping[str, Any]:
    return {"code": make_tag().code}


def a_bulk_action() -> Mapping[str, Any]:
    make_person()
    action = start_bulk(
        customers=Customer.objects.all(), wanted=Wanted(BulkKind.KIND, "agency"), reason="จัดกลุ่มใหม่",
        shown=Customer.objects.count(), by=someone("customer-officer"), now=NOW,
    )  # fmt: skip
    return {"public_id": action.public_id}


def a_touchpoint() -> Mapping[str, Any]:
    return {"public_id": make_touchpoint().public_id}


def a_closed_touchpoint() -> Mapping[str, Any]:
    row = make_touchpoint()
    officer = someone("customer-officer")
    services.close_touchpoint(touchpoint_id=row.pk, on=NOW.date(), reason="ย้าย", by=officer, now=NOW)
    return {"public_id": row.public_id}


TOUCHPOINT_READERS = (P.CUSTOMER_VIEW, P.VOC_VIEW, P.TOUCHPOINT_EDIT)
A_STAGE = {"code": "trial", "order": "15", "name_th": "ทดลองใช้", "name_en": "Tries"}
A_FIELD = {"label_th": "วันครบรอบ", "label_en": "Anniversary", "kind": "date", "rank": "10"}
REASON = {"reason": "โทรกลับตามที่ลูกค้าขอ"}
LOG = {"summary": "ถามที่จอดรถ", "channel": "phone", "direction": "in"}
MONEY = {"party": "person", "relation": "prospect", "name_th": "ณิชา", "kind": "direct", "language": "th"}

ROWS = [
    Row("customers:views", (P.CUSTOMER_VIEW,)),
    Row("customers:view-new", (P.CUSTOMER_VIEW,)),
    Row("customers:view", (P.CUSTOMER_VIEW,), make=a_view, ok=302),
    Row("customers:view-edit", (P.CUSTOMER_VIEW,), make=a_view),
    post("view-delete", P.CUSTOMER_VIEW, a_view, {}, 302),
    post("view-default", P.CUSTOMER_VIEW, a_view, {}, 302),
    Row("customers:touchpoints", TOUCHPOINT_READERS),
    Row("customers:touchpoint-map", TOUCHPOINT_READERS),
    Row("customers:touchpoint", TOUCHPOINT_READERS, make=a_touchpoint),
    Row("customers:touchpoint-poster", TOUCHPOINT_READERS, make=a_touchpoint, is_page=False),
    Row("customers:touchpoint-new", (P.TOUCHPOINT_EDIT,)),
    Row("customers:touchpoint-edit", (P.TOUCHPOINT_EDIT,), make=a_touchpoint),
    post("touchpoint-close", P.TOUCHPOINT_EDIT, a_touchpoint, {"on": "20/11/2569", "reason": "ย้าย"}, 302),
    post("touchpoint-reopen", P.TOUCHPOINT_EDIT, a_closed_touchpoint, {}, 302),
    Row("customers:stages", (P.TOUCHPOINT_EDIT,)),
    Row("customers:stage-new", (P.TOUCHPOINT_EDIT,)),
    post("stage-new", P.TOUCHPOINT_EDIT, dict, A_STAGE, 302),
    Row("customers:stage-edit", (P.TOUCHPOINT_EDIT,), make=lambda: {"code": stage("use").code}),
    post("stage-move", P.TOUCHPOINT_EDIT, lambda: {"code": stage("use").code}, {"to": "up"}, 302),
    post("stage-retire", P.TOUCHPOINT_EDIT, lambda: {"code": stage("use").code}, {"on": "20/11/2569", **REASON}, 302),
    post("stage-restore", P.TOUCHPOINT_EDIT, lambda: {"code": stage("use").code}, {}, 302),
    Row("customers:fields", (P.ADMINISTER,)),
    Row("customers:field-new", (P.ADMINISTER,)),
    post("field-new", P.ADMINISTER, dict, A_FIELD, 302),
    Row("customers:field-edit", (P.ADMINISTER,), make=lambda: {"public_id": make_field().public_id}),
    Row("customers:tags", (P.ADMINISTER,)),
    Row("customers:tag-new", (P.ADMINISTER,)),
    post("tag-new", P.ADMINISTER, dict, {"name_th": "ลูกค้ารายสำคัญ", "name_en": "Key account"}, 302),
    Row("customers:tag-edit", (P.ADMINISTER,), make=a_tag),
    Row("customers:api-touchpoints", (P.CUSTOMER_VIEW,)),
    Row("customers:api-touchpoint", (P.CUSTOMER_VIEW,), make=a_touchpoint),
    Row("customers:staff-list", (P.CUSTOMER_VIEW,)),
    Row("customers:staff-new", (P.CUSTOMER_EDIT,)),
    post("staff-new", P.CUSTOMER_EDIT, dict, MONEY, 302),
    Row("customers:places", (P.CUSTOMER_EDIT,), is_page=False),
    Row("customers:bulk", (P.CUSTOMER_EDIT,)),
    post("bulk", P.CUSTOMER_EDIT, dict, {"kind": "kind", "customer_kind": "agency", "reason": "จัดกลุ่มใหม่"}, 200),
    Row("customers:bulk-list", (P.CUSTOMER_EDIT,)),
    Row("customers:bulk-action", (P.CUSTOMER_EDIT,), make=a_bulk_action),
    post("bulk-undo", P.CUSTOMER_EDIT, a_bulk_action, {"reason": ""}, 422),
    Row("customers:staff-export", (P.CUSTOMER_EXPORT,)),
    post("staff-export", P.CUSTOMER_EXPORT, dict, {}, 200),
    Row("customers:imports", (P.CUSTOMER_IMPORT,)),
    Row("customers:import", (P.CUSTOMER_IMPORT,), make=an_import),
    post("import-start", P.CUSTOMER_IMPORT, an_import, {}, 302),
    post("import-drop", P.CUSTOMER_IMPORT, an_import, {}, 302),
    post("import-undo", P.CUSTOMER_IMPORT, a_finished_import, {"reason": "ไฟล์ผิดเดือน"}, 302),
    post("feed-propose", P.CUSTOMER_IMPORT, an_import, {"feed": "none"}, 404),
    Row("customers:settings", (P.ADMINISTER,)),
    Row("customers:enquiries", (P.CUSTOMER_VIEW,)),
    Row("customers:enquiry", (P.CUSTOMER_VIEW,), make=an_enquiry),
    post("enquiry", P.CUSTOMER_EDIT, an_enquiry, {"words": "ส่งราคาแล้ว", "channel": "email"}, 302),
    post("enquiry-reveal", P.CUSTOMER_REVEAL, an_enquiry, REASON, 200),
    post("enquiry-close", P.CUSTOMER_EDIT, an_enquiry, {"why": "spam"}, 302),
    Row("customers:follow-ups", (P.CUSTOMER_EDIT,)),
    Row("customers:follow-up", (P.CUSTOMER_VIEW,), make=a_follow_up),
    Row("customers:follow-up-edit", (P.CUSTOMER_EDIT,), make=a_follow_up),
    Row("customers:follow-up-new", (P.CUSTOMER_EDIT,), make=a_customer),
    post("follow-up-done", P.CUSTOMER_EDIT, a_follow_up, {"words": "ส่งแล้ว"}, 302),
    post("follow-up-cancel", P.CUSTOMER_EDIT, a_follow_up, {"words": "ลูกค้ายกเลิก"}, 302),
    Row("customers:portal-enquiry", None),
    Row("customers:portal-enquiry-received", None, make=an_enquiry),
    Row("customers:feeds", (P.CUSTOMER_IMPORT, P.ADMINISTER)),
    Row("customers:feed-new", (P.ADMINISTER,)),
    post("feed-new", P.ADMINISTER, dict, A_FEED, 302),
    Row("customers:feed", (P.CUSTOMER_IMPORT, P.ADMINISTER), make=a_feed),
    Row("customers:feed-edit", (P.ADMINISTER,), make=a_feed),
    post("feed-reading-accept", P.ADMINISTER, a_proposed_feed, {"version": "2"}, 302),
    post("feed-reading-decline", P.ADMINISTER, a_proposed_feed, {"version": "2", "reason": "คอลัมน์ผิด"}, 302),
    Row("customers:delivery", (P.CUSTOMER_IMPORT,), make=a_delivery),
    post("delivery", P.CUSTOMER_IMPORT, a_delivery, {"note": "ส่งกลับไปแก้แล้ว"}, 302),
    Row("customers:api-imports", (P.CUSTOMER_IMPORT,)),
    Row("customers:api-imports", (P.CUSTOMER_IMPORT,), method="post", ok=400),
    Row("customers:api-import", (P.CUSTOMER_IMPORT,), make=an_import),
    Row("customers:api-import", (P.CUSTOMER_IMPORT,), make=an_import, method="patch"),
    Row("customers:api-import-check", (P.CUSTOMER_IMPORT,), make=an_import, method="post", ok=202),
    Row("customers:api-import-start", (P.CUSTOMER_IMPORT,), make=an_import, method="post", ok=202),
    Row("customers:api-import-drop", (P.CUSTOMER_IMPORT,), make=an_import, method="post"),
    Row("customers:api-import-undo", (P.CUSTOMER_IMPORT,), make=a_finished_import, method="post", ok=400),
    Row("customers:api-import-issues", (P.CUSTOMER_IMPORT,), make=an_import),
    Row("customers:api-feed-deliveries", (P.CUSTOMER_IMPORT,)),
    Row("customers:api-feed-deliveries", (P.CUSTOMER_IMPORT,), method="post", ok=400),
    Row("customers:api-feed-delivery", (P.CUSTOMER_IMPORT,), make=a_delivery),
    Row("customers:import-issues", (P.CUSTOMER_IMPORT,), make=an_import, is_page=False),
    Row("customers:staff-detail", (P.CUSTOMER_VIEW,), make=a_customer),
    Row("customers:staff-edit", (P.CUSTOMER_EDIT,), make=a_customer),
    Row("customers:staff-history", (P.CUSTOMER_VIEW,), make=a_customer),
    Row("customers:staff-restore", (P.CUSTOMER_EDIT,), make=an_old_version),
    post(
        "staff-restore",
        P.CUSTOMER_EDIT,
        an_old_version,
        {"groups": "name_th", "reason": "พิมพ์ผิดรายการ", "version": "2"},
        302,
    ),
    Row("customers:market-test", (P.CUSTOMER_EDIT,), make=a_prospect),
    post("market-test", P.CUSTOMER_EDIT, a_prospect, {"test": "need", "verdict": "yes", "why": "ร้านเดิมแคบ"}, 302),
    Row("customers:under-age", (P.CUSTOMER_EDIT,), make=a_customer),
    post("under-age", P.CUSTOMER_EDIT, a_customer, {"birth_date": ""}, 302),
    post("under-age-agreed", P.CUSTOMER_EDIT, a_young_person, {"words": "โทรคุยกับมารดาแล้ว"}, 302),
    post("under-age-back", P.CUSTOMER_EDIT, an_agreed_young_person, {"words": "มารดาขอยกเลิก"}, 302),
    post("under-age-end", P.CUSTOMER_EDIT, a_young_person, {"words": "แสดงบัตรแล้ว"}, 302),
    Row("customers:group", (P.CUSTOMER_EDIT,), make=an_organisation),
    post("group", P.CUSTOMER_EDIT, an_organisation, {"parent": ""}, 302),
    post("staff-relation", P.CUSTOMER_EDIT, a_customer, {"relation": "former", "since": "20/11/2569"}, 302),
    post("staff-log", P.CUSTOMER_EDIT, a_customer, LOG, 302),
    Row("customers:put-right", (P.CUSTOMER_EDIT,), make=an_entry),
    post("put-right", P.CUSTOMER_EDIT, an_entry, {**LOG, "on": "20/11/2569"}, 302),
    post("staff-reveal", P.CUSTOMER_REVEAL, a_customer, REASON, 200),
    Row("customers:contact-new", (P.CUSTOMER_EDIT,), make=lambda: {"public_id": make_organisation().public_id}),
    Row("customers:contact-reveal", (P.CUSTOMER_REVEAL,), make=a_contact),
    post("contact-reveal", P.CUSTOMER_REVEAL, a_contact, REASON, 200),
    Row("customers:contact-edit", (P.CUSTOMER_EDIT,), make=a_contact),
    post("contact-edit", P.CUSTOMER_EDIT, a_contact, {"name": "สุดา มีสุข", "version": "1"}, 302),
    Row("customers:contact-history", (P.CUSTOMER_VIEW,), make=a_contact),
    Row("customers:contact-restore", (P.CUSTOMER_EDIT,), make=an_old_contact),
    post(
        "contact-restore",
        P.CUSTOMER_EDIT,
        an_old_contact,
        {"groups": "role", "reason": "พิมพ์ผิดรายการ", "version": "2"},
        302,
    ),
    post("contact-end", P.CUSTOMER_EDIT, a_contact, {}, 302),
    Row("customers:duplicates", (P.CUSTOMER_EDIT,)),
    post("duplicates-search", P.CUSTOMER_EDIT, dict, {}, 302),
    Row("customers:duplicate", (P.CUSTOMER_EDIT,), make=a_pair),
    post("duplicate-apart", P.CUSTOMER_EDIT, a_pair, {"reason": "พ่อกับลูก"}, 302),
    Row("customers:merge-undo", (P.CUSTOMER_EDIT,), make=a_merge),
    post("merge-undo", P.CUSTOMER_EDIT, a_merge, {"reason": "คนละคน"}, 302),
    Row("customers:api-list", (P.CUSTOMER_VIEW,)),
    Row("customers:api-list", (P.CUSTOMER_EDIT,), method="post", ok=400),
    Row("customers:api-detail", (P.CUSTOMER_VIEW,), make=a_customer),
    Row("customers:api-detail", (P.CUSTOMER_EDIT,), make=a_customer, method="patch", ok=400),
    Row("customers:api-contacts", (P.CUSTOMER_VIEW,), make=an_organisation),
    Row("customers:api-contacts", (P.CUSTOMER_EDIT,), make=an_organisation, method="post", ok=400),
    Row("customers:api-contact", (P.CUSTOMER_VIEW,), make=a_contact),
    Row("customers:api-contact", (P.CUSTOMER_EDIT,), make=a_contact, method="patch", ok=400),
    Row("customers:api-contact-end", (P.CUSTOMER_EDIT,), make=a_contact, method="post"),
    Row("customers:api-group", (P.CUSTOMER_VIEW,), make=an_organisation),
    Row("customers:api-group", (P.CUSTOMER_EDIT,), make=an_organisation, method="put", ok=400),
    Row("customers:api-market", (P.CUSTOMER_VIEW,), make=a_prospect),
    Row("customers:api-market-tests", (P.CUSTOMER_VIEW,), make=a_prospect),
    Row("customers:api-market-tests", (P.CUSTOMER_EDIT,), make=a_prospect, method="post", ok=400),
    Row("customers:api-bulk-changes", (P.CUSTOMER_EDIT,)),
    Row("customers:api-bulk-changes", (P.CUSTOMER_EDIT,), method="post", ok=400),
    Row("customers:api-bulk-preview", (P.CUSTOMER_EDIT,), method="post", ok=400),
    Row("customers:api-bulk-change", (P.CUSTOMER_EDIT,), make=a_bulk_action),
    Row("customers:api-bulk-undo", (P.CUSTOMER_EDIT,), make=a_bulk_action, method="post", ok=400),
    Row("customers:api-follow-ups", (P.CUSTOMER_VIEW,)),
    Row("customers:api-follow-ups", (P.CUSTOMER_EDIT,), method="post", ok=400),
    Row("customers:api-follow-up", (P.CUSTOMER_VIEW,), make=a_follow_up),
    Row("customers:api-follow-up", (P.CUSTOMER_EDIT,), make=a_follow_up, method="patch", ok=400),
    Row("customers:api-follow-up-end", (P.CUSTOMER_EDIT,), make=a_follow_up, method="post", ok=400),
    Row("customers:api-interactions", (P.CUSTOMER_VIEW,)),
    Row("customers:api-interactions", (P.CUSTOMER_EDIT,), method="post", ok=400),
]
