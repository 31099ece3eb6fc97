import type { Paper } from "../domain/paper.ts";

/** Prints a paper as PDF. The same paper gives the same bytes. */
export type PrintPaper = (paper: Paper) => Promise<Uint8Array>;
