/** Reads what a start needs from wrangler.toml. Refuses settings it would otherwise ignore without a word. */
import { readFile } from 'node:fs/promises'
import { parse } from 'smol-toml'
import * as z from 'zod'
import { reasonOf, StartError } from '../start-error.ts'

const WranglerConfig = z.strictObject({
  name: z.string(),
  main: z.string(),
  compatibility_date: z.string(),
  compatibility_flags: z.array(z.string()).default([]),
  assets: z.strictObject({ directory: z.string(), binding: z.string(), run_worker_first: z.literal(true) }),
  durable_objects: z.strictObject({
    bindings: z.array(z.strictObject({ name: z.string(), class_name: z.string() })),
  }),
  // Classes that lose or change their name need a step of their own; so far each is only ever added.
  migrations: z.array(z.strictObject({ tag: z.string(), new_sqlite_classes: z.array(z.string()) })),
})
export type WranglerConfig = z.infer<typeof WranglerConfig>

/** @throws StartError */
export const readWranglerConfig = async (path: string): Promise<WranglerConfig> => {
  try {
    return WranglerConfig.parse(parse(await readFile(path, 'utf8')))
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : reasonOf(error)
    throw new StartError(`${path} cannot be served from: ${reason}`)
  }
}
