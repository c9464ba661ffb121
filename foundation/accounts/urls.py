"""Addresses of this room. Those of signing in are in sign_in_urls.py, under the names that allauth knows."""

from django.urls import URLPattern, URLResolver, path

from foundation.accounts.views import staff

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/profile/", staff.profile, name="profile"),
]
