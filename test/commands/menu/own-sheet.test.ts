import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blink, home } from '../../front-door.ts';
import { keys, type Session, terminal } from '../../typed.ts';

const sheet = [
  'Qisam,Naam,Qeemat,Size,Kitchen',
  'Karahi,Chicken Karahi چکن کڑاہی,1450,Half|Full,wok',
  'Tandoor,Roghni Naan,80,,oven',
  '',
].join('\n');

/** A folder with a sheet in it. */
function folder(text = sheet) {
  const env = home();
  const at = (name: string) => join(env.HOME ?? '', name);
  writeFileSync(at('rates.csv'), text);
  return { env, file: at('rates.csv'), at };
}

const decided = [
  ...[
    '--map',
    'Qisam=category_name',
    '--map',
    'Naam=name',
    '--map',
    'Qeemat=price',
    '--map',
    'Size=variants',
  ],
  ...['--map', 'Kitchen=ignore', '--id-from', 'name-slug', '--sku-from', 'name-slug'],
  ...['--variants', 'products', '--default', 'is_active=yes'],
];

describe('a sheet of one’s own, where nobody can be asked', () => {
  it('is refused with all there is to decide, and the flags that decide it', async () => {
    const { env, file } = folder();
    const { code, out, err } = await blink(['menu', 'validate', file], { env });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(
      `${file} row 1, column A "Qisam": what does it mean? It has "Karahi", "Tandoor".\n  Proposed: --map Qisam=category_name\n`,
    );
    expect(err).toContain(
      'column E "Kitchen": what does it mean? It has "wok", "oven".\n  To leave it out: --map Kitchen=ignore\n',
    );
    for (const flag of [
      '--default is_active=yes',
      '--variants products',
      '--id-from name-slug',
      '--sku-from name-slug',
    ]) {
      expect(err).toContain(flag);
    }
    expect(err).toContain(
      'run again with --map Qisam=category_name --map Naam=name --map Qeemat=price --map Size=variants --map Kitchen=ignore and',
    );
  });

  it('may be wide: what is like nothing of ours is told of together', async () => {
    const header = ['Naam', 'Qeemat', ...Array.from({ length: 300 }, (_, i) => `Week ${i}`)].join(',');
    const { err } = await blink('menu validate -', { input: `${header}\nRoghni Naan,80\n` });
    expect(err).toContain('300 columns are like none of our fields and are left out: "Week 0", "Week 1"');
    expect(err).toContain('run again with --map Naam=name --map Qeemat=price and with the flags above');
    expect(err.length).toBeLessThan(2500);
  });

  it('and is a menu with these flags', async () => {
    const { env, file } = folder();
    const { code, out, err } = await blink(['menu', 'convert', file, '--to', 'json', ...decided], { env });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(
      JSON.parse(out).products.map((dish: { id: string; price: number }) => [dish.id, dish.price]),
    ).toEqual([
      ['chicken-karahi-چکن-کڑاہی-half', 1450],
      ['chicken-karahi-چکن-کڑاہی-full', 1450],
      ['roghni-naan', 80],
    ]);
  });

  it('lists the same for scripts, and with --yes on a terminal', async () => {
    const { env, file } = folder();
    const { err } = await blink(['menu', 'validate', file, '--json'], { env });
    const { error } = JSON.parse(err);
    expect(
      error.details.slice(0, 5).map(({ field, hint }: Record<string, string>) => `${field} ${hint}`),
    ).toEqual([
      'Qisam Proposed: --map Qisam=category_name',
      'Naam Proposed: --map Naam=name',
      'Qeemat Proposed: --map Qeemat=price',
      'Size Proposed: --map Size=variants',
      'Kitchen To leave it out: --map Kitchen=ignore',
    ]);
    const { code, screen } = await terminal(['menu', 'validate', file, '--yes'], env).ended;
    expect({ code, asked: screen.includes('Qisam (') }).toEqual({ code: 2, asked: false });
  });

  it.each([
    ['no columns', 'Dear customer\n'],
    ['the header of a till', 'Token,Item Name,Variation Name,Price\n1,Naan,,80\n'],
    ['our ids', 'product_id,naam\n1,Naan\n'],
    ['JSON', '{"dishes":[]}'],
  ])('but a file with %s is none', async (_, text) => {
    const { env, file } = folder(text);
    const { code, err } = await blink(['menu', 'validate', file], { env });
    expect(code).toBe(2);
    expect(err).not.toContain('--map');
  });
});

