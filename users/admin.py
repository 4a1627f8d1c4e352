from django.contrib import admin
from django.contrib.auth.models import Group

from ledger.admin import ReadOnlyAdmin
from users.forms import SignInForm
from users.models import AccessToken, TokenFamily, User

# Nobody is in one: what a person may do follows from whose books they are.
admin.site.unregister(Group)
admin.site.login_form = SignInForm


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ("username", "email", "is_active", "is_staff", "date_joined", "last_login")
    search_fields = ("username", "email")
    fields = (
        "username",
        "email",
        "first_name",
        "last_name",
        "is_active",
        "is_staff",
        "is_superuser",
        "date_joined",
        "last_login",
        "deleted_at",
    )


@admin.register(AccessToken)
class AccessTokenAdmin(ReadOnlyAdmin):
    list_display = (
        "name",
        "user",
        "scope",
        "prefix",
        "created_at",
        "expires_at",
        "last_used_at",
        "revoked_at",
    )
    fields = list_display


@admin.register(TokenFamily)
class TokenFamilyAdmin(ReadOnlyAdmin):
    list_display = ("id", "user", "created_at", "rotated_at", "revoked_at")
    fields = list_display
