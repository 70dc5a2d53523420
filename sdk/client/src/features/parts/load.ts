/** The way to the table of parts. */
import type { Link } from '../../connection/link.ts'
import { onDemand } from '../../on-demand.ts'
import type { PartContext } from './context.ts'

export const parts = () => import('./parts.ts')

type Parts = Awaited<ReturnType<typeof parts>>
/** Those that belong to a room. */
export type PartName = {
  [N in keyof Parts]: Parts[N] extends (context: PartContext) => Promise<unknown> ? N : never
}[keyof Parts]
export type PartOf<N extends PartName> = Awaited<ReturnType<Parts[N]>>

/** What opens the way to a part is given. */
export interface PartsContext {
  readonly link: Link
  /** A part by its name, made for this room with its first use. */
  part<N extends PartName>(name: N): () => Promise<PartOf<N>>
}

export const partsOf =
  (context: PartContext): PartsContext['part'] =>
  (name) =>
    onDemand(async () => (await parts())[name](context) as Promise<never>)
