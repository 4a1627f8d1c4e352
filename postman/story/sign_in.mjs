// A stranger opens an account, and signs in.

import { equals, variable } from "./steps.mjs";

// Days are chosen once, so that a run over midnight stays one story. All lie in the past: whatever
// the profile's time zone, none of them is tomorrow.
const PREPARE_ACCOUNT = [
  "// Somebody new each time, with a password that nobody else knows.",
  'const name = `ada-${pm.variables.replaceIn("{{$guid}}").slice(0, 13)}`;',
  "const day = (back) => new Date(Date.now() - back * 86400000).toISOString().slice(0, 10);",
  "const values = {",
  "  username: name,",
  "  email: `${name}@example.org`,",
  '  password: pm.variables.replaceIn("{{$guid}}"),',
  "  day: day(7),",
  "  day_before: day(8),",
  "  month_ago: day(30),",
  "  month: day(7).slice(0, 7),",
  "  year: day(7).slice(0, 4),",
  "};",
  "for (const [key, value] of Object.entries(values)) pm.collectionVariables.set(key, value);",
];
const ACCOUNT = { username: "{{username}}", email: "{{email}}", password: "{{password}}" };

export const SIGN_IN = {
  name: "Sign in",
  about: "Open an account. Every later request sends the token that is saved here.",
  steps: [
    { call: "index" },
    {
      call: "register",
      body: ACCOUNT,
      before: PREPARE_ACCOUNT,
      save: { token: "answer.token", access: "answer.access", refresh: "answer.refresh" },
      checks: {
        "It is the account that was asked for": equals("answer.username", variable("username")),
      },
    },
    {
      call: "login",
      body: { username: "{{username}}", password: "{{password}}" },
      save: { token: "answer.token", access: "answer.access", refresh: "answer.refresh" },
      checks: {
        "The token is that of the registration": equals("answer.token", variable("token")),
      },
    },
    {
      call: "refresh",
      note: "Each refresh token works once: the next one is saved.",
      body: { refresh: "{{refresh}}" },
      checks: {
        "The refresh token is another one": `pm.expect(answer.refresh).not.to.eql(${variable("refresh")})`,
      },
      save: { access: "answer.access", refresh: "answer.refresh" },
    },
    {
      call: "me",
      note: "With the access token of the refresh, as a web application would.",
      auth: "Bearer {{access}}",
      checks: {
        "It is the one who signed in": equals("answer.username", variable("username")),
      },
    },
    {
      call: "me_update",
      body: { first_name: "Ada", currency: "USD", timezone: "UTC" },
      checks: { "The name is kept": equals("answer.first_name", '"Ada"') },
    },
  ],
};
