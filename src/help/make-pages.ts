import { everyName } from '../command-line/find.ts';
import { isGroup } from '../commands/index.ts';
import { commandPage, frontPage, groupPage } from './describe.ts';
import type { Page } from './page.ts';
import { topics } from './topics.ts';

/** Makes the page of a command, a noun or a topic; with no name the front page. */
export async function makePage(name: string): Promise<Page | undefined> {
  if (name === '') return frontPage(topics);
  const entry = everyName().get(name);
  if (entry === undefined) return topics.find((topic) => topic.name === name);
  return isGroup(entry) ? groupPage(name, entry) : commandPage(name, entry);
}

/** Makes all there are: the front page, the commands in the order of the tree, the topics. */
export async function makePages(): Promise<Page[]> {
  const names = ['', ...everyName().keys(), ...topics.map(({ name }) => name)];
  const pages = await Promise.all(names.map(makePage));
  return pages.flatMap((page) => page ?? []);
}
