// The password, and every other way in.
import { h } from "../../core/dom.js";
import { confirmed } from "../../core/dialogs.js";
import { field, input } from "../../core/forms.js";
import { post } from "../../core/http.js";
import { notice } from "../../core/notices.js";
import { leave } from "../../core/signing_in.js";
import { card, saving } from "./card.js";

export function passwordCard({ username }) {
  const act = async ({ current_password, new_password }, element) => {
    await post("/api/me/password/", { current_password, new_password });
    element.elements.current_password.value = "";
    element.elements.new_password.value = "";
    return "Your password is changed.";
  };
  const words = "A new one signs you out everywhere else, and ends every token.";
  return card("Password", words, saving("Change password", act,
    // For password managers, which want to know whose it is.
    h("input", { type: "text", name: "username", value: username, autocomplete: "username", hidden: true, readonly: true }),
    field("Current password", input("current_password", { type: "password", autocomplete: "current-password", maxlength: 512 })),
    field("New password", input("new_password", { type: "password", autocomplete: "new-password", maxlength: 512 }), {
      hint: "Eight characters or more, and no common word.",
    })));
}

async function signOutEverywhere() {
  const words = "Every browser and phone has to sign in again, this one too. Every token ends: programs that use one are refused until you give them a new one.";
  if (!(await confirmed("Sign out everywhere?", words, { action: "Sign out everywhere" }))) return;
  try {
    await post("/api/logout/all/", undefined, { quiet: true });
    leave();
  } catch (error) {
    notice(error.message, { tone: "error" });
  }
}

export function sessionsCard() {
  return card("Sign-ins", "Lost a phone, or stayed signed in on somebody else’s computer? End every sign-in and every token at once.",
    h("div", { class: "form-ways" },
      h("button", { class: "button", type: "button", onclick: signOutEverywhere }, "Sign out everywhere…")));
}
