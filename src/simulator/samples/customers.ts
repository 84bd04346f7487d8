import { generator, oneOf, type Random } from './random.ts';

const howMany = 340;

/** A first or family name as it is shown, and as it stands in an e-mail address. */
type Name = readonly [shown: string, plain: string];

const firstNames: readonly Name[] = [
  ['Ayesha', 'ayesha'],
  ['Muhammad', 'muhammad'],
  ['Fatima', 'fatima'],
  ['Bilal', 'bilal'],
  ['Zainab', 'zainab'],
  ['Hamza', 'hamza'],
  ['Sana', 'sana'],
  ['Usman', 'usman'],
  ['Hira', 'hira'],
  ['Danish', 'danish'],
  ['Mahnoor', 'mahnoor'],
  ['Kashif', 'kashif'],
  ['Rabia', 'rabia'],
  ['Faisal', 'faisal'],
  ['Noor-ul-Ain', 'noor'],
];

const familyNames: readonly Name[] = [
  ['Khan', 'khan'],
  ['Ahmed', 'ahmed'],
  ['Siddiqui', 'siddiqui'],
  ['Malik', 'malik'],
  ['Qureshi', 'qureshi'],
  ['Shaikh', 'shaikh'],
  ['Butt', 'butt'],
  ['Raza', 'raza'],
  ['Memon', 'memon'],
  ['Baloch', 'baloch'],
  ["D'Souza", 'dsouza'],
];

const urduNames: readonly Name[] = [
  ['عائشہ صدیقی', 'ayesha.siddiqui'],
  ['محمد عثمان', 'm.usman'],
  ['فاطمہ خان', 'fatima.khan'],
  ['بلال احمد', 'bilal.ahmed'],
  ['زینب ملک', 'zainab.malik'],
  ['کاشف بلوچ', 'kashif.baloch'],
];

const firstSignup = Date.UTC(2020, 0, 1);
const fiveYears = 5 * 365 * 24 * 60 * 60 * 1000;

/**
 * A few hundred customers, the same ones on every call; others for another seed. Some have no e-mail address, some write their
 * names in Urdu. The phone numbers are of no one: Pakistan has no prefix 0399.
 */
export function customers(seed = 60_001): readonly MadeUp[] {
  const known = made.get(seed) ?? makeUp(generator(seed));
  made.set(seed, known);
  return known;
}

type MadeUp = ReturnType<typeof makeUp>[number];

const made = new Map<number, readonly MadeUp[]>();

function makeUp(random: Random) {
  return Array.from({ length: howMany }, (_, index) => {
    const [shown, plain] = random() < 0.12 ? pick(urduNames, random) : fullName(random);
    return {
      full_name: shown,
      phone: `+92399${String(1_000_000 + index * 7919).slice(-7)}`,
      email: random() < 0.15 ? null : `${plain}${index + 1}@example.com`,
      total_orders: Math.floor(random() ** 3 * 60) + 1,
      signup_date: dateTime(firstSignup + Math.floor(random() * fiveYears)),
    };
  });
}

function fullName(random: Random): Name {
  const [first, plainFirst] = pick(firstNames, random);
  const [family, plainFamily] = pick(familyNames, random);
  return [`${first} ${family}`, `${plainFirst}.${plainFamily}`];
}

function pick(names: readonly Name[], random: Random): Name {
  return oneOf(names, random) ?? ['Test Customer', 'test.customer'];
}

/** `2020-10-07 11:47:31`, as Blink writes it. */
function dateTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}
