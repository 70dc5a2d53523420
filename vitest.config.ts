// Owns the test projects: which files run where. Refuses nothing; `scripts/test/run.ts` runs them and counts.
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { besideServer, besideServerLong, sharingServer } from './scripts/test/projects.ts'

// Workspace packages are tested as source, not as built: the `source` condition of their exports.
const resolve = { conditions: ['source', 'import', 'module', 'default'] }
const ssr = { resolve: { conditions: ['source'] } }
const exclude = ['**/node_modules/**', '**/dist/**']

/** Projects that run in Node beside a started server: mostly one file at a time, because the machine may have two cores. */
const beside = Object.entries({ ...besideServer, ...besideServerLong }).map(
  ([name, { testTimeoutMs, filesAtOnce }]): TestProjectConfiguration => ({
    resolve,
    ssr,
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      exclude,
      environment: 'node',
      ...(sharingServer.has(name) ? { globalSetup: ['test/kit/shared-server.ts'] } : {}),
      fileParallelism: filesAtOnce > 1,
      testTimeout: testTimeoutMs,
      hookTimeout: 120_000,
    },
  }),
)

/** Workers do not see the environment: which scripts durable-objects/fuzz.test.ts runs, and how many people are counted, is handed in. */
const { FUZZ_SEED, FUZZ_SCRIPTS, FUZZ_STEPS, COUNTED_PEOPLE } = process.env

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          include: [
            'sdk/**/*.test.ts',
            'telemetry/**/*.test.ts',
            'workers/**/*.test.ts',
            'scripts/**/*.test.ts',
            'examples/**/*.test.ts',
            'dashboard/src/**/*.test.ts',
            'bench/**/*.test.ts',
            'test/kit/*.test.ts',
          ],
          exclude,
          environment: 'node',
          testTimeout: 20_000,
        },
      },
      {
        resolve,
        ssr,
        // The objects without the edge in front: it is tested through a started server, and every file would load it anew.
        plugins: [
          cloudflareTest({
            main: './durable-objects/test/main.ts',
            wrangler: { configPath: './workers/objects/wrangler.toml' },
            miniflare: {
              durableObjects: { COUNTER: { className: 'Counter', useSQLite: true } },
              // The other workers that the file names. Of those an object that is tested here calls only the courier, which reaches nobody.
              serviceBindings: {
                BILLING: () => Response.json(null, { status: 503 }) as never,
                COURIER: { name: Symbol.for('miniflare.kCurrentWorker'), entrypoint: 'Courier' } as never,
              },
              bindings: {
                FUZZ_SEED: FUZZ_SEED ?? '',
                FUZZ_SCRIPTS: FUZZ_SCRIPTS ?? '',
                FUZZ_STEPS: FUZZ_STEPS ?? '',
                COUNTED_PEOPLE: COUNTED_PEOPLE ?? '',
                // Rooms sign addresses of files with it.
                TOKEN_SECRET: 'a secret for tests alone',
              },
            },
          }),
        ],
        test: {
          name: 'room',
          include: ['durable-objects/**/*.test.ts'],
          exclude,
          testTimeout: 20_000,
        },
      },
      ...beside,
    ],
  },
})
