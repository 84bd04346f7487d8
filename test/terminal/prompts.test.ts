import { describe, expect, it } from 'vitest';
import { blink, home } from '../front-door.ts';
import { blinkLike, loggingServer } from '../server.ts';
import { keys, terminal } from '../typed.ts';

/** A terminal on which a question with its address fits into a line. */
const wide = { columns: 160 };

describe('on a terminal', () => {
  it('login asks for environment, user name and password', async () => {
    const env = home();
    const session = terminal('login', env);
    await session.shows('Which environment?');
    session.type(keys.down + keys.enter);
    await session.shows('User name:');
    session.type(`demo${keys.enter}`);
    await session.shows('Password:');
    session.type(`demo${keys.enter}`);
    const { code, screen } = await session.ended;
    expect(screen).toContain('Logged in to local (simulator) as demo');
    expect(code).toBe(0);
    expect(await blink('whoami --json', { env })).toMatchObject({ code: 0 });
  });

  it('nothing is asked with --no-input: what is missing ends the run', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const { code, screen } = await terminal('login --env sandbox --no-input', home()).ended;
    expect({ code, screen }).toEqual({
      code: 2,
      screen:
        'Error: Missing: --username. With --no-input it is not asked for.\n' +
        '  Give it as a flag, or leave out --no-input.\n',
    });
    const env = { ...home(), BLINK_ENV: 'production', BLINK_API_URL: url, BLINK_TOKEN: 'token' };
    const run = terminal('menu import fixtures/menu.csv --no-input', env, wide);
    expect(await run.ended).toMatchObject({ code: 2, screen: expect.stringContaining('Missing: --yes.') });
    expect(received).toEqual([]);
  });

  it('login says where a password goes, and who can read it, before it is typed', async () => {
    const gateway = 'http://till.blink.test:8080';
    const line = 'login --env production --username karachi-foods';
    const env = { ...home(), BLINK_API_URL: gateway };
    const session = terminal(line, env, wide);
    await session.shows(`This logs in to production at ${gateway}: BLINK_API_URL is set.`);
    await session.shows('everybody between here and till.blink.test:8080 can read the credentials.');
    await session.shows('Password:');
    session.type(keys.interrupt);
    expect(await session.ended).toMatchObject({ code: 130 });
  });

  it('an import shows its plan and asks; no means that nothing is sent', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = { ...home(), BLINK_ENV: 'production', BLINK_API_URL: url, BLINK_TOKEN: 'token' };
    const session = terminal('menu import fixtures/menu.csv', env, wide);
    await session.shows(`Menu import to production at ${url}`);
    await session.shows('60 products in 8 categories');
    await session.shows(
      `In production at ${url} (profile default, token from BLINK_TOKEN): import 60 products?`,
    );
    session.type(keys.enter);
    expect(await session.ended).toMatchObject({
      code: 130,
      // A no is an answer, not an error.
      screen: expect.stringMatching(/^(?![\s\S]*Error:)[\s\S]*Stopped\. Nothing was sent\./),
    });
    expect(received).toEqual([]);
  });

  it('an import says what it would do also where its plan is not shown', async () => {
    const { url } = await loggingServer(blinkLike);
    const env = { ...home(), BLINK_ENV: 'production', BLINK_API_URL: url, BLINK_TOKEN: 'token' };
    const session = terminal('menu import fixtures/menu.csv --quiet', env, wide);
    await session.shows('  fixtures/menu.csv: 60 new, 0 changed (0 prices), 0 gone');
    await session.shows('import 60 products?');
    session.type(keys.enter);
    expect(await session.ended).toMatchObject({ code: 130 });
  });

  it('yes sends it', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = { ...home(), BLINK_ENV: 'production', BLINK_API_URL: url, BLINK_TOKEN: 'token' };
    const session = terminal('menu import fixtures/menu.csv', env, wide);
    await session.shows(
      `In production at ${url} (profile default, token from BLINK_TOKEN): import 60 products?`,
    );
    session.type(`y${keys.enter}`);
    expect(await session.ended).toMatchObject({
      code: 0,
      screen: expect.stringContaining(`Imported 60 products to production at ${url} in 1 request.`),
    });
    expect(received).toHaveLength(1);
  });

  it('Ctrl-C in a question stops, and nothing is sent', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = { ...home(), BLINK_ENV: 'sandbox', BLINK_API_URL: url, BLINK_TOKEN: 'token' };
    const session = terminal('menu import fixtures/menu.csv', env, wide);
    await session.shows(
      `In sandbox at ${url} (profile default, token from BLINK_TOKEN): import 60 products?`,
    );
    session.type(keys.interrupt);
    expect(await session.ended).toMatchObject({ code: 130 });
    expect(received).toEqual([]);
  });
});
