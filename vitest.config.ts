import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@szilard/source'] },
  ssr: { resolve: { conditions: ['@szilard/source'] } },
  test: {
    include: ['test/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'examples/test/**/*.test.ts'],
    exclude: process.env.SZILARD_NIGHTLY ? [] : ['**/*.slow.test.ts'],
    setupFiles: ['test/setup.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
