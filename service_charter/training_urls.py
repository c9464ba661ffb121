"""Addresses of training and competence."""

from django.urls import URLPattern, URLResolver, path

from service_charter.views import training, training_setup

_BASE = "staff/charter/training/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(_BASE, training.index, name="training"),
    path(f"{_BASE}mine/", training.mine, name="training-mine"),
    path(f"{_BASE}list/", training_setup.take_in, name="training-list"),
    path(f"{_BASE}setup/", training_setup.setup, name="training-setup"),
    path(f"{_BASE}people/<slug:public_id>/", training.person, name="training-person"),
    path(f"{_BASE}attendances/<slug:public_id>/withdraw", training.withdraw, name="training-withdraw"),
    path(f"{_BASE}attendances/<slug:public_id>/certificate", training.certificate, name="training-certificate"),
    path(f"{_BASE}courses/new", training_setup.course_form, name="course-new"),
    path(f"{_BASE}courses/<slug:public_id>/", training_setup.course, name="course"),
    path(f"{_BASE}courses/<slug:public_id>/edit", training_setup.course_form, name="course-edit"),
    path(f"{_BASE}competences/new", training_setup.competence_form, name="competence-new"),
    path(f"{_BASE}competences/<slug:public_id>/", training_setup.competence_form, name="competence"),
]
