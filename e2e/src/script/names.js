// What a screen reader calls things. Stands before the other scripts.
const tidy = (text) => text.replace(/\s+/g, " ").trim();

const textOf = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue;
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  const style = getComputedStyle(node);
  if (node.getAttribute("aria-hidden") === "true" || style.display === "none") return "";
  const own = node.getAttribute("aria-label");
  if (own !== null) return own;
  const inner = [...node.childNodes].map(textOf).join("");
  return style.display === "inline" ? inner : ` ${inner} `;
};

const byIds = (ids) =>
  tidy(
    (ids ?? "")
      .split(/\s+/)
      .map((id) => document.getElementById(id))
      .filter((element) => element !== null)
      .map(textOf)
      .join(" "),
  );

const fields =
  "input:not([type=checkbox]):not([type=radio]):not([type=file]):not([type=hidden]), textarea, select";

const nameOf = (element) => {
  const labelled = byIds(element.getAttribute("aria-labelledby"));
  if (labelled !== "") return labelled;
  const label = element.getAttribute("aria-label");
  if (label !== null) return tidy(label);
  if (element.labels?.length > 0) return tidy([...element.labels].map(textOf).join(" "));
  if (element.matches(fields)) return tidy(element.getAttribute("placeholder") ?? "");
  return tidy([...element.childNodes].map(textOf).join(""));
};
