import type { Page } from '../page.ts';

/** A page about what concerns many commands; its name is where it stands in the list of topics. */
export type Topic = Omit<Page, 'name'>;
