from ledger.models import Change, Operation
from tests.entries import add_category
from tests.refusals import faults, refused
from users.models import User

STARTERS = [
    "Education", "Entertainment", "Food", "Health", "Housing", "Other",
    "Salary", "Shopping", "Social", "Transport", "Travel", "Utilities",
]  # fmt: skip


def test_it_finds_the_starter_set_in_new_books(alice_client):
    rows = alice_client.get("/api/categories/").json()["results"]
    assert [row["name"] for row in rows] == STARTERS
    assert all(row["emoji"] for row in rows)
    assert {row["version"] for row in rows} == {1}


def test_it_creates_a_category_of_a_name_alone(alice_client):
    response = alice_client.post("/api/categories/", {"name": "Groceries"})
    assert response.status_code == 201
    row = response.json()
    assert response["Location"] == f"http://testserver/api/categories/{row['id']}/"
    assert [row.pop("created_at"), row.pop("id") > 0] == [row.pop("updated_at"), True]
    assert row == {
        "version": 2,
        "name": "Groceries",
        "emoji": "",
        "color": "",
        "description": "",
        "archived": False,
    }


def test_it_creates_a_category_with_everything(alice_client):
    everything = {
        "name": "Familie 👨‍👩‍👧‍👦",
        "emoji": "👨‍👩‍👧‍👦",
        "color": "#A1b2C3",
        "description": "מתנות \u200f🎁",
        "archived": True,
    }
    row = add_category(alice_client, **everything)
    assert alice_client.get(f"/api/categories/{row['id']}/").json() == row
    assert {name: row[name] for name in everything} == everything


def test_it_answers_what_a_get_answers(alice_client):
    created = alice_client.post("/api/categories/", {"name": "Café", "emoji": "☕"})
    path = f"/api/categories/{created.json()['id']}/"
    assert alice_client.get(path).content == created.content
    put = alice_client.put(path, {"name": "Café au lait", "archived": True})
    assert alice_client.get(path).content == put.content
    patched = alice_client.patch(path, {"color": "#aabbcc"})
    assert alice_client.get(path).content == patched.content


def test_it_trims_the_name(alice_client):
    assert add_category(alice_client, " \u3000Cash\n")["name"] == "Cash"
    assert add_category(alice_client, f"  {'x' * 100}  ")["name"] == "x" * 100


def test_it_takes_a_form(alice_client):
    for number, form in enumerate(("multipart", "application/x-www-form-urlencoded")):
        text = f"name=Tea+{number}&emoji=%F0%9F%8D%B5&archived=true"
        body = {"name": f"Tea {number}", "emoji": "🍵", "archived": "true"}
        response = (
            alice_client.post("/api/categories/", body, format="multipart")
            if form == "multipart"
            else alice_client.post("/api/categories/", text, content_type=form)
        )
        assert response.status_code == 201, response.content
        row = response.json()
        assert (row["name"], row["emoji"], row["archived"]) == (f"Tea {number}", "🍵", True)


def test_it_writes_the_operation_down(alice: User, alice_client):
    response = alice_client.post("/api/categories/", {"name": "Tea", "emoji": "🍵"})
    operation = Operation.objects.get(pk=response["Operation-Id"])
    assert (operation.kind, operation.version) == ("category.create", 2)
    assert (operation.book, operation.actor) == (alice.book, alice)
    change = Change.objects.get(operation=operation)
    assert (change.resource, change.row) == ("category", response.json()["id"])
    assert change.before is None
    assert (change.after["name"], change.after["emoji"]) == ("Tea", "🍵")


def test_it_refuses_a_name_of_digits(alice_client):
    for name in ["7", "2026", "２０２６", "٣", "1²", " 5 "]:
        response = alice_client.post("/api/categories/", {"name": name})
        assert refused(response, 400, "invalid"), name
        assert faults(response) == [("body", "name")]


def test_it_takes_a_name_that_only_begins_with_digits(alice_client):
    for name in ("2026!", "½", "5€", "1.5"):
        assert add_category(alice_client, name)["name"] == name


def test_it_says_when_a_name_grows_too_long_to_compare(alice_client):
    # One character that stands for eighteen (U+FDFA).
    response = alice_client.post("/api/categories/", {"name": "\ufdfa" * 100})
    assert refused(response, 400, "invalid")
    assert faults(response) == [("body", "name")]
    assert "ligatures" in response.json()["detail"]
    assert add_category(alice_client, "\ufdfa" * 20)["name"] == "\ufdfa" * 20
