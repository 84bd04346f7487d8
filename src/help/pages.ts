import type { Page } from './page.ts';

/**
 * A page of help by its name.
 *
 * The build puts the finished pages in the place of this file, so that no command has to be loaded to show one. From
 * source they are made when they are asked for, by the same function.
 */
export async function pageNamed(name: string): Promise<Page | undefined> {
  const { makePage } = await import('./make-pages.ts');
  return makePage(name);
}
