import { askForSignIn } from "./core/signing_in.js";
import { onSignedOut } from "./core/http.js";
import { drawBar } from "./core/bar.js";
import { start } from "./core/router.js";

onSignedOut(askForSignIn);
drawBar();
start();
// Only where nobody in between can change it; elsewhere browsers have none.
navigator.serviceWorker?.register("/service-worker.js").catch(() => {});
