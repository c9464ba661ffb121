"""Addresses of reading the charter and of the quiz on it."""

from django.urls import URLPattern, URLResolver, path

from service_charter.views import awareness, quiz, quiz_bank

_BANK = "staff/charter/awareness/bank/<int:number>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("staff/charter/awareness/", awareness.index, name="awareness"),
    path("staff/charter/awareness/read/", awareness.read, name="awareness-read"),
    path("staff/charter/awareness/quiz/", quiz.quiz, name="quiz"),
    path("staff/charter/awareness/quiz/<slug:public_id>/", quiz.attempt, name="quiz-attempt"),
    path(_BANK, quiz_bank.bank, name="quiz-bank"),
    path(f"{_BANK}open", quiz_bank.open_quiz, name="quiz-open"),
    path(f"{_BANK}copy/<int:source>", quiz_bank.copy, name="quiz-copy"),
    path(f"{_BANK}questions/new", quiz_bank.new, name="quiz-question-new"),
    path(f"{_BANK}questions/<slug:public_id>/", quiz_bank.edit, name="quiz-question-edit"),
    path(f"{_BANK}questions/<slug:public_id>/use", quiz_bank.use, name="quiz-question-use"),
]
