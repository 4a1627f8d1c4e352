// The forms in front work without this; with it, a password can be looked at.
for (const password of document.querySelectorAll("input[type=password]")) {
  const box = document.createElement("input");
  box.type = "checkbox";
  const label = document.createElement("label");
  label.className = "beside";
  label.append(box, " Show the password");
  box.addEventListener("change", () => {
    password.type = box.checked ? "text" : "password";
  });
  password.closest(".field").append(label);
}
document.querySelector("[aria-invalid]")?.focus();
for (const form of document.forms) {
  form.addEventListener("submit", () => form.setAttribute("aria-busy", "true"));
}
