// Preloaded with NODE_OPTIONS: leaves the most memory that the process ever had, in KiB, in the file PEAK_MEMORY_FILE.
const { readFileSync, writeFileSync } = require('node:fs');

process.on('exit', () => writeFileSync(process.env.PEAK_MEMORY_FILE, String(peak())));

function peak() {
  try {
    return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    // Where there is no /proc. On Linux this would count what the parent had when it forked.
    return process.resourceUsage().maxRSS;
  }
}
