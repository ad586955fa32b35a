export { History } from "./History";
export { RunPlace } from "./RunPlace";
