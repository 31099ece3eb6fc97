/**
 * Slack's limits, all in one place. Lengths are characters, counts are items.
 * @see https://docs.slack.dev/reference/block-kit
 */
export const LIMITS = {
  messageBlocks: 50,
  viewBlocks: 100,
  messageText: 40_000,
  /** Undocumented: characters of text over all blocks of a message (`msg_blocks_too_long`). */
  messageBlocksText: 13_000,
  metadataBytes: 16_384,

  id: 255,
  sectionText: 3000,
  sectionFields: 10,
  sectionField: 2000,
  header: 150,
  contextElements: 10,
  actionsElements: 25,
  inputLabel: 2000,
  imageAlt: 2000,
  imageTitle: 2000,
  imageUrl: 3000,
  markdown: 12_000,
  tableRows: 100,
  tableCells: 20,

  buttonText: 75,
  buttonValue: 2000,
  url: 3000,
  placeholder: 150,
  optionText: 75,
  optionValue: 150,
  optionDescription: 75,
  options: 100,
  optionGroups: 100,
  optionGroupLabel: 75,
  overflowOptionsMin: 2,
  overflowOptions: 5,
  choices: 10,
  inputLength: 3000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,

  viewTitle: 24,
  viewButton: 24,
  privateMetadata: 3000,
  viewStack: 3,
  viewBytes: 250 * 1024,
  triggerMs: 3000,

  responseUses: 5,
  responseMs: 30 * 60_000,
  ackMs: 3000,
  sockets: 10,
  /** chat.postMessage: about one a second per channel, with a small burst. */
  postsPerSecond: 1,
  postBurst: 5,
  pageSize: 100,
  maxPageSize: 1000,
  fileBytes: 1024 * 1024 * 1024,
} as const;
