import { Temporal } from "temporal-polyfill";

/** What the reference rules need to know of a template. */
type Referring = {
  readonly lists: readonly {
    readonly id: string;
    readonly parent?: string | undefined;
    readonly items: readonly {
      readonly id: string;
      readonly wait?: string | undefined;
      readonly evidence?: string | undefined;
      readonly irreversible?: boolean | undefined;
      readonly undoable?: boolean | undefined;
      readonly optional?: boolean | undefined;
    }[];
  }[];
  readonly decommission: {
    readonly prerequisites: string;
    readonly steps: string;
    readonly timeline: readonly { readonly id: string; readonly from?: string | undefined }[];
  };
  readonly artifacts: readonly { readonly id: string }[];
  readonly artifactRules: readonly { readonly kind: string }[];
};

type Broken = { readonly path: (string | number)[]; readonly message: string };

/**
 * The rules of a template that one value alone cannot break: ids are unique, and whatever is referred to exists. Each
 * broken rule is named at the place that breaks it.
 */
export function checkReferences(template: Referring): Broken[] {
  return [
    ...repeatedLists(template),
    ...repeatedItems(template),
    ...brokenParents(template),
    ...brokenWaits(template),
    ...brokenDecommission(template),
    ...misplacedTraits(template),
    ...repeatedArtifacts(template),
    ...brokenArtifactRules(template),
  ];
}

function repeatedLists({ lists }: Referring): Broken[] {
  return repeated(lists.map((list, index) => ({ id: list.id, path: ["lists", index, "id"] })));
}

function repeatedItems({ lists }: Referring): Broken[] {
  return repeated(
    lists.flatMap((list, at) =>
      list.items.map((item, index) => ({ id: item.id, path: ["lists", at, "items", index, "id"] })),
    ),
  );
}

function repeatedArtifacts({ artifacts }: Referring): Broken[] {
  return repeated(
    artifacts.map((artifact, index) => ({ id: artifact.id, path: ["artifacts", index, "id"] })),
  );
}

function brokenArtifactRules({ artifacts, artifactRules }: Referring): Broken[] {
  const known = new Set(artifacts.map(({ id }) => id));
  return artifactRules.flatMap(({ kind }, index) =>
    known.has(kind)
      ? []
      : [
          {
            path: ["artifact_rules", index, "kind"],
            message: `names the artifact ${kind}, which does not exist`,
          },
        ],
  );
}

function repeated(ids: readonly { readonly id: string; readonly path: (string | number)[] }[]): Broken[] {
  const seen = new Set<string>();
  return ids.flatMap(({ id, path }) => {
    if (seen.has(id)) return [{ path, message: `repeats the id ${id}; every id may be used once` }];
    seen.add(id);
    return [];
  });
}

/** A list may hang under an item of a phase only, so that there is no ring and no third storey. */
function brokenParents({ lists }: Referring): Broken[] {
  const phases = lists.filter((list) => list.parent === undefined);
  if (phases.length === 0) {
    return [{ path: ["lists"], message: "holds no phase: at least one list must have no parent" }];
  }
  const possible = new Set(phases.flatMap((list) => list.items.map((item) => item.id)));
  return lists.flatMap((list, index) =>
    list.parent === undefined || possible.has(list.parent)
      ? []
      : [{ path: ["lists", index, "parent"], message: `names ${list.parent}, which is no item of a phase` }],
  );
}

function brokenWaits({ lists }: Referring): Broken[] {
  return lists.flatMap((list, at) =>
    list.items[0]?.wait === undefined
      ? []
      : [{ path: ["lists", at, "items", 0, "wait"], message: "has no item before it to wait after" }],
  );
}

function brokenDecommission({ lists, decommission }: Referring): Broken[] {
  const known = new Set(lists.map((list) => list.id));
  const places = ["prerequisites", "steps"] as const;
  const missing = places
    .filter((place) => !known.has(decommission[place]))
    .map((place) => ({
      path: ["decommission", place],
      message: `names the list ${decommission[place]}, which does not exist`,
    }));
  const unplaced = decommission.timeline.flatMap((stage, index) =>
    index === 0 || stage.from !== undefined
      ? []
      : [{ path: ["decommission", "timeline", index, "from"], message: "is missing" }],
  );
  const stages = decommission.timeline.map((stage, index) => ({
    id: stage.id,
    path: ["decommission", "timeline", index, "id"],
  }));
  return [...missing, ...unplaced, ...disordered(decommission.timeline), ...repeated(stages)];
}

/** What is said of prerequisites and steps means something there alone, and nothing is both final and undone. */
function misplacedTraits({ lists, decommission }: Referring): Broken[] {
  return lists.flatMap((list, at) =>
    list.items.flatMap((item, index) => {
      const broken = (trait: string, message: string) => ({
        path: ["lists", at, "items", index, trait],
        message,
      });
      const traits = (["irreversible", "undoable", "optional"] as const).filter(
        (trait) => item[trait] === true,
      );
      return [
        ...(item.evidence !== undefined && list.id !== decommission.prerequisites
          ? [broken("evidence", "belongs to the prerequisites of the decommissioning only")]
          : []),
        ...(list.id === decommission.steps
          ? []
          : traits.map((trait) => broken(trait, "belongs to the steps of the decommissioning only"))),
        ...(item.irreversible === true && item.undoable === true
          ? [broken("undoable", "contradicts irreversible")]
          : []),
        ...(item.wait === undefined
          ? []
          : traits.map((trait) => broken(trait, "is said of a wait, which nobody does"))),
      ];
    }),
  );
}

/** The last stage is taken for the latest, so the stages have to stand in their order. */
function disordered(timeline: Referring["decommission"]["timeline"]): Broken[] {
  return timeline.flatMap((stage, index) => {
    const before = timeline[index - 1]?.from ?? "PT0S";
    const inOrder =
      stage.from === undefined ||
      Temporal.Duration.compare(before, stage.from, { relativeTo: Temporal.PlainDate.from("2026-01-01") }) <
        0;
    return inOrder
      ? []
      : [
          {
            path: ["decommission", "timeline", index, "from"],
            message: "begins no later than the stage before",
          },
        ];
  });
}
