"""Signing in by a form."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from rest_framework.request import Request

from common.problems import Problem
from users import limits


class SignInForm(AdminAuthenticationForm):
    """Django's, under the limits of every other sign-in."""

    def clean(self) -> dict[str, Any]:
        request = Request(self.request)  # type: ignore[arg-type]  # the page always gives it
        try:
            limits.charge_address(request, limits.LOGIN_BY_ADDRESS)
            name = self.cleaned_data.get("username") or ""
            limits.charge_account(request, limits.LOGIN_BY_ACCOUNT, name)
        except Problem as problem:
            raise forms.ValidationError(f"Too many tries. {problem.text}", "throttled") from None
        return super().clean()
