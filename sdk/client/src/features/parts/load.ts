/** The way to the table of parts. */
import { onDemand } from '../../on-demand.ts'
import type { PartContext, PartsContext } from './context.ts'

export const parts = () => import('./parts.ts')

type Parts = Awaited<ReturnType<typeof parts>>
/** Those that belong to a room. */
export type PartName = {
  [N in keyof Parts]: Parts[N] extends (context: PartContext) => Promise<unknown> ? N : never
}[keyof Parts]
export type PartOf<N extends PartName> = Awaited<ReturnType<Parts[N]>>

export const partsOf =
  (context: PartContext): PartsContext['part'] =>
  (name) =>
    onDemand(async () => (await parts())[name](context) as Promise<never>)
