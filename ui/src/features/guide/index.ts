export { Guide as default } from "./Guide";
export { GuidePane } from "./GuidePane";
