import type { endpoints } from '../blink/endpoints.ts';
import type { Declared } from './shared/command.ts';

/** What help tells of a command beyond its flags. */
interface Facts {
  /** The calls of Blink's that it makes, by the names of their records. */
  calls?: readonly (keyof typeof endpoints)[];
  /** How it may end, beside 0, 1 and 2: exit codes. */
  ends?: readonly number[];
}

/** A command in the tree: what it is for, and its file, loaded when the command line names it. */
export interface Leaf extends Facts {
  summary: string;
  load(): Promise<{ default: Declared }>;
}

/** A noun with its verbs, or with nouns of its own. `otherwise` is the verb that is meant when none is given. */
export interface Group {
  summary: string;
  verbs: Verbs;
  otherwise?: string;
}

export type Verbs = Record<string, Leaf | Group>;

const leaf = (summary: string, load: Leaf['load'], facts: Facts = {}): Leaf => ({ summary, load, ...facts });

const asks = [4, 5];
const sends = [3, 4, 5, 6, 75];
const sendsWithLimits = [3, 4, 5, 6, 7, 75];

const menuAndStock: Verbs = {
  menu: {
    summary: 'Check, convert, compare and import menus',
    verbs: {
      import: leaf('Send a menu from a CSV or JSON file to Blink', () => import('./menu/import.ts'), {
        calls: ['importMenu'],
        ends: sendsWithLimits,
      }),
      validate: leaf('Check a menu file without sending anything', () => import('./menu/validate.ts')),
      convert: leaf('Turn a menu into JSON, CSV or a workbook', () => import('./menu/convert.ts')),
      template: leaf('Print a small menu file to start from', () => import('./menu/template.ts')),
      diff: leaf('Show what a menu file would change', () => import('./menu/diff.ts')),
      audit: leaf('Look for what is no error and costs orders', () => import('./menu/audit.ts')),
      preview: leaf(
        'Show a menu file as a page, as customers would see it',
        () => import('./menu/preview.ts'),
      ),
    },
  },
  stock: {
    summary: 'Send stock and prices',
    verbs: {
      sync: leaf('Send stock and prices of many products from a file', () => import('./stock/sync.ts'), {
        calls: ['syncStockAndPrice'],
        ends: sendsWithLimits,
      }),
      set: leaf('Send stock and price of one product', () => import('./stock/set.ts'), {
        calls: ['syncStockAndPrice'],
        ends: sends,
      }),
    },
  },
  branches: {
    summary: 'List your branches, and give them your own codes',
    verbs: {
      list: leaf('List the branches that Blink knows', () => import('./branches/list.ts'), {
        calls: ['listBranches'],
        ends: asks,
      }),
      map: {
        summary: "Your own branch codes, and Blink's ids for them",
        verbs: {
          list: leaf('List the codes', () => import('./branches/map/list.ts')),
          set: leaf('Give a branch a code', () => import('./branches/map/set.ts')),
          remove: leaf('Forget codes', () => import('./branches/map/remove.ts')),
          import: leaf('Take codes from a CSV file', () => import('./branches/map/import.ts')),
          match: leaf('Find the branches of codes by their names', () => import('./branches/map/match.ts'), {
            calls: ['listBranches'],
            ends: [3, ...asks],
          }),
        },
        otherwise: 'list',
      },
    },
    otherwise: 'list',
  },
};

const orders: Verbs = {
  order: {
    summary: 'Watch the orders that came in, and tell Blink how far they are',
    verbs: {
      status: leaf('Accept, dispatch, deliver or reject orders', () => import('./order/status.ts'), {
        calls: ['syncOrderStatus'],
        ends: sends,
      }),
      watch: leaf('Show the open orders, and act on them', () => import('./order/watch.ts'), {
        calls: ['syncOrderStatus'],
      }),
    },
    otherwise: 'watch',
  },
  customers: {
    summary: 'List your customers',
    verbs: {
      list: leaf('List customers, a page of them or all', () => import('./customers/list.ts'), {
        calls: ['listCustomers'],
        ends: asks,
      }),
    },
    otherwise: 'list',
  },
};

const deliveries: Verbs = {
  task: {
    summary: 'Create deliveries and follow them',
    verbs: {
      create: leaf('Create a delivery task', () => import('./task/create.ts'), {
        calls: ['createTask', 'taskStatus'],
        ends: sendsWithLimits,
      }),
      update: leaf('Change a delivery task', () => import('./task/update.ts'), {
        calls: ['updateTask'],
        ends: sends,
      }),
      status: leaf('Show how far deliveries are', () => import('./task/status.ts'), {
        calls: ['taskStatus'],
        ends: [3, ...asks],
      }),
    },
  },
};

