// Finds what a screen reader would find: by role and accessible name, and only what can be seen.
const [role, name, most, inPart] = arguments;

const seen = (element) => {
  if (element.closest("[aria-hidden=true], [inert]")) return false;
  if (element.getClientRects().length === 0) return false;
  const style = getComputedStyle(element);
  return style.visibility !== "hidden" && style.opacity !== "0";
};

const selectors = {
  button: "button:not([role]), [role=button], input[type=submit], summary",
  link: "a[href]:not([role])",
  field: fields,
  checkbox: "input[type=checkbox], [role=checkbox]",
  switch: "[role=switch]",
  radio: "input[type=radio], [role=radio]",
  heading: "h1, h2, h3, h4, [role=heading]",
  dialog: "[role=dialog], dialog[open]",
  menuitem: "[role=menuitem]",
  tab: "[role=tab]",
  option: "[role=option]",
  row: "tbody tr, [role=row]",
  cell: "[role=gridcell]",
  columnheader: "[role=columnheader]",
  treeitem: "[role=treeitem]",
};

const found = [];
for (const element of document.querySelectorAll(selectors[role])) {
  const called = nameOf(element);
  if (inPart ? !called.includes(name) : called !== name) continue;
  // A checkbox or radio that is drawn by others may itself be clear; it is still there to click.
  if (!seen(element) && !(element.matches("input") && seen(element.parentElement))) continue;
  found.push(element);
  if (found.length >= most) break;
}
return found;
