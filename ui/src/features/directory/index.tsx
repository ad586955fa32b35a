export { Directory } from "./Directory";
