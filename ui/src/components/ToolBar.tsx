import { Button, type ButtonProps } from "@mantine/core";
import { type Icon, IconChevronDown } from "@tabler/icons-react";
import { type ComponentPropsWithRef, type ReactNode, useId } from "react";
import { Link } from "wouter";
import classes from "./toolbar.module.css";
import { useTitle } from "./useTitle";

/**
 * One line of what can be done with what stands below it. Where it gets short its buttons keep their
 * icons, and their names on hover: it never takes two lines. `isLong` where there is much in it.
 */
export function ToolBar(props: { isLong?: boolean; children: ReactNode }) {
  return (
    <div className={classes.bar} data-long={props.isLong || undefined}>
      {props.children}
    </div>
  );
}

/** What stands at a bar's end. */
export function ToolBarEnd(props: { children: ReactNode }) {
  return <div className={classes.end}>{props.children}</div>;
}

type OfButton = ButtonProps & Omit<ComponentPropsWithRef<"button">, keyof ButtonProps | "children">;

/** Whether a button's name gave way, and its icon alone is left. */
function isNameHidden(button: Element): boolean {
  const name = button.querySelector(".mantine-Button-label");
  return name !== null && getComputedStyle(name).fontSize === "0px";
}

/** A button in a bar; with `href` it leads to a place. */
export function ToolButton({
  name,
  says = name,
  icon: Sign,
  keepsName,
  opensMenu,
  href,
  whyNot = null,
  ...props
}: OfButton & {
  name: string;
  /** What it is called on hover and aloud, where that is more than its name. */
  says?: string;
  icon: Icon;
  /** Whether its name is among the last to go. */
  keepsName?: true;
  opensMenu?: true;
  href?: string;
  /** Why it does nothing now; it stays within reach, so that this can be read and heard. */
  whyNot?: string | null;
}) {
  const reasonId = useId();
  // What can be read on it needs no title, and what it opened is not to be covered by one.
  const title = useTitle(says, (button) => says !== name || isNameHidden(button));
  const isOpen = props["aria-expanded"] === true;
  const look: ButtonProps & { children: ReactNode } = {
    variant: "default",
    size: "xs",
    classNames: {
      root: classes.tool ?? "",
      label: classes.name ?? "",
      section: classes.sign ?? "",
    },
    leftSection: <Sign size="var(--ph-icon-small)" aria-hidden="true" />,
    rightSection: opensMenu ? <IconChevronDown size={12} aria-hidden="true" /> : null,
    children: name,
  };
  const label = says === name ? {} : { "aria-label": says };
  const kept = { "data-keeps-name": keepsName };
  if (href !== undefined)
    return <Button component={Link} href={href} {...look} {...kept} {...label} {...title} />;
  const isOff = whyNot !== null;
  const off = { "data-disabled": true, "aria-disabled": true, "aria-describedby": reasonId };
  return (
    <>
      <Button
        {...look}
        {...kept}
        {...label}
        {...props}
        {...title}
        title={whyNot ?? (isOpen ? undefined : title.title)}
        {...(isOff ? { ...off, onClick: undefined } : {})}
      />
      {isOff ? (
        <span id={reasonId} className="ph-hidden-text">
          {whyNot}
        </span>
      ) : null}
    </>
  );
}
