/** The OpenAPI document, as the edge gives it of itself. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** As JSON. Rejects with what the routes said when they could not be loaded. */
export const readOpenApi = async (root: string): Promise<string> => {
  const args = ['--conditions=source', join(root, 'workers/edge/print-openapi.ts')]
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 })
  return stdout
}
