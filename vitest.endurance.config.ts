import { defineConfig } from 'vitest/config';

/** The tests that attack the built program for minutes: `npm run test:endurance`. */
export default defineConfig({
  test: {
    include: ['test/endurance/**/*.test.ts'],
    globalSetup: 'test/build.ts',
    reporters: ['default', './test/endurance/attacks-table.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
