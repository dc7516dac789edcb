// Passkeys. A form
//
//   <form data-passkey="create|get" data-passkey-options='{…}'>   with a field named "answer"
//
// asks the browser's passkeys when it is sent, and is sent with what they answered as JSON. [data-passkey-with] inside it is shown where
// the browser can, [data-passkey-without] where it cannot or this file does not run, [data-passkey-failed] when nothing was chosen.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const opened = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

function question(verb, options) {
  if (verb === "create") {
    return { ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: opened(options.excludeCredentials) };
  }
  return { ...options, challenge: bytes(options.challenge), allowCredentials: opened(options.allowCredentials) };
}

function answer(credential) {
  const r = credential.response, said = { clientDataJSON: text(r.clientDataJSON) };
  if (r.attestationObject) {
    said.attestationObject = text(r.attestationObject);
    said.transports = r.getTransports?.() ?? [];
  } else {
    said.authenticatorData = text(r.authenticatorData);
    said.signature = text(r.signature);
    if (r.userHandle) said.userHandle = text(r.userHandle);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response: said,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined, clientExtensionResults: credential.getClientExtensionResults() });
}

class Passkey {
  constructor(form) {
    this.form = form;
    this.failed = form.querySelector("[data-passkey-failed]");
    form.querySelector("[data-passkey-without]").hidden = true;
    form.querySelector("[data-passkey-with]").hidden = false;
    form.addEventListener("submit", (event) => this.ask(event));
  }

  async ask(event) {
    event.preventDefault();
    if (this.failed) this.failed.hidden = true;
    const verb = this.form.dataset.passkey;
    try {
      const publicKey = question(verb, JSON.parse(this.form.dataset.passkeyOptions));
      this.form.elements.answer.value = answer(await navigator.credentials[verb]({ publicKey }));
    } catch {
      if (this.failed) this.failed.hidden = false;
      return;
    }
    HTMLFormElement.prototype.submit.call(this.form);
  }
}

if (window.PublicKeyCredential && navigator.credentials) {
  document.querySelectorAll("form[data-passkey]").forEach((form) => new Passkey(form));
}
