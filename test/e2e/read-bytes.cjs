// Preloaded with NODE_OPTIONS: leaves how many bytes the process read from files in the file READ_BYTES_FILE. Linux only.
const { readFileSync, writeFileSync } = require('node:fs');

process.on('exit', () => {
  const [, read] = /^rchar: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8')) ?? [];
  writeFileSync(process.env.READ_BYTES_FILE, read ?? '');
});
