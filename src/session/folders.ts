import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import type { Environment } from './target/environments.ts';

type Platform = NodeJS.Platform;

/** Where a run keeps what it knows. */
export interface Folders {
  /** The settings and credentials. */
  config: string;
  /** The ledger, the inbox, locks and the simulator's data. */
  state: string;
  /** What the simulator knows, inside a command or as a server of its own. */
  simulator: string;
}

/** `BLINK_CONFIG_DIR` and `BLINK_STATE_DIR`, else the system's usual places. */
export function foldersOf(env: NodeJS.ProcessEnv, platform: Platform): Folders {
  const state = stateFolder(env, platform);
  return { config: configFolder(env, platform), state, simulator: path.join(state, 'simulator') };
}

function configFolder(env: NodeJS.ProcessEnv, platform: Platform): string {
  const { resolve, join } = pathsOf(platform);
  if (env.BLINK_CONFIG_DIR) return resolve(env.BLINK_CONFIG_DIR);
  if (platform === 'win32') return join(windowsFolder(env, 'APPDATA', 'Roaming'), 'blink', 'config');
  if (platform === 'darwin') return join(home(env, platform), 'Library', 'Preferences', 'blink');
  return join(xdgFolder(env, 'XDG_CONFIG_HOME', '.config'), 'blink');
}

function stateFolder(env: NodeJS.ProcessEnv, platform: Platform): string {
  const { resolve, join } = pathsOf(platform);
  if (env.BLINK_STATE_DIR) return resolve(env.BLINK_STATE_DIR);
  if (platform === 'win32') return join(windowsFolder(env, 'LOCALAPPDATA', 'Local'), 'blink', 'state');
  if (platform === 'darwin') {
    return join(home(env, platform), 'Library', 'Application Support', 'blink', 'state');
  }
  return join(xdgFolder(env, 'XDG_STATE_HOME', path.posix.join('.local', 'state')), 'blink');
}

/**
 * The folder in the state folder for one profile and environment. Different profiles never share one, also where
 * the file system knows no difference between `A` and `a`.
 * @param environment `no-environment` for what may be kept before one was chosen
 */
export function jobFolder(
  stateFolder: string,
  profile: string,
  environment: Environment | 'no-environment',
): string {
  return path.join(stateFolder, safeName(profile), environment);
}

/** Names that Windows keeps for its devices. */
const devices = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

function safeName(profile: string): string {
  const name = profile
    .replace(/[^a-zA-Z0-9_-]/g, (character) => `~${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/[A-Z]/g, (letter) => `+${letter.toLowerCase()}`);
  return devices.test(name) ? `${name}~` : name;
}

function xdgFolder(env: NodeJS.ProcessEnv, variable: string, usual: string): string {
  const folder = env[variable];
  // The XDG standard: a relative path is to be ignored.
  return folder?.startsWith('/') ? folder : path.posix.join(home(env, 'linux'), usual);
}

function windowsFolder(env: NodeJS.ProcessEnv, variable: string, usual: string): string {
  return env[variable] || path.win32.join(home(env, 'win32'), 'AppData', usual);
}

function home(env: NodeJS.ProcessEnv, platform: Platform): string {
  const given = platform === 'win32' ? env.USERPROFILE : env.HOME;
  if (given) return given;
  // A container may run as a user without name and home. Commands must work there all the same.
  return homeOfSystem() || pathsOf(platform).join(tmpdir(), `blink-${process.geteuid?.() ?? 'home'}`);
}

function homeOfSystem(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}

function pathsOf(platform: Platform): path.PlatformPath {
  return platform === 'win32' ? path.win32 : path.posix;
}
