/** What a shop says in one cell of all the categories of a product: `Rice > Biryani, Specials`. */
export interface ListedCategory {
  /** The whole path, so that two categories of one name stay two. */
  id: string;
  /** The last of the path. */
  name: string;
  /** Categories beside it that it is not a part of. */
  others: readonly string[];
}

const between = /(?<!\\),\s*/;

/** The first of the categories. One that another of them is a part of is not counted: `Rice, Rice > Biryani` is one. */
export function firstCategory(text: string): ListedCategory | undefined {
  const paths = text
    .split(between)
    .map((path) => path.replace(/\\,/g, ',').trim())
    .filter((path) => path !== '');
  const [first, ...others] = paths.filter((path) => !paths.some((one) => one.startsWith(`${path} > `)));
  if (first === undefined) return undefined;
  return { id: first, name: first.split(' > ').at(-1)?.trim() ?? first, others };
}
