// Coming and going: an account, its profile, and the end of a sign-in.

import { randomUUID } from "node:crypto";

import { check, connect, equal, first, problem, value, type Person } from "./telling.js";

export async function register(): Promise<Person> {
  const username = `story-${randomUUID().slice(0, 13)}`;
  const account = { username, email: `${username}@example.org`, password: "correct-horse-9" };
  const registered = value(await connect().POST("/api/register/", { body: account }));

  equal("the user's name", registered.user.username, username);
  equal("the currency until one is set", registered.user.currency, "USD");
  return { ...account, refresh: registered.refresh, api: connect(registered.token) };
}

export async function logIn(person: Person): Promise<void> {
  const { username, password } = person;
  const wrong = await connect().POST("/api/login/", { body: { username, password: "wrong" } });
  equal("a wrong password", problem(wrong).code, "invalid_credentials");

  const signedIn = value(await connect().POST("/api/login/", { body: { username, password } }));
  person.refresh = signedIn.refresh;
  person.api = connect(signedIn.token);
  equal("who is signed in", value(await person.api.GET("/api/me/")).email, person.email);
}

export async function setProfile({ api }: Person): Promise<void> {
  const body = { currency: "EUR", timezone: "Europe/Vienna" };
  const profile = value(await api.PATCH("/api/me/", { body }));

  equal("the currency", profile.currency, "EUR");
  equal("the time zone", profile.timezone, "Europe/Vienna");
  const unknown = problem(await api.PATCH("/api/me/", { body: { timezone: "Europe/Atlantis" } }));
  equal("an unknown time zone", unknown.errors[0]?.attr, "timezone");
}

export async function nameAToken({ api }: Person): Promise<void> {
  const body = { name: "Backup", scope: "read", expires_at: "2199-12-31T00:00:00Z" } as const;
  const header = { "Idempotency-Key": randomUUID() };
  const create = () => api.POST("/api/tokens/", { params: { header }, body });
  const token = value(await create());
  equal("its key, should the first answer be lost", value(await create()).key, token.key);

  const backup = connect(token.key);
  equal("it reads", value(await backup.GET("/api/me/")).currency, "EUR");
  const written = await backup.POST("/api/expenses/", { body: { amount: "1" } });
  equal("it does not write", problem(written).code, "read_only_token");
  equal("nor make tokens", problem(await backup.GET("/api/tokens/")).code, "token_not_allowed");

  const kept = first(value(await api.GET("/api/tokens/")).results);
  check("it was used", kept.last_used_at !== null);
  check("its key is not shown again", !("key" in kept));
  await api.DELETE("/api/tokens/{id}/", { params: { path: { id: kept.id } } });
  equal("it is dead", problem(await backup.GET("/api/me/")).code, "token_not_valid");
}

export async function takeEverything({ api }: Person): Promise<void> {
  const { data, response } = await api.GET("/api/me/export/", { parseAs: "arrayBuffer" });
  const zip = Buffer.from(data ?? new ArrayBuffer(0));

  equal("it is a zip", zip.subarray(0, 4).toString("latin1"), "PK\u0003\u0004");
  check("with the transactions", zip.includes("transactions.json") && zip.includes("budgets.csv"));
  const name = response.headers.get("Content-Disposition") ?? "";
  check("under a name", /filename="expenses-[\d-]+\.zip"/.test(name));
}

export async function changePassword(person: Person): Promise<void> {
  const { api, password, refresh } = person;
  const change = (current_password: string) =>
    api.POST("/api/me/password/", { body: { current_password, new_password: "battery-staple-7" } });
  const wrong = problem(await change("wrong"));
  equal("a wrong password", first(wrong.errors).attr, "current_password");
  equal("the right one", (await change(password)).response.status, 204);

  const dead = await connect().POST("/api/token/refresh/", { body: { refresh } });
  equal("other sign-ins", problem(dead).code, "token_not_valid");
  const { username } = person;
  const old = await connect().POST("/api/login/", { body: { username, password } });
  equal("the old password", problem(old).code, "invalid_credentials");
  person.password = "battery-staple-7";
  await logIn(person);
}

export async function signOut({ api, refresh }: Person): Promise<void> {
  const { response } = await api.POST("/api/logout/", { body: { refresh } });
  equal("signing out", response.status, 204);

  const after = await api.GET("/api/me/");
  equal("the token afterwards", problem(after).code, "token_not_valid");
  const again = problem(await connect().POST("/api/token/refresh/", { body: { refresh } }));
  check("the refresh token afterwards", again.status === 401);
}
