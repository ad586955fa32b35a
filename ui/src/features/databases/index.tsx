export { Databases } from "./Databases";
