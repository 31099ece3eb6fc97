import { z } from "zod";
import { jsonFaults } from "./exact-json.ts";

/** Why a certificate must not be relied on. Everything that depends on it stops. */
export const invalidReasonSchema = z.discriminatedUnion("why", [
  /** Its JSON cannot be read, or not by everybody in the same way. */
  z.object({ why: z.literal("unreadable"), fault: z.enum([...jsonFaults, "not_an_object"]) }),
  /** `keyId` is absent where the signature names no key, and none that is configured fits. */
  z.object({ why: z.literal("signature_does_not_hold"), keyId: z.string().optional() }),
  z.object({ why: z.literal("other_migration"), named: z.string() }),
  /** ISO instants in UTC. */
  z.object({ why: z.literal("not_yet_valid"), from: z.string() }),
  z.object({ why: z.literal("expired"), at: z.string() }),
  z.object({ why: z.literal("pdf_is_no_pdf") }),
  z.object({ why: z.literal("pdf_names_another"), named: z.string() }),
  /** Issued only when all five perspectives pass, it says itself that one did not. */
  z.object({ why: z.literal("contradicts_itself"), parts: z.array(z.string()).min(1) }),
]);
export type InvalidReason = z.infer<typeof invalidReasonSchema>;

/** Why it cannot be told whether a certificate is genuine. */
export const unverifiableReasonSchema = z.discriminatedUnion("why", [
  z.object({ why: z.literal("no_keys_configured") }),
  z.object({ why: z.literal("unknown_key"), keyId: z.string() }),
  z.object({ why: z.literal("unknown_scheme"), scheme: z.string() }),
  z.object({ why: z.literal("hash_instead_of_signature") }),
  z.object({ why: z.literal("no_signature") }),
  /** Numbers that lose digits: two certificates would share the signed form. */
  z.object({ why: z.literal("ambiguous_numbers"), numbers: z.array(z.string()).min(1) }),
  /** There is a PDF, but no signed JSON beside it. */
  z.object({ why: z.literal("pdf_only") }),
  z.object({ why: z.literal("names_no_id") }),
  z.object({ why: z.literal("names_no_migration") }),
  z.object({ why: z.literal("pdf_unreadable") }),
  z.object({ why: z.literal("pdf_does_not_name_it") }),
]);
export type UnverifiableReason = z.infer<typeof unverifiableReasonSchema>;

/** The four outcomes of checking a certificate. JSON, so that it can be stored and shown as it was found. */
export const certificateCheckSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("verified"), keyId: z.string(), algorithm: z.literal("Ed25519") }),
  z.object({ kind: z.literal("invalid"), reasons: z.array(invalidReasonSchema).min(1) }),
  z.object({ kind: z.literal("unverifiable"), reasons: z.array(unverifiableReasonSchema).min(1) }),
  z.object({ kind: z.literal("missing") }),
]);
export type CertificateCheck = z.infer<typeof certificateCheckSchema>;
