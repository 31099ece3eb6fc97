import type { Automation, CallOutcome, Look, TaskRequest } from "../../src/ports.ts";

/** Does what it is told: `tasks` have an endpoint, `outcomes` and `looks` are what comes next. */
export type FakeAutomation = Automation & {
  readonly tasks: Set<string>;
  readonly outcomes: CallOutcome[];
  readonly looks: Look[];
  readonly asked: TaskRequest[];
};

export function fakeAutomation(): FakeAutomation {
  const fake: FakeAutomation = {
    tasks: new Set(),
    outcomes: [],
    looks: [],
    asked: [],
    has: (taskId) => fake.tasks.has(taskId),
    async run(request) {
      fake.asked.push(request);
      const { requestId } = request;
      return fake.outcomes.shift() ?? { kind: "done", requestId, status: 200, message: "Done." };
    },
    look: async () => fake.looks.shift() ?? { kind: "seen", reading: "not_applied", progress: undefined },
  };
  return fake;
}
