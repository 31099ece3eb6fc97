import type { Certificate } from "./certificates.ts";
import type { SimulatedMigration } from "./example-migrations.ts";
import type { JsonObject } from "./http.ts";
import { logContent, textContent } from "./zip-content.ts";
import type { ZipEntry } from "./zip-layout.ts";

/** What an export is made of besides the migration. */
export type ExportInput = {
  readonly certificate: Certificate | undefined;
  readonly plan: JsonObject;
  readonly validations: readonly JsonObject[];
  /** Bytes of generated logs, in files of at most `logFileBytes`. */
  readonly logBytes: number;
  readonly logFileBytes: number;
  readonly deflated: boolean;
};

/** All artifacts of a migration: of each kind some, and one that fits no kind. */
export function exportEntries(migration: SimulatedMigration, input: ExportInput): readonly ZipEntry[] {
  const { certificate, plan, validations } = input;
  const small: Readonly<Record<string, string | Buffer>> = {
    ...(certificate === undefined
      ? {}
      : { "certificate/certificate.pdf": certificate.pdf, "certificate/certificate.json": certificate.json }),
    "plan/migration-plan.json": json(plan),
    "plan/approval.json": json({ approved_by: plan["approved_by"], approved_at: plan["approved_at"] }),
    "validation/results.json": json(validations),
    "logs/execution.log": executionLog(migration),
    "mapping/mapping.md": mappingDocument(migration),
    "errors/resolutions.json": json(resolutions),
    "misc/operator-scratchpad.dat": Buffer.from(migration.id),
  };
  const entries = Object.entries(small).map(([name, text]) => ({ name, content: textContent(text) }));
  return [...entries, ...logs(input)];
}

function logs({ logBytes, logFileBytes, deflated }: ExportInput): readonly ZipEntry[] {
  return Array.from({ length: Math.ceil(logBytes / logFileBytes) }, (_, index) => {
    const number = String(index + 1).padStart(4, "0");
    const bytes = Math.min(logFileBytes, logBytes - index * logFileBytes);
    const content = logContent(bytes, `end of part ${number}`, deflated);
    return { name: `logs/execution-${number}.log`, content };
  });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function executionLog({ id, source, target, tables }: SimulatedMigration): string {
  const lines = Array.from({ length: 40 }, (_, index) => {
    return `2026-02-28T22:${String(index).padStart(2, "0")}:00Z INFO ${id} table ${index + 1} of ${tables} copied`;
  });
  return `${[`${source} -> ${target}`, ...lines].join("\n")}\n`;
}

function mappingDocument({ source, target }: SimulatedMigration): string {
  return `# Mapping\n\n| ${source} | ${target} |\n| --- | --- |\n| EMPLOYEES.EMP_ID NUMBER(10) | employees.emp_id bigint |\n| EMPLOYEES.HIRED DATE | employees.hired timestamptz |\n`;
}

const resolutions = [
  { error: "ORA-01555", table: "PAYSLIPS", resolution: "read again from an older snapshot", records: 9 },
  { error: "invalid_date", table: "EMPLOYEES", resolution: "0000-00-00 became null, approved", records: 5 },
];
