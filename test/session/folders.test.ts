import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldersOf, jobFolder } from '../../src/session/folders.ts';

describe('where things are kept', () => {
  it.each([
    ['linux', { HOME: '/home/a' }, '/home/a/.config/blink', '/home/a/.local/state/blink'],
    ['linux', { HOME: '/home/a', XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: '/s' }, '/c/blink', '/s/blink'],
    [
      'freebsd',
      { HOME: '/home/a', XDG_CONFIG_HOME: '', XDG_STATE_HOME: '' },
      '/home/a/.config/blink',
      '/home/a/.local/state/blink',
    ],
    [
      'linux',
      { HOME: '/home/a', XDG_CONFIG_HOME: 'c', XDG_STATE_HOME: 's' },
      '/home/a/.config/blink',
      '/home/a/.local/state/blink',
    ],
    [
      'linux',
      { HOME: '/home/a', BLINK_CONFIG_DIR: '/mine', BLINK_STATE_DIR: '/state', XDG_CONFIG_HOME: '/c' },
      '/mine',
      '/state',
    ],
    [
      'linux',
      { HOME: '/home/a', BLINK_CONFIG_DIR: '', BLINK_STATE_DIR: '' },
      '/home/a/.config/blink',
      '/home/a/.local/state/blink',
    ],
    [
      'darwin',
      { HOME: '/Users/a', XDG_CONFIG_HOME: '/c' },
      '/Users/a/Library/Preferences/blink',
      '/Users/a/Library/Application Support/blink/state',
    ],
    ['darwin', { HOME: '/Users/a', BLINK_CONFIG_DIR: '/mine', BLINK_STATE_DIR: '/state' }, '/mine', '/state'],
    [
      'win32',
      { APPDATA: 'C:\\Users\\a\\AppData\\Roaming', LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local' },
      'C:\\Users\\a\\AppData\\Roaming\\blink\\config',
      'C:\\Users\\a\\AppData\\Local\\blink\\state',
    ],
    [
      'win32',
      { USERPROFILE: 'C:\\Users\\a' },
      'C:\\Users\\a\\AppData\\Roaming\\blink\\config',
      'C:\\Users\\a\\AppData\\Local\\blink\\state',
    ],
    ['win32', { BLINK_CONFIG_DIR: 'D:\\mine', BLINK_STATE_DIR: 'D:\\state' }, 'D:\\mine', 'D:\\state'],
  ] as const)('%s %o', (platform, env, config, state) => {
    expect(foldersOf(env, platform)).toMatchObject({ config, state });
  });

  it('makes a relative folder absolute', () => {
    expect(foldersOf({ BLINK_CONFIG_DIR: 'mine' }, process.platform).config).toBe(resolve('mine'));
    expect(foldersOf({ BLINK_STATE_DIR: 'mine' }, process.platform).state).toBe(resolve('mine'));
  });

  it('asks the system where no variable names the home', () => {
    expect(foldersOf({}, 'linux').config).toBe(`${homedir()}/.config/blink`);
  });
});

describe('jobFolder', () => {
  it.each([
    ['default', 'default'],
    ['kebab-ji_2', 'kebab-ji_2'],
    ['Kebab Ji', '+kebab~0020+ji'],
    ['..', '~002e~002e'],
    ['a/../b', 'a~002f~002e~002e~002fb'],
    ['a\\b:c', 'a~005cb~003ac'],
    ['con', 'con~'],
    ['Lpt1', '+lpt1'],
    ['کباب', '~06a9~0628~0627~0628'],
    ['🍔', '~d83c~df54'],
  ])('%s', (profile, name) => {
    expect(jobFolder('state', profile, 'sandbox')).toBe(join('state', name, 'sandbox'));
  });

  it('gives each profile its own, also where A and a are the same', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.string({ unit: 'binary', minLength: 1 }),
        (one, other) => {
          fc.pre(one !== other);
          expect(jobFolder('', one, 'local').toLowerCase()).not.toBe(
            jobFolder('', other, 'local').toLowerCase(),
          );
        },
      ),
    );
    expect(jobFolder('', 'Brand', 'local').toLowerCase()).not.toBe(jobFolder('', 'brand', 'local'));
  });

  it('is never too long for a file system', () => {
    expect(jobFolder('', '🍔'.repeat(20), 'production').split(/[\\/]/)[0]?.length).toBeLessThan(255);
  });
});
