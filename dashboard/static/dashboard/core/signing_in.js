// A session that ended in the middle of something: the page stays as it is, a window asks for the
// password, and what was asked for goes on.
import { h } from "./dom.js";
import { dialog } from "./dialogs.js";
import { field, form, input, ways } from "./forms.js";
import { signIn } from "./http.js";
import { hear } from "./events.js";

let username = "";
hear("me", (profile) => {
  username = profile.username;
});

const begin = () => location.assign(`/sign-in/?next=${encodeURIComponent(location.pathname + location.search)}`);

/** To the forms in front, with nothing left behind for the Back button. */
export function leave() {
  document.body.replaceChildren();
  location.replace("/sign-in/");
}

/** Resolves when the same person is signed in again. */
export async function askForSignIn() {
  if (!username) {
    begin();
    return new Promise(() => {}); // the page is on its way out
  }
  const isIn = await dialog("Sign in to go on", (close) =>
    form(
      async ({ password }) => {
        await signIn(username, password);
        close(true);
      },
      { class: "form dialog-body" },
      h("p", {}, "Your session has ended. What you typed is still here."),
      field("Username", input("username", { value: username, readonly: true, autocomplete: "username" })),
      field("Password", input("password", { type: "password", autocomplete: "current-password", required: true, autofocus: true })),
      ways("Sign in", h("button", { class: "button", type: "button", onclick: begin }, "Somebody else")),
    ), { closable: false });
  if (!isIn) begin();
  return undefined;
}
