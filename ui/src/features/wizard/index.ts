export { Wizard as default } from "./Wizard";
export type { SideHelp, SideHelpProps } from "./WizardForm";
