export { type Asked, Directory } from "./Directory";
