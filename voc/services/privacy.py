"""Forgetting what a customer said as theirs: the words go, ratings and counts stay true."""

from datetime import datetime

from django.db import transaction

from customers.models import Customer
from voc.models import Answer, Invitation, SurveyResponse, Voice

GONE = "[ลบตามคำขอของเจ้าของข้อมูล / erased at the person's wish]"


@transaction.atomic
def forget_customer(*, customer_id: int, now: datetime) -> None:
    """Clear the words of a customer's answers and voices. Doing it twice changes nothing.

    Where the customer is erased too, the links stay: they lead to a row without a name, and every figure, also by
    segment, stays as it was. A customer who stays in the register is unlinked from what was said.
    """
    responses = list(SurveyResponse.objects.filter(customer_id=customer_id).values_list("pk", flat=True))
    Answer.objects.filter(response_id__in=responses).exclude(text="").update(text=GONE)
    Voice.objects.filter(customer_id=customer_id).update(text=GONE, search_text="")
    if Customer.objects.filter(pk=customer_id, erased_at__isnull=False).exists():
        return
    Voice.objects.filter(customer_id=customer_id).update(customer=None)
    SurveyResponse.objects.filter(pk__in=responses).update(customer=None, invitation=None)
    Invitation.objects.filter(customer_id=customer_id).delete()
