import { App } from "@slack/bolt";
import { z } from "zod";

/** The reference of an acknowledgement: a bare Bolt app over HTTP that acknowledges `/closeout` and clicks, and does nothing else. */
const { REFERENCE_PORT, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_API_URL } = z
  .object({
    REFERENCE_PORT: z.coerce.number().int(),
    SLACK_BOT_TOKEN: z.string(),
    SLACK_SIGNING_SECRET: z.string(),
    SLACK_API_URL: z.string(),
  })
  .parse(process.env);

const app = new App({
  token: SLACK_BOT_TOKEN,
  signingSecret: SLACK_SIGNING_SECRET,
  clientOptions: { slackApiUrl: SLACK_API_URL },
});
app.command("/closeout", async ({ ack }) => {
  await ack();
});
app.action(/./, async ({ ack }) => {
  await ack();
});
await app.start(REFERENCE_PORT);
process.stdout.write("ready\n");
