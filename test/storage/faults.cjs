/**
 * Loaded before the program under test (`node --require`): counts every call that changes the file system, and
 * makes one of them go wrong, as `strace -e inject` does, but on every system.
 *
 * FAULT_AT  number of the call, from 1; unset: only count
 * FAULT     `kill`: the process dies before the call, as by kill -9
 *           `short`: a write takes half of the bytes and says so, the next one finds the disk full
 *           else the code that the call fails with, like EIO
 *
 * Without FAULT_AT the names of the calls are printed at the end, as JSON.
 */
const fs = require('node:fs');
const promises = require('node:fs/promises');

const at = Number(process.env.FAULT_AT);
const fault = process.env.FAULT;
const calls = [];
let full = false;

function failure(code, name) {
  return Object.assign(new Error(`${code}: injected, ${name}`), { code, syscall: name });
}

/** @returns how to do the call: undefined for the usual way */
function next(name) {
  if (full && name.startsWith('write')) throw failure('ENOSPC', name);
  calls.push(name);
  if (calls.length !== at) return undefined;
  if (fault === 'kill') {
    process.kill(process.pid, 'SIGKILL');
    // The signal comes within microseconds; nothing else may happen until then.
    for (;;);
  }
  if (fault !== 'short') throw failure(fault, name);
  full = true;
  return name.startsWith('write') ? 'short' : undefined;
}

function half(bytes) {
  const whole = Buffer.from(bytes);
  return whole.subarray(0, Math.floor(whole.length / 2));
}

const changing = (name) => (original) =>
  function (...given) {
    next(name);
    return original.apply(this, given);
  };

for (const name of [
  'mkdir',
  'rename',
  'rmdir',
  'rm',
  'unlink',
  'chmod',
  'fchmod',
  'fsync',
  'fdatasync',
  'ftruncate',
  'utimes',
]) {
  const sync = `${name}Sync`;
  if (fs[sync]) fs[sync] = changing(name)(fs[sync]);
  if (promises[name]) {
    const original = promises[name];
    promises[name] = async (...given) => {
      next(name);
      return original(...given);
    };
  }
}

const { openSync, writeSync, writeFileSync } = fs;
const creates = (flags) =>
  typeof flags === 'string' ? /[wa+]/.test(flags) : (flags & fs.constants.O_CREAT) !== 0;

fs.openSync = (path, flags, ...rest) => {
  if (creates(flags)) next('open');
  return openSync(path, flags, ...rest);
};
fs.writeSync = (handle, data, ...rest) => {
  const short = next('write') === 'short';
  // What is written over bytes that are there needs no room: it is done, or not at all.
  if (short && rest.length === 3) throw failure('ENOSPC', 'write');
  return short ? writeSync(handle, half(data)) : writeSync(handle, data, ...rest);
};
fs.writeFileSync = (path, data, ...rest) => {
  if (next('writeFile') !== 'short') return writeFileSync(path, data, ...rest);
  writeFileSync(path, half(data), ...rest);
  throw failure('ENOSPC', 'writeFile');
};

const { open } = promises;
promises.open = async (path, flags, ...rest) => {
  if (creates(flags)) next('open');
  const handle = await open(path, flags, ...rest);
  const { datasync, sync, truncate, write, writeFile } = handle;
  handle.sync = async () => {
    next('fsync');
    return sync.call(handle);
  };
  handle.writeFile = async (data) => {
    if (next('write') !== 'short') return writeFile.call(handle, data);
    await writeFile.call(handle, half(data));
    throw failure('ENOSPC', 'write');
  };
  handle.write = async (data, offset, length, position) => {
    const short = next('write') === 'short';
    return write.call(handle, data, offset, short ? Math.floor(length / 2) : length, position);
  };
  handle.datasync = async () => {
    next('datasync');
    return datasync.call(handle);
  };
  handle.truncate = async (size) => {
    next('truncate');
    return truncate.call(handle, size);
  };
  return handle;
};

if (process.env.FAULT !== undefined && Number.isNaN(at)) {
  process.on('exit', () => process.stdout.write(JSON.stringify(calls)));
}
