import * as fc from "fast-check";
import { expect, it } from "vitest";
import { resourcesSchema } from "../../src/sensei/resources-schema.ts";

const unknown = { checkpoints: undefined, temporaryStorage: undefined };

it.each([
  [{ checkpoints: 14 }, { present: true, count: 14 }],
  [{ checkpoints: "0" }, { present: false, count: 0 }],
  [{ checkpoints: [] }, { present: false, count: 0 }],
  [{ checkpoints: [{ id: 1 }] }, { present: true, count: 1 }],
  [{ checkpoints: "deleted" }, { present: false, count: 0 }],
  [{ checkpoints: "present" }, { present: true, count: undefined }],
  [{ checkpoints: false }, { present: false, count: 0 }],
  [{ checkpoints: { status: "deleted", count: 3 } }, { present: false, count: 3 }],
  [{ checkpoints: { count: 3 } }, { present: true, count: 3 }],
])("reads %j", (wire, checkpoints) => {
  expect(resourcesSchema.parse(wire)).toEqual({ ...unknown, checkpoints });
});

it.each([
  [{ temporary_storage_gb: 38.5 }, { present: true, gigabytes: 38.5 }],
  [{ temporary_storage_gb: "0" }, { present: false, gigabytes: 0 }],
  [{ temporary_storage: "released" }, { present: false, gigabytes: 0 }],
  [{ temporary_storage: { gb: 2 } }, { present: true, gigabytes: 2 }],
])("reads %j", (wire, temporaryStorage) => {
  expect(resourcesSchema.parse(wire)).toEqual({ ...unknown, temporaryStorage });
});

it.each([
  [null],
  ["none"],
  [{}],
  [{ checkpoints: null }],
  [{ checkpoints: "soon" }],
  [{ checkpoints: {} }],
  [{ checkpoints: -1 }],
])("takes nothing for gone because of %j", (wire) => {
  expect(resourcesSchema.parse(wire)).toEqual(unknown);
});

it("never fails, whatever comes", () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (checkpoints, temporary_storage) => {
      resourcesSchema.parse({ checkpoints, temporary_storage });
      resourcesSchema.parse(checkpoints);
    }),
  );
});
