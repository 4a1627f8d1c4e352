import { askForSignIn } from "./core/signing_in.js";
import { isStillMe } from "./core/books.js";
import { onOtherSession, onSignedOut } from "./core/http.js";
import { drawBar } from "./core/bar.js";
import { start } from "./core/router.js";

onSignedOut(askForSignIn);
onOtherSession(isStillMe);
// The browser kept the page as it was, maybe from before a sign-out.
addEventListener("pageshow", (event) => event.persisted && location.reload());
drawBar();
start();
// Only where nobody in between can change it; elsewhere browsers have none.
navigator.serviceWorker?.register("/service-worker.js").catch(() => {});
