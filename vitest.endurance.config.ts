import { defineConfig } from 'vitest/config';

/** The tests that attack the built program for minutes: `npm run test:endurance`. */
export default defineConfig({
  test: {
    include: [
      'test/endurance/**/*.test.ts',
      // These try a few cases in `npm test`, and all of them here.
      'test/commands/profile.test.ts',
      'test/e2e/bulk-kills.test.ts',
      'test/e2e/others.test.ts',
      'test/e2e/webhook.test.ts',
      'test/inbox/damage.test.ts',
      'test/reliability/answers.test.ts',
      'test/reliability/broken-config.test.ts',
      'test/reliability/network.test.ts',
      'test/reliability/secrets.test.ts',
      'test/reliability/streams.test.ts',
      'test/session/processes.test.ts',
      'test/storage/append.test.ts',
      'test/storage/crash.test.ts',
      'test/storage/lock.test.ts',
    ],
    provide: { thorough: true },
    globalSetup: 'test/build.ts',
    reporters: ['default', './test/endurance/attacks-table.ts'],
    unstubEnvs: true,
    testTimeout: 600_000,
    // A style sheet is text here; left out, it would come as an empty one.
    css: true,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
