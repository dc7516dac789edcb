// Brings govuk-frontend's components to life and adds what the desk needs. Every page works without this file.
//
//   <form data-autosave="/url" data-autosave-target="id">   posts its fields to /url a moment after each change, also when the
//       page is left. Says saving, saved or not saved in [data-autosave-status] inside the form (made where there is none), in
//       the words of <body data-saving data-saved data-not-saved>. A 2xx is saved; 409 and 422 are final and, as with 2xx, an
//       HTML answer goes into the element with the target's id; anything else is tried again. Files are not sent.
//   <input data-live-search="/url" data-live-target="id">   asks /url?<its name>=<text> while typing and puts the HTML answer
//       into the target. An element [data-announce] in the answer is read out. Arrow down goes into the results.
//   <div data-poll="20" data-poll-url="/url">               fetches /url every 20 seconds into itself while it is in view and
//       has no focus inside; 204 or 404 ends it. Without data-poll-url it is the page itself, and the part with the same id.
//   data-shortcut="s"                                       see desk.js
//   <form data-passkey="create">                            see passkey.js

import * as govuk from "./assets/govuk-frontend.min.js";

const SAVE_AFTER = 600; // ms without a key; short enough that a dropped call loses no answer
const SEARCH_AFTER = 200; // ms
const RETRY_FIRST = 2000, RETRY_LAST = 30000; // ms

// A radio button may not be aria-expanded (ARIA 1.2, and axe says so); what it reveals follows it in reading order anyway.
class Radios extends govuk.Radios {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input);
    input.removeAttribute("aria-expanded");
  }
}

// A button's name must hold its text as it reads (WCAG 2.5.3): a hidden comma in the middle of it breaks that, before it does not.
class FileUpload extends govuk.FileUpload {
  constructor(root, ...more) {
    super(root, ...more);
    const comma = root.querySelector("button > [id$='-comma']");
    comma?.parentElement.before(comma);
  }
}

const COMPONENTS = [govuk.Accordion, govuk.Button, govuk.CharacterCount, govuk.Checkboxes, govuk.ErrorSummary, FileUpload,
  govuk.NotificationBanner, govuk.PasswordInput, Radios, govuk.ServiceNavigation, govuk.SkipLink, govuk.Tabs];

function bringToLife(scope) {
  if (govuk.isSupported()) COMPONENTS.forEach((component) => govuk.createAll(component, undefined, scope));
}

bringToLife(document);
if (document.querySelector("[data-shortcut], dialog[data-shortcuts]")) {
  import("./desk.js");
}

/** Tells a screen reader something without moving it. */
function announce(text) {
  const live = document.querySelector("[data-live-region]");
  if (live && text) live.textContent = text.trim();
}

const filled = new WeakMap(); // what stands in an element, so that the same is not read out twice

/** Puts HTML of our own server into an element and brings its components to life. */
function fill(target, html) {
  if (!target || filled.get(target) === html) return;
  filled.set(target, html);
  const unfolded = [...target.querySelectorAll("details[id][open]")].map((part) => part.id);
  target.innerHTML = html;
  unfolded.forEach((id) => target.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "")); // what somebody opened stays open
  bringToLife(target);
  announce(target.querySelector("[data-announce]")?.textContent);
}

