/*
 * Other words for commands, as people bring them from other programs. They are in no help page: whoever types one is
 * served, and whoever reads finds one name for each thing.
 */

/** Words that are taken for a name where a group has the name and not the word. */
const sameAs: Record<string, string> = {
  ls: 'list',
  rm: 'remove',
  del: 'remove',
  delete: 'remove',
  new: 'create',
  edit: 'update',
  check: 'validate',
  lint: 'validate',
  export: 'convert',
  menus: 'menu',
  stocks: 'stock',
  inventory: 'stock',
  branch: 'branches',
  store: 'branches',
  stores: 'branches',
  customer: 'customers',
  orders: 'order',
  tasks: 'task',
  delivery: 'task',
  deliveries: 'task',
  webhooks: 'webhook',
  settings: 'config',
  sim: 'simulator',
  view: 'show',
  get: 'show',
  signin: 'login',
  signout: 'logout',
};

/** Our name for what a word says; the word itself where there is none. */
function ourName(word: string): string {
  return (Object.hasOwn(sameAs, word) && sameAs[word]) || word;
}

/** The name in a group that a word stands for. */
export function nameFor(word: string, names: object): string | undefined {
  return [word, ourName(word)].find((name) => Object.hasOwn(names, name));
}

/** What people look for under a name that there is not, and the command line that does it. */
const elsewhere: Record<string, string | undefined> = {
  inbox: 'webhook inbox',
  events: 'webhook inbox',
  listen: 'webhook listen',
  trigger: 'webhook trigger',
  import: 'menu import FILE',
  sync: 'stock sync FILE',
  products: 'api GET /interface/v1/fetchMenu',
  categories: 'api GET /interface/v1/categories',
  auth: 'login',
  status: 'whoami',
  init: 'menu template',
  'menu list': 'api GET /interface/v1/fetchMenu',
  'menu show': 'menu preview FILE',
  'menu push': 'menu import FILE',
  'menu sync': 'menu import FILE',
  'menu upload': 'menu import FILE',
  'stock import': 'stock sync FILE',
  'stock push': 'stock sync FILE',
  'stock update': 'stock set PRODUCT',
  'order list': 'orders watch --once',
  'order show': 'webhook inbox show ID',
  'order update': 'order status ID',
  'order accept': 'order status ID --accept',
  'order dispatch': 'order status ID --dispatch',
  'order deliver': 'order status ID --deliver',
  'order reject': 'order status ID --reject REASON',
  'task list': 'task status KEY',
  'task show': 'task status KEY',
  'task watch': 'task status KEY --watch',
};

/**
 * The command line that does what is looked for.
 * @param path the names of commands before the word that is none
 */
export function elsewhereOf(path: readonly string[], word: string): string | undefined {
  return [word, ourName(word)]
    .map((one) => elsewhere[[...path, one].join(' ')])
    .find((line) => line !== undefined);
}
