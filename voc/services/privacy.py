"""Forgetting what a customer said as theirs: the link goes, and the words; ratings and counts stay true."""

from datetime import datetime

from django.db import transaction

from voc.models import Answer, Invitation, SurveyResponse, Voice

GONE = "[ลบตามคำขอของเจ้าของข้อมูล / erased at the person's wish]"


@transaction.atomic
def forget_customer(*, customer_id: int, now: datetime) -> None:
    """Unlink a customer's answers and voices and clear their words. Doing it twice changes nothing."""
    responses = list(SurveyResponse.objects.filter(customer_id=customer_id).values_list("pk", flat=True))
    Answer.objects.filter(response_id__in=responses).exclude(text="").update(text=GONE)
    Voice.objects.filter(customer_id=customer_id).update(customer=None, text=GONE, search_text="")
    SurveyResponse.objects.filter(pk__in=responses).update(customer=None, invitation=None)
    Invitation.objects.filter(customer_id=customer_id).delete()
