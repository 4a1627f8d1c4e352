// Who one is.
import { me } from "../../core/books.js";
import { field, input } from "../../core/forms.js";
import { h } from "../../core/dom.js";
import { patch } from "../../core/http.js";
import { card, saving } from "./card.js";

const NAMES = ["username", "email", "first_name", "last_name"];
export const NOTHING = "Nothing has changed.";

/** What differs from the profile. */
export function changed(names, values, profile) {
  return Object.fromEntries(names.filter((name) => values[name] !== (profile[name] ?? "")).map((name) => [name, values[name]]));
}

/** Saves that alone; resolves to the profile as it is then, or to nothing. */
export async function save(wanted) {
  if (!Object.keys(wanted).length) return undefined;
  const { data } = await patch("/api/me/", wanted);
  await me().catch(() => {}); // the bar shows the name; it is saved all the same
  return data;
}

/** Asked for only where the address changes. */
function passwordField(email, before) {
  const place = field("Current password", input("current_password", { type: "password", autocomplete: "current-password" }), {
    hint: "For a new address, because a password can be reset by it.",
  });
  const update = () => {
    place.hidden = email.value === before();
  };
  email.addEventListener("input", update);
  update();
  return { place, update };
}

export function profileCard(first) {
  let profile = first;
  const email = input("email", { type: "email", value: profile.email ?? "", autocomplete: "email", maxlength: 254 });
  const password = passwordField(email, () => profile.email ?? "");
  const act = async (values, element) => {
    const wanted = changed(NAMES, values, profile);
    if ("email" in wanted && values.current_password) wanted.current_password = values.current_password;
    const saved = await save(wanted);
    if (!saved) return NOTHING;
    profile = saved;
    for (const name of NAMES) element.elements[name].value = profile[name] ?? "";
    element.elements.current_password.value = "";
    password.update();
    return "Saved.";
  };
  return card("Profile", null, saving("Save profile", act,
    field("Username", input("username", { value: profile.username, autocomplete: "username", autocapitalize: "none", spellcheck: "false", maxlength: 150 })),
    field("Email", email, { hint: "You can sign in with it too." }),
    password.place,
    h("div", { class: "form-row" },
      field("First name", input("first_name", { value: profile.first_name, autocomplete: "given-name", maxlength: 150 })),
      field("Last name", input("last_name", { value: profile.last_name, autocomplete: "family-name", maxlength: 150 })))));
}
