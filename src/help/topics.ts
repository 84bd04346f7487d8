import type { Page } from './page.ts';
import { type TopicName, topicNames } from './topic-names.ts';
import { cron } from './topics/cron.ts';
import { environment } from './topics/environment.ts';
import { exitCodesTopic } from './topics/exit-codes.ts';
import { flags } from './topics/flags.ts';
import { formats } from './topics/formats.ts';
import { menuCsv } from './topics/menu-csv.ts';
import type { Topic } from './topics/topic.ts';

const byName: Record<TopicName, Topic> = {
  environment,
  'exit-codes': exitCodesTopic,
  formats,
  'menu-csv': menuCsv,
  cron,
  flags,
};

/** The pages about what concerns many commands. */
export const topics: readonly Page[] = topicNames.map((name) => ({ name, ...byName[name] }));
