"""Coming and going: an account, its profile, and the end of a sign-in."""

import json
import uuid
from datetime import UTC, datetime
from zipfile import ZipFile

from books import every_transaction
from expense_tracker_client.api.expenses import expenses_create
from expense_tracker_client.api.profile import me, me_export, me_password, me_update
from expense_tracker_client.api.sign_in import login, logout, refresh, register
from expense_tracker_client.api.tokens import tokens_create, tokens_destroy, tokens_list
from expense_tracker_client.models import (
    LoginRequest,
    LogoutRequest,
    NewToken,
    PasswordChangeRequest,
    PatchedProfileChangeRequest,
    Profile,
    RefreshRequest,
    Registered,
    RegistrationRequest,
    SignedIn,
    TokenList,
    TokenRequest,
    TokenScope,
    Transaction,
    TransactionOfOneTypeRequest,
)
from expense_tracker_client.types import File, Response
from telling import Person, anonymous, check, connect, equal, problem, value


def open_account() -> Person:
    name = f"story-{uuid.uuid4().hex[:12]}"
    account = RegistrationRequest(name, f"{name}@example.org", "correct-horse-9")
    registered = value(Registered, register.sync(client=anonymous(), body=account))

    equal("the user's name", registered.user.username, name)
    equal("the currency until one is set", registered.user.currency, "USD")
    api = connect(registered.token)
    return Person(name, account.email, account.password, registered.refresh, api)


def log_in(person: Person) -> None:
    wrong = LoginRequest(username=person.username, password="wrong")
    refused = problem(login.sync_detailed(client=anonymous(), body=wrong))
    equal("a wrong password", refused.code, "invalid_credentials")

    right = LoginRequest(username=person.username, password=person.password)
    signed_in = value(SignedIn, login.sync(client=anonymous(), body=right))
    person.refresh, person.api = signed_in.refresh, connect(signed_in.token)
    equal("who is signed in", value(Profile, me.sync(client=person.api)).email, person.email)


def set_profile(person: Person) -> None:
    choice = PatchedProfileChangeRequest(currency="EUR", timezone="Europe/Vienna")
    profile = value(Profile, me_update.sync(client=person.api, body=choice))

    equal("the currency", profile.currency, "EUR")
    equal("the time zone", profile.timezone, "Europe/Vienna")
    nowhere = PatchedProfileChangeRequest(timezone="Europe/Atlantis")
    refused = problem(me_update.sync_detailed(client=person.api, body=nowhere))
    equal("an unknown time zone", refused.errors[0].attr, "timezone")


def name_a_token(person: Person) -> None:
    end = datetime(2199, 12, 31, tzinfo=UTC)
    body = TokenRequest("Backup", scope=TokenScope.READ, expires_at=end)
    key = str(uuid.uuid4())
    first, second = (
        value(NewToken, tokens_create.sync(client=person.api, body=body, idempotency_key=key))
        for _ in range(2)
    )
    equal("its key, should the first answer be lost", second.key, first.key)
    equal("its end", first.expires_at, end)

    backup = connect(first.key)
    equal("it reads", value(Profile, me.sync(client=backup)).currency, "EUR")
    expense = TransactionOfOneTypeRequest("1")
    written = problem(expenses_create.sync_detailed(client=backup, body=expense))
    equal("it does not write", written.code, "read_only_token")
    refused = problem(tokens_list.sync_detailed(client=backup))
    equal("nor make tokens", refused.code, "token_not_allowed")

    [kept] = value(TokenList, tokens_list.sync(client=person.api)).results
    check("it was used", kept.last_used_at is not None)
    equal("its key is not shown again", kept.additional_properties, {})
    tokens_destroy.sync_detailed(kept.id, client=person.api)
    equal("it is dead", problem(me.sync_detailed(client=backup)).code, "token_not_valid")


def take_everything(person: Person) -> None:
    with ZipFile(value(File, me_export.sync(client=person.api)).payload) as archive:
        check("what a spreadsheet reads", "transactions.csv" in archive.namelist())
        rows = map(Transaction.from_dict, json.loads(archive.read("transactions.json")))

    found = {row.id: row for row in every_transaction(person.api, 500)}
    equal("every transaction", {row.id: row for row in rows}, found)


def change_password(person: Person) -> None:
    new = "battery-staple-7"

    def change(current: str) -> Response[object]:
        body = PasswordChangeRequest(current, new)
        return me_password.sync_detailed(client=person.api, body=body)

    equal("a wrong password", problem(change("wrong")).errors[0].attr, "current_password")
    equal("the right one", change(person.password).status_code, 204)
    other = RefreshRequest(person.refresh)
    dead = problem(refresh.sync_detailed(client=anonymous(), body=other))
    equal("other sign-ins", dead.code, "token_not_valid")
    old = LoginRequest(username=person.username, password=person.password)
    refused = problem(login.sync_detailed(client=anonymous(), body=old))
    equal("the old password", refused.code, "invalid_credentials")
    person.password = new
    log_in(person)


def sign_out(person: Person) -> None:
    goodbye = logout.sync_detailed(client=person.api, body=LogoutRequest(person.refresh))
    equal("signing out", goodbye.status_code, 204)

    after = problem(me.sync_detailed(client=person.api))
    equal("the token afterwards", after.code, "token_not_valid")
    again = RefreshRequest(person.refresh)
    refused = problem(refresh.sync_detailed(client=anonymous(), body=again))
    check("the refresh token afterwards", refused.status == 401)
