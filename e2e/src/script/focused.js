// What has the focus: role, colon, name.
const element = document.activeElement;
if (element === null || element === document.body) return "nothing";

const kinds = { button: "button", summary: "button", a: "link", textarea: "field", select: "field" };
const tag = element.tagName.toLowerCase();
const type = element.getAttribute("type");
const input = ["checkbox", "radio"].includes(type) ? type : "field";
const role = element.getAttribute("role") ?? (tag === "input" ? input : (kinds[tag] ?? tag));
return `${role}: ${nameOf(element).slice(0, 200)}`;
