// The mail's link has its secret behind the #, which no browser sends and so no log ever has.
const { name, ...secret } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
const password = document.getElementById("password");
const complaint = document.getElementById("complaint");
const form = document.querySelector("form");
const button = form.querySelector("button");

function show(part) {
  document.title = document.title.replace(/^[^·]+/, `${document.querySelector(`#${part} h1`).textContent} `);
  for (const section of document.querySelectorAll("section")) section.hidden = section.id !== part;
  (part === "choose" ? password : document.querySelector(`#${part} h1`)).focus();
}

function complain(...sentences) {
  complaint.textContent = sentences.join("\n");
  password.setAttribute("aria-invalid", String(sentences.length > 0));
  if (sentences.length > 0) password.focus();
}

async function answerTo(response) {
  if (response.status === 204) {
    history.replaceState(null, "", location.pathname);
    return show("done");
  }
  const problem = await response.json();
  const faults = problem.errors.filter((error) => error.attr === "new_password");
  if (problem.code === "invalid" && faults.length === 0) return show("dead");
  complain(...(faults.length > 0 ? faults.map((fault) => fault.detail) : [problem.detail]));
}

async function change(event) {
  event.preventDefault();
  complain();
  button.disabled = true;
  try {
    const body = JSON.stringify({ ...secret, new_password: password.value });
    const headers = { "Content-Type": "application/json" };
    await answerTo(await fetch("/api/password-reset/confirm/", { method: "POST", headers, body }));
  } catch {
    complain("The server did not answer. Try again, or to sign in with the new password.");
  } finally {
    button.disabled = false;
    form.removeAttribute("aria-busy");
  }
}

form.addEventListener("submit", change);
// Another link in the same tab.
addEventListener("hashchange", () => location.reload());
document.getElementById("whose").hidden = !name;
document.getElementById("name").textContent = name ?? "";
document.getElementById("username").value = name ?? "";
show(secret.uid && secret.token ? "choose" : "dead");
