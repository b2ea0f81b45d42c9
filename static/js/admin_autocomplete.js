// Gives the admin's autocompletes (Django's select2) the names that a screen reader needs.
// Without this file they work all the same.

/** The words that name a form field. */
function nameOf(select) {
  return (select.labels?.[0]?.textContent ?? "").trim().replace(/\s*:$/, "");
}

/** Name the parts that select2 made beside a select. */
function label(select) {
  const name = nameOf(select);
  const made = select.nextElementSibling;
  if (!name || !made?.classList.contains("select2")) return;
  const box = made.querySelector(".select2-selection");
  const value = made.querySelector(".select2-selection__rendered");
  box.removeAttribute("aria-labelledby");
  box.setAttribute("aria-label", [name, value.title].filter(Boolean).join(" : "));
  value.removeAttribute("role");
  value.removeAttribute("aria-readonly");
}

function labelAll(root) {
  root.querySelectorAll("select.admin-autocomplete").forEach(label);
}

const { jQuery } = window.django;

jQuery(() => labelAll(document));
document.addEventListener("formset:added", (event) => setTimeout(() => labelAll(event.target)));
// select2 speaks through jQuery events only.
jQuery(document).on("select2:select select2:unselect select2:clear", (event) => label(event.target));
jQuery(document).on("select2:open", (event) => {
  const name = nameOf(event.target);
  const list = document.querySelector(".select2-results__options");
  const field = document.querySelector(".select2-container--open .select2-search__field");
  const box = event.target.nextElementSibling.querySelector(".select2-selection");
  const dropdown = list.closest(".select2-container");
  box.setAttribute("aria-controls", list.id);
  dropdown.setAttribute("role", "region");
  for (const part of [list, field, dropdown]) part.setAttribute("aria-label", name);
  field.focus();
});
