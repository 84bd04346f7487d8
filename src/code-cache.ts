import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

/** Keeps what V8 makes of the parts of the program, so that the next run need not compile them. */
export interface CodeCache {
  /** What was kept of a part; undefined where nothing was, or nothing that can be trusted. */
  codeOf(name: string): Buffer | undefined;
  /** Takes note of a part that was compiled, to be kept when the run ends. */
  note(name: string, script: Script): void;
}

/** Where the code of each part stands in the file, behind the head. */
type Places = Record<string, readonly [offset: number, length: number]>;

const noCode = Buffer.alloc(0);

/**
 * Opens the file of an earlier run. It is never needed: what is damaged, of another Node or of another user is left aside,
 * and what cannot be written is not. V8 checks that the code is of its own version and flags, but not that it is whole.
 * The names of parts hold a hash of what is in them, so that a part never gets the code of another.
 * @param folder of the parts
 */
export function openCodeCache(file: string, folder: string): CodeCache {
  const { places, code } = read(file) ?? { places: {}, code: noCode };
  const scripts = new Map<string, Script>();
  const canary = new Script('0').createCachedData();
  let isNew = false;

  const save = () => {
    // Code that is made under other flags than a run starts with would be refused by all later ones.
    if (new Script('0', { cachedData: canary }).cachedDataRejected) return;
    const kept = new Map<string, Buffer>();
    for (const name of Object.keys(places)) {
      const known = codeOf(name);
      if (known !== undefined && existsSync(join(folder, name))) kept.set(name, known);
    }
    for (const [name, script] of scripts) kept.set(name, script.createCachedData());
    write(file, kept);
  };
  const codeOf = (name: string): Buffer | undefined => {
    const place = Object.hasOwn(places, name) ? places[name] : undefined;
    return place && code.subarray(place[0], place[0] + place[1]);
  };
  return {
    codeOf,
    note(name, script) {
      scripts.set(name, script);
      if (isNew || Object.hasOwn(places, name)) return;
      isNew = true;
      process.once('exit', save);
    },
  };
}

const madeBy = `${process.version} ${process.arch}`;
/** Bytes: a checksum of the rest, and the length of the head. */
const prefix = 8;

/** Loaded where it is used: what only prints its version needs none. */
const checksum = (bytes: Buffer) => process.getBuiltinModule('node:zlib').crc32(bytes);

function read(file: string): { places: Places; code: Buffer } | undefined {
  try {
    const bytes = readOwn(file);
    if (bytes === undefined || bytes.readUInt32LE(0) !== checksum(bytes.subarray(4))) return undefined;
    const end = prefix + bytes.readUInt32LE(4);
    const head: { madeBy: string; places: Places } = JSON.parse(bytes.toString('latin1', prefix, end));
    return head.madeBy === madeBy ? { places: head.places, code: bytes.subarray(end) } : undefined;
  } catch {
    return undefined;
  }
}

/** Reads a file that nobody but the user of this process can have written: what is in it will be run. */
function readOwn(file: string): Buffer | undefined {
  const descriptor = openSync(file, 'r');
  try {
    const { uid, mode } = fstatSync(descriptor);
    const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return isOwn ? readFileSync(descriptor) : undefined;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Writes beside the file and renames, so that runs which end at once leave a whole one. Where there is no folder for it,
 * nothing else has been kept either, and none is made.
 */
function write(file: string, kept: ReadonlyMap<string, Buffer>): void {
  let offset = 0;
  const places: Record<string, [number, number]> = {};
  for (const [name, { length }] of kept) {
    places[name] = [offset, length];
    offset += length;
  }
  const head = Buffer.from(JSON.stringify({ madeBy, places }), 'latin1');
  const bytes = Buffer.concat([Buffer.alloc(prefix), head, ...kept.values()]);
  bytes.writeUInt32LE(head.length, 4);
  bytes.writeUInt32LE(checksum(bytes.subarray(4)), 0);
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, bytes, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, file);
  } catch {
    rmSync(temporary, { force: true });
  }
}
