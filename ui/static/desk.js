// Keyboard shortcuts. An element with data-shortcut="k" is used by pressing k alone, whenever nobody is typing: a field takes
// the focus, anything else is pressed. Its name in the list that "?" opens is data-shortcut-name, else its label or its text.
// Escape leaves a field, so that the next key is a shortcut again; Enter then presses what is marked data-enter. They can be switched off in that list (WCAG 2.1.4).

const TYPED_IN = "input:not([type=radio], [type=checkbox], [type=button], [type=submit]), textarea, select, [contenteditable]";
const OFF = "samedoor.shortcuts.off";

const dialog = document.querySelector("dialog[data-shortcuts]");
const toggle = dialog?.querySelector("[data-shortcuts-toggle]");
const usable = () => [...document.querySelectorAll("[data-shortcut]")].filter((e) => e.checkVisibility() && !e.disabled);

function nameOf(element) {
  const label = element.labels?.[0]?.firstChild?.textContent;
  return (element.dataset.shortcutName ?? element.getAttribute("aria-label") ?? label ?? element.textContent).trim();
}

function use(element) {
  element.focus();
  if (element.matches(TYPED_IN)) return element.select?.();
  element.click();
  if (element.matches("summary")) element.parentElement.querySelector("textarea, input")?.focus(); // what it opens is typed in
}

function showList() {
  if (!dialog || dialog.open) return;
  const rows = usable().map((element) => {
    const row = document.createElement("div");
    const key = document.createElement("dt");
    const name = document.createElement("dd");
    key.append(Object.assign(document.createElement("kbd"), { textContent: element.dataset.shortcut }));
    name.textContent = nameOf(element);
    row.append(key, name);
    return row;
  });
  dialog.querySelector("[data-shortcuts-list]").replaceChildren(...rows);
  dialog.showModal();
}

addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.altKey || e.metaKey || e.isComposing || dialog?.open) return;
  if (e.target.matches?.(TYPED_IN)) {
    if (e.key === "Escape" && !e.defaultPrevented) e.target.blur();
    return;
  }
  if (localStorage.getItem(OFF)) return;
  if (e.key === "Enter" && e.target === document.body) return document.querySelector("[data-enter]")?.click();
  if (e.key === "?") return showList();
  const element = usable().find((candidate) => candidate.dataset.shortcut === e.key);
  if (!element) return;
  e.preventDefault();
  use(element);
});

// The key of a choice stands beside it.
document.querySelectorAll("input[data-shortcut]").forEach((input) => {
  const key = Object.assign(document.createElement("kbd"), { textContent: input.dataset.shortcut, ariaHidden: "true" });
  if (!input.matches(TYPED_IN)) input.labels[0]?.append(key);
});

document.querySelectorAll("[data-shortcuts-open]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", showList);
});

if (toggle) {
  toggle.checked = !localStorage.getItem(OFF);
  toggle.addEventListener("change", () => toggle.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1"));
}

// <element data-arrows>: up and down go through its links and what can be opened, so that a long map is walked with two keys.
document.querySelectorAll("[data-arrows]").forEach((list) => list.addEventListener("keydown", (e) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
  if (!step || e.altKey || e.ctrlKey || e.metaKey) return;
  const all = [...list.querySelectorAll("a[href], summary")].filter((stop) => stop.checkVisibility());
  const at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? Math.max(0, all.findIndex((stop) => stop.matches("[aria-current]"))) : at + step];
  if (!next) return;
  e.preventDefault();
  next.focus();
}));

// The keys that are shown at all times are of no use without this script, or while they are switched off.
document.querySelectorAll("[data-shortcuts-strip]").forEach((strip) => {
  const show = () => { strip.hidden = !!localStorage.getItem(OFF); };
  toggle?.addEventListener("change", show);
  show();
});
