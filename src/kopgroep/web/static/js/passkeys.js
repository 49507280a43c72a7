/* Passkeys: what only a browser can do. A form that carries data-passkey is sent with what the device answered. */
(() => {
  "use strict";

  const able = window.webauthnJSON && window.PublicKeyCredential;
  const options = (form) => JSON.parse(document.getElementById(form.dataset.options).textContent);

  async function made(form) {
    const asked = options(form);
    const alone = form.elements.passwordless?.checked;
    const wishes = asked.publicKey.authenticatorSelection ??= {};
    wishes.residentKey = alone ? "required" : "discouraged";
    wishes.requireResidentKey = Boolean(alone);
    if (alone) wishes.userVerification = "required";
    return window.webauthnJSON.create(asked);
  }

  async function asked(form) {
    const answer = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok) throw new Error(`The site answered ${answer.status}.`);
    return window.webauthnJSON.get((await answer.json()).request_options);
  }

  const ways = { create: made, get: (form) => window.webauthnJSON.get(options(form)), ask: asked };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const trouble = form.querySelector("[data-passkey-trouble]");
    if (able) form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      trouble.hidden = true;
      try {
        if (!able) throw new Error("This browser has no passkeys.");
        form.elements.credential.value = JSON.stringify(await ways[form.dataset.passkey](form));
        form.submit();
      } catch {
        trouble.hidden = false;
        trouble.focus();
      }
    });
  }
})();
