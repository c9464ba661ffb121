"""The roles the product ships: key, names, purpose and permissions. A data migration writes them; the
administrator may change them afterwards, and an upgrade never overwrites that."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from foundation.accounts.permissions import EVERYTHING_READABLE
from foundation.accounts.permissions import Permission as P

if TYPE_CHECKING:
    from foundation.accounts.models import Role


@dataclass(frozen=True)
class ShippedRole:
    """A role as shipped. `key` is also the demo user name."""

    key: str
    title_th: str
    title_en: str
    purpose_th: str
    purpose_en: str
    permissions: frozenset[P]
    needs_second_factor: bool = False


# What everybody at a desk may do: the policy asks all staff to carry it (1.3).
_DESK = frozenset(
    {
        *(P.STAFF, P.JOB_VIEW, P.METRIC_VIEW, P.CHARTER_VIEW, P.CHARTER_COMMIT, P.POLICY_VIEW, P.STRATEGY_VIEW),
        *(P.KNOWLEDGE_VIEW, P.KNOWLEDGE_WRITE, P.IDEA_SUBMIT, P.OBSERVATION_ANSWER, P.STRATEGY_PROGRESS),
    }
)

SHIPPED_ROLES = (
    ShippedRole(
        "customer-officer",
        "เจ้าหน้าที่ลูกค้า",
        "Customer officer",
        "ดูแลทะเบียนลูกค้าและการติดต่อประจำวัน",
        "Keeps the customer register and the daily contacts",
        _DESK
        | {
            P.TOUCHPOINT_EDIT,
            P.RELATIONSHIP_VIEW,
            P.RELATIONSHIP_EDIT,
            P.PRODUCT_VIEW,
            P.VOC_VIEW,
            P.CUSTOMER_VIEW,
            P.CUSTOMER_EDIT,
            P.CUSTOMER_REVEAL,
            P.CUSTOMER_IMPORT,
            P.CUSTOMER_EXPORT,
            P.SEGMENT_VIEW,
            P.COMPLAINT_VIEW,
            P.REQUEST_VIEW,
            P.REQUEST_VIEW_ALL,
            P.REQUEST_HANDLE,
        },
    ),
    ShippedRole(
        "complaint-officer",
        "เจ้าหน้าที่รับข้อร้องเรียน",
        "Complaint officer",
        "รับเรื่อง ตอบรับ ประเมิน และสื่อสารกับผู้ร้องเรียน",
        "Receives, acknowledges and assesses complaints, and speaks with complainants",
        _DESK
        | {
            P.VOC_VIEW,
            P.SEGMENT_VIEW,
            P.CUSTOMER_VIEW,
            P.CUSTOMER_REVEAL,
            P.COMPLAINT_VIEW,
            P.COMPLAINT_HANDLE,
            P.REQUEST_VIEW,
        },
    ),
    ShippedRole(
        "complaint-investigator",
        "ผู้ตรวจสอบข้อร้องเรียน",
        "Complaint investigator",
        "หาข้อเท็จจริงของข้อร้องเรียนโดยเป็นกลาง",
        "Finds the facts of a complaint, impartially",
        _DESK | {P.RISK_VIEW, P.RISK_EDIT, P.CUSTOMER_VIEW, P.COMPLAINT_VIEW, P.COMPLAINT_INVESTIGATE},
    ),
    ShippedRole(
        "complaint-manager",
        "ผู้จัดการข้อร้องเรียน",
        "Complaint manager",
        "กำกับการจัดการข้อร้องเรียน ตัดสินและปิดเรื่อง",
        "Oversees complaints handling, decides and closes",
        _DESK
        | {
            P.CHARTER_REVIEW,
            P.TRAINING_EDIT,
            P.VOC_VIEW,
            P.RISK_VIEW,
            P.RISK_EDIT,
            P.KNOWLEDGE_PUBLISH,
            P.POLICY_ASSESS,
            P.SEGMENT_VIEW,
            P.CUSTOMER_VIEW,
            P.CUSTOMER_REVEAL,
            P.COMPLAINT_VIEW,
            P.COMPLAINT_VIEW_ALL,
            P.COMPLAINT_HANDLE,
            P.COMPLAINT_INVESTIGATE,
            P.COMPLAINT_DECIDE,
            P.REPORT_VIEW,
        },
    ),
    ShippedRole(
        "misconduct-officer",
        "เจ้าหน้าที่รับเรื่องทุจริตและประพฤติมิชอบ",
        "Misconduct officer",
        "ดูแลข้อร้องเรียนเรื่องทุจริตและประพฤติมิชอบทางช่องทางลับ แยกจากข้อร้องเรียนทั่วไป",
        "Handles complaints of misconduct and corruption by a confidential route of their own",
        _DESK
        | {
            P.CUSTOMER_VIEW,
            P.CUSTOMER_REVEAL,
            P.COMPLAINT_VIEW,
            P.COMPLAINT_HANDLE,
            P.COMPLAINT_INVESTIGATE,
            P.COMPLAINT_DECIDE,
            P.COMPLAINT_MISCONDUCT,
            P.RISK_VIEW,
            P.RISK_EDIT,
        },
        needs_second_factor=True,
    ),
    ShippedRole(
        "voc-analyst",
        "นักวิเคราะห์เสียงลูกค้า",
        "VOC analyst",
        "รวบรวมและวิเคราะห์เสียงของลูกค้า",
        "Gathers and analyses the voice of the customer",
        _DESK
        | {
            P.VOC_VIEW,
            P.VOC_EDIT,
            P.CHARTER_MEASURE,
            P.ANNOUNCEMENT_DRAFT,
            P.TOUCHPOINT_EDIT,
            P.PRODUCT_VIEW,
            P.RELATIONSHIP_VIEW,
            P.RISK_VIEW,
            P.POLICY_ASSESS,
            P.CUSTOMER_VIEW,
            P.COMPLAINT_VIEW,
            P.COMPLAINT_VIEW_ALL,
            P.SEGMENT_VIEW,
            P.SEGMENT_STUDY,
            P.REPORT_VIEW,
        },
    ),
    ShippedRole(
        "product-manager",
        "ผู้จัดการผลิตภัณฑ์",
        "Product manager",
        "พัฒนาผลิตภัณฑ์ บริการ และนวัตกรรม",
        "Develops products, services and innovations",
        _DESK
        | {
            P.PRODUCT_VIEW,
            P.PRODUCT_EDIT,
            P.VOC_VIEW,
            P.RELATIONSHIP_VIEW,
            P.RISK_VIEW,
            P.RISK_EDIT,
            P.POLICY_ASSESS,
            P.CUSTOMER_VIEW,
            P.SEGMENT_VIEW,
            P.REPORT_VIEW,
        },
    ),
    ShippedRole(
        "charter-owner",
        "เจ้าของกฎบัตรบริการ",
        "Charter owner",
        "ร่างกฎบัตรและมาตรฐานบริการ และเผยแพร่หลังมติคณะกรรมการ",
        "Drafts the service charter and its standards, publishes after the board's resolution",
        _DESK
        | {
            P.VOC_VIEW,
            P.ANNOUNCEMENT_DRAFT,
            P.RISK_VIEW,
            P.RISK_EDIT,
            P.KNOWLEDGE_PUBLISH,
            P.POLICY_ASSESS,
            P.PRODUCT_VIEW,
            P.GATE_VOTE,
            P.CHARTER_DRAFT,
            P.CHARTER_PUBLISH,
            P.CHARTER_CASCADE,
            P.TRAINING_EDIT,
            P.CHARTER_MEASURE,
            P.REQUEST_VIEW,
            P.REQUEST_VIEW_ALL,
            P.REQUEST_DESIGN,
            P.RESOLUTION_VIEW,
            P.SEGMENT_VIEW,
            P.COMPLAINT_VIEW,
            P.CALENDAR_EDIT,
        },
    ),
    ShippedRole(
        "strategist",
        "นักยุทธศาสตร์",
        "Strategist",
        "จัดทำแผนยุทธศาสตร์ลูกค้าและตลาด และรายงานรายไตรมาส",
        "Prepares the customer and market strategy and the quarterly reports",
        _DESK
        | {
            P.CHARTER_REVIEW,
            P.SEGMENT_PLAN,
            P.MARKET_EDIT,
            P.STRATEGY_EDIT,
            P.RISK_VIEW,
            P.RISK_EDIT,
            P.VOC_VIEW,
            P.PRODUCT_VIEW,
            P.GATE_VOTE,
            P.RELATIONSHIP_VIEW,
            P.PROGRAMME_EDIT,
            P.POLICY_ASSESS,
            P.CUSTOMER_VIEW,
            P.SEGMENT_VIEW,
            P.SEGMENT_STUDY,
            P.SEGMENT_ADOPT,
            P.REPORT_VIEW,
            P.REPORT_BUILD,
            P.RESOLUTION_VIEW,
        },
    ),
    ShippedRole(
        "executive",
        "ผู้บริหาร",
        "Executive",
        "ติดตามผลและสั่งการ",
        "Follows results and directs",
        _DESK
        | {
            P.AUDIT_VIEW,
            P.AUDIT_APPROVE,
            P.CHARTER_REVIEW,
            P.RECOGNISE,
            P.POLICY_ATTEST,
            P.POLICY_REVIEW,
            P.PRIVACY_APPROVE,
            P.GATE_VOTE,
            P.VOC_VIEW,
            P.VOC_DECIDE,
            P.ANNOUNCEMENT_APPROVE,
            P.PRODUCT_VIEW,
            P.RELATIONSHIP_VIEW,
            P.RISK_VIEW,
            P.KNOWLEDGE_PUBLISH,
            P.CUSTOMER_VIEW,
            P.CUSTOMER_VIEW_ALL,
            P.COMPLAINT_VIEW,
            P.COMPLAINT_VIEW_ALL,
            P.REQUEST_VIEW,
            P.REQUEST_VIEW_ALL,
            P.SEGMENT_VIEW,
            P.SEGMENT_ADOPT,
            P.REPORT_VIEW,
            P.RESOLUTION_VIEW,
        },
    ),
    ShippedRole(
        "board-secretary",
        "เลขานุการคณะกรรมการ",
        "Board secretary",
        "บันทึกการประชุมและมติคณะกรรมการ",
        "Records the meetings and resolutions of the board",
        _DESK | {P.AUDIT_VIEW, P.RESOLUTION_VIEW, P.RESOLUTION_RECORD, P.REPORT_VIEW, P.REPORT_BUILD},
        needs_second_factor=True,
    ),
    ShippedRole(
        "board-member",
        "กรรมการ",
        "Board member",
        "อ่านรายงานรายไตรมาสและให้ความเห็นชอบ",
        "Reads the quarterly report and approves",
        frozenset(
            {
                P.STAFF,
                P.CHARTER_VIEW,
                P.RESOLUTION_VIEW,
                P.REPORT_VIEW,
                P.METRIC_VIEW,
                P.POLICY_VIEW,
                P.STRATEGY_VIEW,
                P.RISK_VIEW,
                P.AUDIT_VIEW,
            }
        ),
        needs_second_factor=True,
    ),
    ShippedRole(
        "data-protection-officer",
        "เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล",
        "Data-protection officer",
        "ดูแลสิทธิของเจ้าของข้อมูลและบันทึกการเข้าถึง",
        "Guards the rights of data subjects and the access log",
        _DESK
        | {
            P.POLICY_ASSESS,
            P.RISK_VIEW,
            P.CUSTOMER_VIEW,
            P.CUSTOMER_VIEW_ALL,
            P.CUSTOMER_REVEAL,
            P.PRIVACY_OFFICER,
            P.ACCESS_LOG_VIEW,
        },
        needs_second_factor=True,
    ),
    ShippedRole(
        "auditor",
        "ผู้ตรวจสอบ",
        "Auditor",
        "อ่านหลักฐานได้ทุกเรื่อง และตรวจสอบหน่วยงานอื่น แก้ไขเรื่องอื่นไม่ได้",
        "Reads all evidence, conducts audits of other units, writes nothing else",
        EVERYTHING_READABLE | {P.AUDIT_CONDUCT},
    ),
    ShippedRole(
        "policy-administrator",
        "ผู้ดูแลนโยบาย",
        "Policy administrator",
        "จัดการทบทวนนโยบายประจำปี",
        "Runs the annual review of the policy",
        _DESK
        | {
            P.AUDIT_VIEW,
            P.AUDIT_PLAN,
            P.POLICY_EDIT,
            P.POLICY_ATTEST,
            P.KNOWLEDGE_PUBLISH,
            P.RISK_VIEW,
            P.RESOLUTION_VIEW,
            P.REPORT_VIEW,
            P.REPORT_BUILD,
            P.CALENDAR_EDIT,
        },
        needs_second_factor=True,
    ),
    ShippedRole(
        "system-administrator",
        "ผู้ดูแลระบบ",
        "System administrator",
        "ดูแลบัญชีผู้ใช้ บทบาท และการตั้งค่า",
        "Administers accounts, roles and settings",
        frozenset({P.STAFF, P.JOB_VIEW, P.JOB_VIEW_ALL, P.CALENDAR_EDIT, P.REQUEST_DESIGN, P.ADMINISTER}),
        needs_second_factor=True,
    ),
)


def grant_shipped(model: "type[Role]", permissions: "frozenset[P]", *, to: "tuple[str, ...]" = ()) -> None:
    """Give the roles that are there those of these new permissions that they are shipped with.

    What the administrator has taken away stays away, since only permissions that did not exist before are named; or
    `to` names the roles (by key) that were never shipped with them.
    """
    for shipped in SHIPPED_ROLES:
        if to and shipped.key not in to:
            continue
        role = model.objects.filter(key=shipped.key).first()
        new = {str(permission) for permission in shipped.permissions & permissions}
        if role is not None and not new <= set(role.permissions):
            role.permissions = sorted({*role.permissions, *new})
            role.save()


def ship_roles(model: "type[Role]") -> None:
    """Write the shipped roles that are not there yet; one that the administrator has changed stays as it is.

    `model` is the Role model, in a migration the historical one.
    """
    for role in SHIPPED_ROLES:
        fields = asdict(role) | {"permissions": sorted(str(permission) for permission in role.permissions)}
        model.objects.get_or_create(key=fields.pop("key"), defaults=fields)