describe('--map', () => {
  it('may be a file, which flags come before', async () => {
    const { env, file, at } = folder();
    const lines = ['Qisam=category_name', 'Naam=name', 'Qeemat=price', 'Size=ignore', 'Kitchen=tags'];
    const flags = ['--id-from=sku', '--sku-from=name-slug', '--default=is_active=no'];
    // As Notepad saves "Unicode".
    writeFileSync(at('rates.map.txt'), Buffer.from(`\ufeff${[...lines, ...flags].join('\r\n')}`, 'utf16le'));
    const given = [
      '--map',
      at('rates.map.txt'),
      '--map',
      'Kitchen=uom',
      '--default',
      'is_active=yes',
      '--id-from',
      'name-slug',
    ];
    const { code, out } = await blink(['menu', 'convert', file, '--to', 'json', ...given], { env });
    expect(code).toBe(0);
    expect(JSON.parse(out).products[1]).toEqual({
      ...{
        id: 'roghni-naan',
        sku: 'roghni-naan',
        name: 'Roghni Naan',
        uom: 'oven',
        is_active: true,
        price: 80,
      },
      category: { id: 'Tandoor', name: 'Tandoor' },
    });
  });

  it.each([
    [['--map', 'nowhere.txt'], 'Cannot read nowhere.txt: there is no such file.'],
    [['--map', 'Naam=nmae'], '--map Naam=nmae: there is no field "nmae".'],
    [['--map', 'Naam=name', '--format', 'loyverse'], 'Leave one of them out.'],
    [
      ['--map', 'Name=name', '--map', 'Qeemat=price'],
      'which is not there.\n  The sheet has Qisam, Naam, Qeemat, Size, and Kitchen.',
    ],
  ])('%j is refused: %s', async (flags, said) => {
    const { env, file } = folder();
    expect(await blink(['menu', 'validate', file, ...flags], { env })).toMatchObject({
      code: 2,
      err: expect.stringContaining(said),
    });
  });

  it('writes a file to fill in for the modifiers that a sheet names', async () => {
    const { env, file, at } = folder('Naam,Qeemat,Extras\nRoghni Naan,80,Til|Makhan\n');
    const flags = [
      '--map',
      'Naam=name',
      '--map',
      'Qeemat=price',
      '--map',
      'Extras=modifiers',
      '--category',
      'Tandoor',
    ];
    const { err } = await blink(['menu', 'validate', file, ...flags, ...decided.slice(10)], { env });
    expect(err).toContain(`${at('rates.modifiers.csv')} was written`);
    expect(readFileSync(at('rates.modifiers.csv'), 'utf8')).toContain('Til,Til,');
  });

  it('reads stock too', async () => {
    const { env, file } = folder('Code,Rate,Clifton\nnaan,80,12\n');
    const flags = ['--map', 'Code=product_id', '--map', 'Rate=price', '--map', 'Clifton=stock_quantity [63]'];
    const line = ['stock', 'sync', file, ...flags, '--no-discounts', '--env', 'local', '--dry-run', '--json'];
    const { out } = await blink(line, { env });
    expect(JSON.parse(out).requests[0].body.products).toEqual([
      { id: 'naan', price: 80, discount_price: 0, branches: [{ id: '63', stock_quantity: 12 }] },
    ]);
  });
});

describe('a sheet of one’s own, on a terminal', () => {
  /** Takes the first answer to each of these questions. */
  async function agree(session: Session, questions: readonly string[]): Promise<void> {
    for (const question of questions) {
      await session.shows(question);
      session.type(keys.enter);
    }
  }
  const columns = ['Qisam (', 'Naam (', 'Qeemat (', 'Size (', 'Kitchen ('];
  const decisions = ['What is the id', 'its sku made of', 'Blink has no variants', 'Are all dishes on sale?'];

  it('is asked about, with samples of each column and what they become', async () => {
    const { env, file, at } = folder();
    const session = terminal(['menu', 'validate', file], env, { columns: 120 });
    await agree(session, columns.slice(0, 2));
    await session.shows('Qeemat ("1450", "80")');
    await session.shows('"1450" becomes 1450; "80" becomes 80');
    session.type(keys.enter);
    await agree(session, [...columns.slice(3), ...decisions]);
    const { code, screen } = await session.ended;
    expect(code).toBe(0);
    expect(screen).toContain('is right: 3 products in 2 categories.');
    expect(screen).toContain(`Next time: --map ${at('rates.map.txt')}`);
    const again = await blink(['menu', 'validate', file, '--map', at('rates.map.txt')], { env });
    expect(again).toMatchObject({
      code: 0,
      out: expect.stringContaining('is right: 3 products in 2 categories.'),
    });
  });

  it('takes another answer, and one of flags without asking', async () => {
    const { env, file, at } = folder();
    const flags = ['--id-from', 'name-slug', '--sku-from', 'name-slug', '--default', 'is_active=yes'];
    const session = terminal(['menu', 'validate', file, ...flags], env);
    await agree(session, columns.slice(0, 3));
    await session.shows('Size (');
    // From variants past ignore, product_id and sku to the description.
    session.type(keys.down.repeat(4) + keys.enter);
    await agree(session, columns.slice(4));
    const { code, screen } = await session.ended;
    expect(code).toBe(0);
    expect(screen).not.toContain('on sale');
    expect(readFileSync(at('rates.map.txt'), 'utf8')).toContain('\nSize=description\n');
  });

  it('says what would be refused before it is chosen', async () => {
    const { env, file } = folder('Naam,Qeemat\nRoghni Naan,Rs 80/-\n');
    const session = terminal(['menu', 'validate', file], env, { columns: 120 });
    await agree(session, ['Naam (']);
    await session.shows('"Rs 80/-" is refused: expected a number');
    session.type(keys.interrupt);
    await session.ended;
  });

  it('lets nothing through that a terminal obeys', async () => {
    const { env, file } = folder('Kitchen\u001b[2J,Qeemat\noven\u001b[2J,Rs\u001b[2J 80\n');
    const session = terminal(['menu', 'validate', file], env, { columns: 120 });
    await agree(session, ['Kitchen']);
    await session.shows('is refused');
    session.type(keys.interrupt);
    expect((await session.ended).screen).not.toContain('\u001b[2J');
  });

  it('writes over a map that is there only when told to', async () => {
    const { env, file, at } = folder();
    writeFileSync(at('rates.map.txt'), 'mine');
    const session = terminal(['menu', 'validate', file], env, { columns: 200 });
    await agree(session, [...columns, ...decisions, 'is there already. Replace it?']);
    expect((await session.ended).code).toBe(0);
    expect(readFileSync(at('rates.map.txt'), 'utf8')).toBe('mine');
  });

  it('can be stopped, and nothing is written', async () => {
    const { env, file, at } = folder();
    const session = terminal(['menu', 'validate', file], env);
    await session.shows('Qisam (');
    session.type(keys.interrupt);
    expect((await session.ended).screen).toContain('Nothing was sent.');
    expect(existsSync(at('rates.map.txt'))).toBe(false);
  });
});