const receiving: Verbs = {
  webhook: {
    summary: 'Receive what Blink posts: orders, their states, deliveries',
    verbs: {
      listen: leaf('Receive events, keep them safe and forward them', () => import('./webhook/listen.ts'), {
        ends: [75],
      }),
      address: leaf('Print the address to give to Blink', () => import('./webhook/address.ts')),
      inbox: {
        summary: 'Look at events that were received, and send them again',
        verbs: {
          list: leaf('List events', () => import('./webhook/inbox/list.ts')),
          show: leaf('Show all there is about an order or an event', () => import('./webhook/inbox/show.ts')),
          replay: leaf('Send events once more', () => import('./webhook/inbox/replay.ts'), { ends: [3] }),
          export: leaf('Write events with their bodies', () => import('./webhook/inbox/export.ts')),
          prune: leaf('Remove old events', () => import('./webhook/inbox/prune.ts')),
        },
        otherwise: 'list',
      },
      trigger: leaf(
        'Post a sample order, state or delivery to a receiver',
        () => import('./webhook/trigger.ts'),
        { ends: [3] },
      ),
    },
  },
};

const setUp: Verbs = {
  login: leaf('Log in to Blink and keep the credentials', () => import('./login.ts'), {
    calls: ['login'],
    ends: asks,
  }),
  logout: leaf('Forget the credentials of an environment', () => import('./logout.ts')),
  whoami: leaf('Say who is logged in, where, and until when', () => import('./whoami.ts'), { ends: [4] }),
  profile: {
    summary: 'Keep the accounts of several brands apart',
    verbs: {
      list: leaf('List the profiles', () => import('./profile/list.ts')),
      use: leaf('Choose the profile that counts where none is named', () => import('./profile/use.ts')),
      add: leaf('Make a profile for another brand or account', () => import('./profile/add.ts')),
      rename: leaf('Give a profile another name', () => import('./profile/rename.ts')),
      remove: leaf('Forget a profile', () => import('./profile/remove.ts')),
    },
    otherwise: 'list',
  },
  doctor: leaf('Say what is wrong with this set-up, and how to mend it', () => import('./doctor.ts')),
  config: {
    summary: 'Read and change the stored settings',
    verbs: {
      list: leaf('List the stored settings', () => import('./config/list.ts')),
      get: leaf('Print one setting', () => import('./config/get.ts')),
      set: leaf('Change a setting', () => import('./config/set.ts')),
      unset: leaf('Go back to the default of a setting', () => import('./config/unset.ts')),
      path: leaf('Print where the settings are kept', () => import('./config/path.ts')),
    },
    otherwise: 'list',
  },
  ledger: {
    summary: 'Look at the record of what was sent',
    verbs: {
      verify: leaf('Check that the record is whole', () => import('./ledger/verify.ts')),
      show: leaf('Tell the story of a product, an order or a task', () => import('./ledger/show.ts')),
      repair: leaf('Keep what can be read of a damaged record', () => import('./ledger/repair.ts')),
    },
    otherwise: 'verify',
  },
  version: leaf('Print the version', () => import('./version.ts')),
};

const developers: Verbs = {
  api: leaf('Make any call with your login', () => import('./api.ts'), { ends: [4, 5, 6] }),
  simulator: {
    summary: "The local stand-in for Blink's services, as --env local uses it",
    verbs: {
      start: leaf('Run the simulator as a server of its own', () => import('./simulator/start.ts')),
      reset: leaf('Forget everything the simulator was told', () => import('./simulator/reset.ts')),
    },
  },
};

/** The nouns as the front page of help groups them. */
export const sections: Record<string, Verbs> = {
  'Menu and stock': menuAndStock,
  Orders: orders,
  Deliveries: deliveries,
  Receiving: receiving,
  'Set-up': setUp,
  Developers: developers,
};

/** The whole command tree: a line a command, the path of its file is its name. */
export const tree: Verbs = {
  ...menuAndStock,
  ...orders,
  ...deliveries,
  ...receiving,
  ...setUp,
  ...developers,
};

export function isGroup(entry: Leaf | Group): entry is Group {
  return 'verbs' in entry;
}
