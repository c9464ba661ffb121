"""Which form each step shows, and which service it calls: one table for pages and tests."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict

from complaints import enums_closing as closing
from complaints import services
from complaints.forms import staff
from complaints.forms.matter import MergeForm
from complaints.forms.turning import TurnForm
from complaints.models import Complaint
from complaints.services import mail
from foundation.accounts.models import User

Said = dict[str, Any]
NOT_DONE = closing.Said.NOT_DONE
Act = Callable[[int, Said, User, datetime], Any]
Make = Callable[..., forms.Form]


@dataclass(frozen=True)
class MoveForm:
    """A step's form and service. `needs_case` forms are made for one complaint."""

    form: Make
    act: Act
    needs_case: bool = False
    initial: Callable[[Complaint], Said] = lambda complaint: {}

    def unbound(self, complaint: Complaint) -> forms.Form:
        """The form as first shown."""
        return self.form(initial=self.initial(complaint), **self._case(complaint))

    def bound(self, data: QueryDict, complaint: Complaint) -> forms.Form:
        """The form with what was sent."""
        return self.form(data, **self._case(complaint))

    def _case(self, complaint: Complaint) -> Said:
        """Each form has ids of its own: several stand on one page."""
        own = {"auto_id": f"{self.act.__name__.strip('_')}-%s"}
        return own | {"complaint": complaint} if self.needs_case else own


def _acknowledge(pk: int, said: Said, by: User, now: datetime) -> Any:
    return services.acknowledge(complaint_id=pk, by=by, now=now, text=said["text"])


def _assess(pk: int, said: Said, by: User, now: datetime) -> Any:
    return services.assess(complaint_id=pk, assessment=services.Assessment(**said), by=by, now=now)


def _investigate(pk: int, said: Said, by: User, now: datetime) -> Any:
    return services.start_investigation(complaint_id=pk, investigator=said["investigator"], by=by, now=now)


def _decide(pk: int, said: Said, by: User, now: datetime) -> Any:
    return services.decide(complaint_id=pk, decision=services.Decision(**said), by=by, now=now)


def _communicate(pk: int, said: Said, by: User, now: datetime) -> Any:
    return services.communicate_or_ask(complaint_id=pk, by=by, now=now, covering=said["covering"])


def _accept(pk: int, said: Said, by: User, now: datetime) -> Any:
    return services.accept(complaint_id=pk, by=by, now=now, reason=said["reason"])


def _reject(pk: int, said: Said, by: User, now: datetime) -> Any:
    return services.reject(complaint_id=pk, by=by, now=now, reason=said["reason"])


def _carry_out(pk: int, said: Said, by: User, now: datetime) -> Any:
    return services.carry_out(complaint_id=pk, what=said["what"], by=by, now=now)


def _carry_out_unanswered(pk: int, said: Said, by: User, now: datetime) -> Any:
    return services.carry_out_unanswered(complaint_id=pk, what=said["what"], reason=said["reason"], by=by, now=now)


def _review(pk: int, said: Said, by: User, now: datetime) -> Any:
    return services.review(complaint_id=pk, reason=said["reason"], investigator=said["investigator"], by=by, now=now)


def _close(pk: int, said: Said, by: User, now: datetime) -> Any:
    exhaustion = said.get("exhaustion", "")
    return services.close_or_ask(complaint_id=pk, reason=said["reason"], exhaustion=exhaustion, by=by, now=now)


def _withdraw(pk: int, said: Said, by: User, now: datetime) -> Any:
    return services.withdraw(complaint_id=pk, reason=said["reason"], by=by, now=now)


def _reopen(pk: int, said: Said, by: User, now: datetime) -> Any:
    return services.reopen(complaint_id=pk, reason=said["reason"], investigator=said["investigator"], by=by, now=now)


def _dispute(pk: int, said: Said, by: User, now: datetime) -> Any:
    return services.hear(complaint_id=pk, said=NOT_DONE, words=said["reason"], by=by, now=now)


def _reinstate(pk: int, said: Said, by: User, now: datetime) -> Any:
    return services.reinstate(complaint_id=pk, reason=said["reason"], by=by, now=now)


def _merge(pk: int, said: Said, by: User, now: datetime) -> Any:
    return services.merge(complaint_id=pk, other_number=said["number"], reason=said["reason"], by=by, now=now)


def _separate(pk: int, said: Said, by: User, now: datetime) -> Any:
    return services.separate(complaint_id=pk, reason=said["reason"], by=by, now=now)


def _turn(pk: int, said: Said, by: User, now: datetime) -> Any:
    return services.turn(complaint_id=pk, kind=said["into"], reason=said["reason"], by=by, now=now)


def _turn_back(pk: int, said: Said, by: User, now: datetime) -> Any:
    return services.turn_back(complaint_id=pk, reason=said["reason"], by=by, now=now)


MOVE_FORMS = {
    "acknowledge": MoveForm(
        staff.AcknowledgeForm, _acknowledge, initial=lambda complaint: {"text": mail.acknowledgement_text(complaint)}
    ),
    "assess": MoveForm(staff.AssessmentForm, _assess, initial=staff.AssessmentForm.stored),
    "investigate": MoveForm(staff.InvestigatorForm, _investigate, needs_case=True),
    "decide": MoveForm(staff.DecisionForm, _decide),
    "communicate": MoveForm(staff.CommunicateForm, _communicate),
    "accept": MoveForm(staff.AnswerNoteForm, _accept),
    "reject": MoveForm(staff.ReasonForm, _reject),
    "carry_out": MoveForm(staff.CarryOutForm, _carry_out),
    "carry_out_unanswered": MoveForm(staff.CarryOutUnansweredForm, _carry_out_unanswered),
    "review": MoveForm(staff.ReviewForm, _review, needs_case=True),
    "close": MoveForm(staff.CloseForm, _close, needs_case=True),
    "withdraw": MoveForm(staff.ReasonForm, _withdraw),
    "reopen": MoveForm(staff.ReviewForm, _reopen, needs_case=True),
    "dispute": MoveForm(staff.ReasonForm, _dispute),
    "reinstate": MoveForm(staff.ReasonForm, _reinstate),
    "merge": MoveForm(MergeForm, _merge),
    "separate": MoveForm(staff.ReasonForm, _separate),
    "turn": MoveForm(TurnForm, _turn, needs_case=True),
    "turn_back": MoveForm(staff.ReasonForm, _turn_back),
}
