export { Imports } from "./Imports";
