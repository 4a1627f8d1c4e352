// Keys for phones and scripts, all there is as one file, and another password.

import { equals, header, variable } from "./steps.mjs";

const READER = "Token {{reader_key}}";
const TOKEN = { id: "{{reader_id}}" };

export const ACCOUNT = {
  name: "Tokens, export, password",
  about: "A named token is for one phone or one script, may be for reading alone, and ends alone.",
  steps: [
    {
      call: "tokens_create",
      name: "Create a token that may only read",
      note: "Its key is shown this once.",
      example: "For a script that reads, for a while",
      save: { reader_id: "answer.id", reader_key: "answer.key" },
    },
    {
      call: "tokens_list",
      checks: {
        "The new one is there": equals("answer.results[0].id", variable("reader_id")),
        "Its key is not shown": equals("answer.results[0].key", "undefined"),
      },
    },
    { call: "tokens_retrieve", path: TOKEN },
    { call: "categories_list", name: "Read with it", auth: READER },
    {
      call: "categories_create",
      name: "Write with it",
      auth: READER,
      body: { name: "Nobody's" },
      refused: { status: 403, code: "read_only_token" },
    },
    { call: "tokens_destroy", path: TOKEN },
    {
      call: "categories_list",
      name: "Read with the token that is deleted",
      auth: READER,
      refused: { status: 401, code: "token_not_valid" },
    },
    {
      call: "me_export",
      checks: {
        "It is a zip": equals("pm.response.text().slice(0, 2)", '"PK"'),
        "It has a name to be saved under": `pm.expect(${header("Content-Disposition")}).to.include(".zip")`,
      },
    },
    {
      call: "me_password",
      note: "All that was signed in before ends, but for the token that this request is sent with.",
      before: ['pm.collectionVariables.set("new_password", pm.variables.replaceIn("{{$guid}}"));'],
      body: { current_password: "{{password}}", new_password: "{{new_password}}" },
      save: { password: variable("new_password") },
    },
    {
      call: "login",
      name: "Sign in with the new password",
      body: { username: "{{username}}", password: "{{password}}" },
      save: { token: "answer.token", access: "answer.access", refresh: "answer.refresh" },
    },
    {
      call: "password_reset",
      note: "Put an address of an account here, and a mail with a link goes out. The answer is the same.",
      body: { email: "nobody-{{$guid}}@example.org" },
    },
    {
      call: "password_reset_confirm",
      name: "Choose a new password by a link that never was",
      note: "`uid` and `token` stand in the mail's link.",
      change: { new_password: "{{new_password}}" },
      refused: { status: 400, code: "invalid", attr: "token" },
    },
  ],
};
