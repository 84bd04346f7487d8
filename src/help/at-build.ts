import { version } from '../version.ts';
import { makePages } from './make-pages.ts';
import { manual } from './manual.ts';
import type { Page } from './page.ts';

/** What the build makes of help: the pages, which need no command to be loaded then, and the page of the manual. */
export async function atBuild(): Promise<{ pages: readonly Page[]; manual: string }> {
  const pages = await makePages();
  return { pages, manual: manual(pages, version) };
}
