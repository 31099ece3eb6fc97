import type { Kysely } from "kysely";
import { installationKey } from "../domain/identity.ts";
import type { Chat, Clock, People } from "../ports.ts";
import type { Database } from "./schema/schema.ts";

/** A profile is asked for again after this long, so that somebody who left or became a guest is noticed soon. */
const freshForMinutes = 5;

/** Profiles by way of the chat platform, remembered in PostgreSQL for all processes. */
export function createPeople(db: Kysely<Database>, clock: Clock, chat: Pick<Chat, "profile">): People {
  return {
    async profile(installation, user) {
      const key = installationKey(installation);
      const now = clock.now();
      const known = await db
        .selectFrom("person")
        .select("profile")
        .where("installation", "=", key)
        .where("user_id", "=", user)
        .where("fetched_at", ">", now.subtract({ minutes: freshForMinutes }))
        .executeTakeFirst();
      if (known !== undefined) return known.profile ?? undefined;
      const profile = await chat.profile(installation, user);
      const fetched = { profile: profile === undefined ? null : JSON.stringify(profile), fetched_at: now };
      await db
        .insertInto("person")
        .values({ installation: key, user_id: user, ...fetched })
        .onConflict((conflict) => conflict.columns(["installation", "user_id"]).doUpdateSet(fetched))
        .execute();
      return profile;
    },
  };
}
