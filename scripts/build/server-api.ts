// Owns the REST API's types as @syncforge/server has them, made from the OpenAPI document that the edge gives of itself: nothing is written twice.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import openapiTypes, { astToString } from 'openapi-typescript'
import { readOpenApi } from './openapi.ts'

/** Where they lie. */
export const serverApi = 'sdk/server/src/generated/api.ts'

const head = '/** The REST API as types: made from its OpenAPI document by `npm run api`. */\n\n'

/** What the file is to hold. Rejects with what the routes said when they could not be loaded. */
export const readServerApi = async (root: string): Promise<string> =>
  head + astToString(await openapiTypes(await readOpenApi(root), { defaultNonNullable: false }))

/** Whether the file is what the routes say. */
export const isCurrent = async (root: string): Promise<boolean> =>
  (await readFile(join(root, serverApi), 'utf8').catch(() => '')) === (await readServerApi(root))

if (import.meta.main) {
  const root = join(import.meta.dirname, '..', '..')
  await writeFile(join(root, serverApi), await readServerApi(root))
}
