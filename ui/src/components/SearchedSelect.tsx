import { Select, type SelectProps } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";

/** What stands in the field for a value. */
function labelOf(data: SelectProps["data"], value: string | null): string {
  for (const each of data ?? []) {
    if (typeof each === "object" && "items" in each) continue;
    const [own, label] = typeof each === "object" ? [each.value, each.label] : [each, each];
    if (String(own) === value) return label ?? String(own);
  }
  return "";
}

/** Whether the list of a field to choose from is open. */
export function isListOpen(field: Element): boolean {
  return field.matches("[role=combobox][aria-expanded=true]");
}

/**
 * A choice that is found by typing. What is typed takes the place of what stands there; Enter takes the
 * first that is found, and sends no form while the list is open. Once that is closed the field says
 * what is chosen, and not what was half typed.
 */
export function SearchedSelect(
  props: Omit<SelectProps, "searchable" | "searchValue" | "onSearchChange"> & {
    value: string | null;
  },
) {
  const chosen = labelOf(props.data, props.value);
  const [search, setSearch] = useState(chosen);
  const [isOpen, setOpen] = useState(false);
  const [isPointedAt, setPointedAt] = useState(false);
  return (
    <Select
      allowDeselect={false}
      {...props}
      // It would cover the list; without a pointer it is read aloud and covers nothing.
      title={isOpen && isPointedAt ? undefined : props.title}
      onPointerEnter={() => setPointedAt(true)}
      onPointerLeave={() => setPointedAt(false)}
      searchable
      selectFirstOptionOnChange
      searchValue={search}
      onSearchChange={setSearch}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => {
        setOpen(false);
        setSearch(chosen);
      }}
      onFocus={(event) => event.currentTarget.select()}
      onClick={(event) => event.currentTarget.select()}
      onKeyDown={(event: KeyboardEvent<HTMLInputElement>) => {
        // With nothing found there is nothing to take, and nothing to send either.
        if (event.key === "Enter" && isListOpen(event.currentTarget)) event.preventDefault();
      }}
    />
  );
}
