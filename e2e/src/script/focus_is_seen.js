// Whether the focus shows: an outline, a ring, or a border that changes with it, on what has the
// focus or on what is drawn in its place.
const element = document.activeElement;
const look = (of) => {
  const style = getComputedStyle(of);
  const outlined = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0;
  return { outlined, ring: style.boxShadow, border: style.borderColor };
};
const candidates = [element, element.parentElement, ...element.parentElement.children];
const focused = candidates.map(look);
if (focused.some((each) => each.outlined || each.ring !== "none")) return true;
return `no outline and no ring: ${focused[0].border}`;
