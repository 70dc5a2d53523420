/** The log of a started server as its lines. */
import type { RunningServer } from '../../kit/server.ts'
import { until } from '../../sdk/kit.ts'

export type Line = Readonly<Record<string, unknown>>

const parse = (text: string): Line[] => {
  try {
    return text.startsWith('{') ? [JSON.parse(text) as Line] : []
  } catch {
    // Half of it is written.
    return []
  }
}

export const linesOf = (server: RunningServer): readonly Line[] => server.output().split('\n').flatMap(parse)

/** The first line that has all of `fields`, once there is one. */
export const lineWith = async (server: RunningServer, fields: Line): Promise<Line> => {
  const find = () =>
    linesOf(server).find((line) => Object.entries(fields).every(([name, value]) => line[name] === value))
  await until(`a line with ${JSON.stringify(fields)}`, () => find() !== undefined)
  return find()!
}