function isHTML(response) {
  return (response.headers.get("Content-Type") ?? "").startsWith("text/html");
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-autosave-status]") ?? this.makeStatus();
    this.sent = this.fields();
    this.retry = RETRY_FIRST;
    form.addEventListener("input", () => this.soon(SAVE_AFTER));
    form.addEventListener("change", () => this.soon(SAVE_AFTER));
    form.addEventListener("submit", (e) => e.defaultPrevented || this.leave());
    addEventListener("pageshow", () => { this.leaving = false; });
    addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.save());
    addEventListener("pagehide", () => this.save());
    addEventListener("online", () => this.save());
    addEventListener("beforeunload", (e) => this.failed && !this.leaving && e.preventDefault());
  }

  makeStatus() {
    const p = document.createElement("p");
    p.className = "autosave";
    p.setAttribute("role", "status");
    this.form.append(p);
    return p;
  }

  say(state) {
    this.status.textContent = document.body.dataset[state] ?? "";
    this.status.dataset.state = state;
  }

  fields() {
    const text = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    return new URLSearchParams(text).toString();
  }

  soon(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), ms);
  }

  /** The form itself is on its way now: what is older must not arrive after it. */
  leave() {
    this.leaving = true;
    clearTimeout(this.timer);
    this.request?.abort();
  }

  /** One request at a time, so that an older text never overtakes a newer one. */
  async save() {
    clearTimeout(this.timer);
    const body = this.fields();
    if (this.busy || this.leaving || body === this.sent) return;
    this.busy = true;
    this.say("saving");
    try {
      await this.post(body);
    } catch {
      if (!this.leaving) this.fail();
    }
    this.busy = false;
    if (!this.failed && this.fields() !== this.sent) this.soon(SAVE_AFTER);
  }

  async post(body) {
    const headers = { "Content-Type": "application/x-www-form-urlencoded", "X-Autosave": "1" };
    this.request = new AbortController();
    const response = await fetch(this.form.dataset.autosave, {
      method: "POST", body, headers, redirect: "error", signal: this.request.signal,
      keepalive: body.length < 60000, // browsers refuse to keep more than 64 kB alive
    });
    const final = response.ok || response.status === 409 || response.status === 422;
    if (!final) return this.fail();
    if (isHTML(response) && this.form.dataset.autosaveTarget) {
      fill(document.getElementById(this.form.dataset.autosaveTarget), await response.text());
    }
    this.sent = body;
    this.failed = !response.ok;
    this.retry = RETRY_FIRST;
    this.say(response.ok ? "saved" : "notSaved");
  }

  fail() {
    this.failed = true;
    this.say("notSaved");
    this.soon(this.retry);
    this.retry = Math.min(this.retry * 2, RETRY_LAST);
  }
}

class LiveSearch {
  constructor(input) {
    this.input = input;
    this.target = document.getElementById(input.dataset.liveTarget);
    input.addEventListener("input", () => this.soon());
    input.addEventListener("keydown", (e) => this.key(e));
    this.target?.addEventListener("keydown", (e) => this.move(e));
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), SEARCH_AFTER);
  }

  async ask() {
    this.asking?.abort();
    this.asking = new AbortController();
    const url = new URL(this.input.dataset.liveSearch, location.href);
    url.searchParams.set(this.input.name, this.input.value);
    try {
      const response = await fetch(url, { signal: this.asking.signal, headers: { "X-Fragment": "1" }, redirect: "error" });
      if (response.ok && isHTML(response)) fill(this.target, await response.text());
    } catch (problem) {
      if (problem.name !== "AbortError") console.warn(problem); // Enter still searches
    }
  }

  key(e) {
    if (e.key === "ArrowDown") this.focus(e, 0);
  }

  /** Up and down go through the results; up from the first goes back to the text. */
  move(e) {
    const at = this.links().indexOf(document.activeElement);
    if (e.key === "ArrowDown") this.focus(e, at + 1);
    if (e.key === "ArrowUp") at < 1 ? this.input.focus() : this.focus(e, at - 1);
    if (e.key === "Escape") this.input.focus();
  }

  links() {
    return this.target ? [...this.target.querySelectorAll("a[href], button")] : [];
  }

  focus(e, n) {
    const link = this.links()[n];
    if (!link) return;
    e.preventDefault();
    link.focus();
  }
}

class Poll {
  constructor(part) {
    this.part = part;
    this.timer = setInterval(() => this.ask(), Math.max(2, Number(part.dataset.poll)) * 1000);
  }

  async ask() {
    if (document.hidden || this.part.contains(document.activeElement)) return;
    try {
      const own = this.part.dataset.pollUrl;
      const response = await fetch(own ?? location.href, { headers: { "X-Fragment": "1" }, redirect: "error" });
      if (response.status === 204 || response.status === 404) return clearInterval(this.timer);
      if (!response.ok || !isHTML(response)) return;
      fill(this.part, own ? await response.text() : this.samePart(await response.text()));
    } catch (problem) {
      console.warn(problem); // the next turn tries again
    }
  }

  samePart(page) {
    const part = new DOMParser().parseFromString(page, "text/html").getElementById(this.part.id);
    return part ? part.innerHTML : this.part.innerHTML;
  }
}

// Who comes back to half a word writes on after it; a browser would begin before it.
document.querySelectorAll("[autofocus]").forEach((field) => {
  if (field.selectionStart === 0) field.setSelectionRange(field.value.length, field.value.length);
});
document.querySelectorAll("form[data-autosave]").forEach((form) => new Autosave(form));
document.querySelectorAll("input[data-live-search]").forEach((input) => new LiveSearch(input));
document.querySelectorAll("[data-poll]").forEach((part) => new Poll(part));
if (document.querySelector("form[data-passkey]")) import("./passkey.js");
