import { Queue as BullQueue, Worker as BullWorker, createRedisBackend } from "bullmq";
import { Redis, type RedisOptions } from "ioredis";
import { CONSUMER_OPTIONS, QUEUE_NAME, type QueueBackend, STREAMS, withPatience } from "./backend.ts";
import type { JobData } from "./job-options.ts";
import { redisAdvice } from "./redis-advice.ts";

/** Both reconnect for ever, at most a second apart. */
const COMMON = {
  retryStrategy: (times: number) => Math.min(50 * 2 ** times, 1_000),
  connectTimeout: 5_000,
  keepAlive: 10_000,
};

/** Somebody waits for the answer: give up after one attempt to reconnect. */
const PRODUCER = { ...COMMON, maxRetriesPerRequest: 1, commandTimeout: 10_000 };

/** Nobody waits: a worker's commands outlast any outage. */
const CONSUMER = { ...COMMON, maxRetriesPerRequest: null };

const factory = withPatience(createRedisBackend);

/**
 * BullMQ on Redis. Keys begin with `{closeout:<namespace>}`; the braces keep them in one slot of a cluster.
 * `url` is `redis://`, `rediss://` or the path of a unix socket.
 */
export function redisBackend(url: string, namespace: string): QueueBackend {
  const prefix = `{closeout:${namespace}}`;
  return {
    kind: "redis",
    readyWithinMs: 2_000,

    openProducer(onError) {
      const redis = new OwnedRedis(url, PRODUCER);
      redis.on("error", onError);
      const queue = new BullQueue<JobData, void>(
        QUEUE_NAME,
        { connection: redis, prefix, streams: STREAMS },
        factory,
      );
      queue.on("error", onError);
      return { bull: queue, abandon: () => redis.abandon(), advice: () => redisAdvice(redis) };
    },

    openConsumer(process, { concurrency }, events) {
      const redis = new OwnedRedis(url, CONSUMER);
      redis.on("error", events.error);
      const worker = new BullWorker<JobData, void>(
        QUEUE_NAME,
        process,
        { ...CONSUMER_OPTIONS, connection: redis, prefix, concurrency },
        factory,
      );
      worker.on("error", events.error);
      worker.on("stalled", events.stalled);
      return { bull: worker, abandon: () => redis.abandon() };
    },
  };
}

/** A connection that remembers the copies BullMQ makes of it, so that all of them can be cut. */
class OwnedRedis extends Redis {
  readonly #copies: { disconnect(): void }[] = [];

  override duplicate<O extends Partial<RedisOptions> | undefined = undefined>(override?: O) {
    const copy = super.duplicate(override);
    this.#copies.push(copy);
    return copy;
  }

  abandon(): void {
    for (const redis of [this, ...this.#copies]) redis.disconnect();
  }
}
