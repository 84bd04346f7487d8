/** What there is help about beside the commands. */
export const topicNames = ['environment', 'exit-codes', 'formats', 'menu-csv', 'cron', 'flags'] as const;

export type TopicName = (typeof topicNames)[number];
