// Owns the REST API's types as @syncforge/server has them, made from the OpenAPI document that the edge gives of itself: nothing is written twice.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import openapiTypes, { astToString } from 'openapi-typescript'
import { buildOnce } from './once.ts'

/** Where they lie. */
export const serverApi = 'sdk/server/src/generated/api.ts'
const head = '/** The REST API as types: made from its OpenAPI document by `scripts/build/server-api.ts`. */\n\n'

/** Makes sdk/server/src/generated/api.ts current. Rejects with what the routes said when they could not be loaded. */
export const buildServerApi = (root: string): Promise<void> =>
  buildOnce(root, {
    name: 'server-api',
    madeOf: ['workers', 'durable-objects', 'sdk/protocol', 'scripts/build/server-api.ts'],
    isThere: () => existsSync(join(root, serverApi)),
    async build() {
      const args = ['--conditions=source', join(root, 'workers/edge/print-openapi.ts')]
      const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 })
      const types = await openapiTypes(stdout, { defaultNonNullable: false })
      // Moved in, so that a reader of the old one never meets half of the new one.
      await mkdir(dirname(join(root, serverApi)), { recursive: true })
      const made = join(root, `${serverApi}.new`)
      await writeFile(made, head + astToString(types))
      await rename(made, join(root, serverApi))
    },
  })
