export { count, lenient, text } from "../domain/lenient.ts";
