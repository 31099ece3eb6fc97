import {
  Queue as BullQueue,
  Worker as BullWorker,
  createPostgresBackend,
  type PostgresConnectionOptions,
  type PostgresQueueBackend,
} from "bullmq";
import { CONSUMER_OPTIONS, QUEUE_NAME, type QueueBackend, STREAMS, withPatience } from "./backend.ts";
import type { JobData } from "./job-options.ts";
import { postgresConnection } from "./postgres-connection.ts";

type OnPostgres = PostgresQueueBackend;

const factory = withPatience(createPostgresBackend);

/** BullMQ on PostgreSQL, in the schema `bullmq_<namespace>`, which is made and migrated when it is first used. */
export function postgresBackend(url: string, namespace: string): QueueBackend {
  const schema = `bullmq_${namespace}`;
  return {
    kind: "postgres",
    readyWithinMs: 20_000,

    openProducer(onError) {
      const connection = postgresConnection(url, schema, { max: 3, queryTimeoutMs: 10_000 });
      const queue = new BullQueue<
        JobData,
        void,
        string,
        JobData,
        void,
        string,
        OnPostgres,
        PostgresConnectionOptions
      >(QUEUE_NAME, { connection, streams: STREAMS }, factory);
      queue.on("error", onError);
      return { bull: queue, abandon: () => undefined, advice: async () => [] };
    },

    openConsumer(process, { concurrency }, events) {
      const connection = postgresConnection(url, schema, { max: 8, queryTimeoutMs: 30_000 });
      const worker = new BullWorker<JobData, void, string, OnPostgres, object, PostgresConnectionOptions>(
        QUEUE_NAME,
        process,
        { ...CONSUMER_OPTIONS, connection, concurrency },
        factory,
      );
      worker.on("error", events.error);
      worker.on("stalled", events.stalled);
      return { bull: worker, abandon: () => undefined };
    },
  };
}
