// Preloaded with NODE_OPTIONS: leaves the most memory that the process ever had, in KiB, in the file PEAK_MEMORY_FILE.
const { writeFileSync } = require('node:fs');

process.on('exit', () => writeFileSync(process.env.PEAK_MEMORY_FILE, String(process.resourceUsage().maxRSS)));
