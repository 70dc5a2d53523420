/** Prints the server's structured log for people: one short line each, coloured on a terminal. What is no line of the log is printed as it came. */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** Ids for machines, which find a line by them in the structured log. */
const leftOut = new Set([
  'time',
  'level',
  'event',
  'traceId',
  'spanId',
  'parentSpanId',
  'stack',
  'method',
  'path',
  'route',
  'status',
  'durationMs',
])

const colours: Readonly<Record<string, number>> = { info: 36, warn: 33, error: 31 }

const paint = (code: number, text: string, isColoured: boolean): string =>
  isColoured ? `\u001b[${code}m${text}\u001b[0m` : text

// Text with spaces or control characters is quoted as JSON does it: no value breaks the line or reaches the terminal.
const wordOf = (value: unknown): string =>
  typeof value === 'string' && /^[\w.:/@+~-]+$/.test(value) ? value : JSON.stringify(value)

/** Where in our code it happened: the first line of a stack that names a place. */
const placeOf = (stack: unknown): string[] => {
  const place = typeof stack === 'string' ? /\n\s+at (.*)/.exec(stack)?.[1] : undefined
  return place === undefined ? [] : [`at ${JSON.stringify(place)}`]
}

/**
 * @param line as it was written
 * @example readableLine('{"time":"2026-11-27T16:56:24.118Z","level":"info","event":"request","method":"GET","path":"/api/v1/rooms","status":200,"durationMs":7}', false)
 * // '16:56:24.118 info  request GET /api/v1/rooms 200 7 ms'
 */
export const readableLine = (line: string, isColoured: boolean): string => {
  if (!line.startsWith('{"time":"')) return line
  let fields: Readonly<Record<string, unknown>>
  try {
    fields = JSON.parse(line) as Readonly<Record<string, unknown>>
  } catch {
    return line
  }
  const { time, level = 'info', event, method, path, status, durationMs, stack } = fields
  const rest = Object.entries(fields).filter(([name]) => !leftOut.has(name))
  return [
    paint(2, String(time).slice(11, 23), isColoured),
    paint(colours[String(level)] ?? 0, String(level).padEnd(5), isColoured),
    ...[event, method, path, status].flatMap((value) => (value === undefined ? [] : [wordOf(value)])),
    ...(durationMs === undefined ? [] : [`${wordOf(durationMs)} ms`]),
    ...rest.map(([name, value]) => `${paint(2, `${name}=`, isColoured)}${wordOf(value)}`),
    ...placeOf(stack),
  ].join(' ')
}

/** Prints every line of `from` to `to` until it ends. */
export const printReadable = (from: Readable, to: NodeJS.WriteStream): void => {
  const isColoured = to.isTTY && !process.env.NO_COLOR
  createInterface({ input: from, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    to.write(`${readableLine(line, isColoured)}\n`)
  })
}
