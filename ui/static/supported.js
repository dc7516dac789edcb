// Runs before the page is drawn, as a file of its own so that the content security policy needs no exception:
// marks the page as one whose components may be brought to life, so that they do not jump when they are.
document.body.classList.add("js-enabled");
if ("noModule" in document.createElement("script")) {
  document.body.classList.add("govuk-frontend-supported");
}
