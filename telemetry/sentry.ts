/**
 * Errors for Sentry, where a setting says so: each line of level `error` becomes one event, in the envelope format of Sentry's ingestion API
 * (develop.sentry.dev/sdk/data-model/envelopes). A storm costs a few requests a minute, and nobody waits for one.
 */
import type { Fields } from './log.ts'
import { currentRequest } from './request.ts'

/** Where events go, and what lets them in. */
export interface SentryTarget {
  readonly address: string
  readonly key: string
}

/** Events that are sent in a minute; what comes beyond is counted, and the next event says how many were left out. */
const eventsPerMinute = 30
const textMaxLength = 8_192
const framesMax = 50

/** Reads a DSN, `https://<key>@<host>/<project>`; `undefined`: it is none. @example readSentryDsn('https://abc@o1.ingest.sentry.io/42') */
export const readSentryDsn = (dsn: string): SentryTarget | undefined => {
  const url = URL.parse(dsn)
  const [, path = '', project] = /^(.*)\/(\d+)\/?$/.exec(url?.pathname ?? '') ?? []
  if (!url || !/^https?:$/.test(url.protocol) || !/^\w+$/.test(url.username) || project === undefined) return undefined
  return { address: `${url.origin}${path}/api/${project}/envelope/`, key: url.username }
}

interface Frame {
  readonly function: string
  readonly filename: string
  readonly lineno: number
  readonly colno: number
}

/** The frames of a stack as V8 writes it; Sentry wants the innermost last. */
const framesOf = (stack: string): readonly Frame[] =>
  [...stack.matchAll(/^\s+at (?:(.*?) \()?(.*?):(\d+):(\d+)\)?$/gm)]
    .slice(0, framesMax)
    .map(([, name = '?', filename = '', line, column]) => ({
      function: name,
      filename,
      lineno: Number(line),
      colno: Number(column),
    }))
    .reverse()

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

/** An event of a line of the log; its ids become tags, by which Sentry searches. */
const eventOf = (fields: Fields, environment: string, leftOut: number) => {
  const { event = 'other', message = '', stack = '', ...rest } = fields
  const type = textOf(event)
  const ids = Object.entries(rest).filter(([name, value]) => /^worker$|Id$/.test(name) && typeof value === 'string')
  return {
    event_id: crypto.randomUUID().replaceAll('-', ''),
    timestamp: Date.now() / 1_000,
    platform: 'javascript',
    level: 'error',
    environment,
    // Defects by where they are, everything else by what the log calls it.
    fingerprint: stack === '' ? [type] : ['{{ default }}', type],
    tags: { event: type, ...Object.fromEntries(ids) },
    extra: { ...rest, ...(leftOut > 0 ? { leftOut } : {}) },
    exception: {
      values: [
        {
          type,
          value: textOf(message).slice(0, textMaxLength),
          ...(stack === '' ? {} : { stacktrace: { frames: framesOf(textOf(stack).slice(0, textMaxLength)) } }),
        },
      ],
    },
  }
}

/**
 * Tells Sentry of lines of level `error`.
 *
 * @param send resolves when the event has arrived; what does not arrive is lost
 */
export const createSentry = (
  { address, key }: SentryTarget,
  environment: string,
  send: (address: string, init: { method: string; headers: Record<string, string>; body: string }) => Promise<unknown>,
): ((fields: Fields) => Promise<void>) => {
  let minute = 0
  let sent = 0
  let leftOut = 0
  return async (fields) => {
    const now = Math.floor(Date.now() / 60_000)
    if (now !== minute) sent = 0
    minute = now
    if (sent >= eventsPerMinute) {
      leftOut += 1
      return
    }
    sent += 1
    const request = currentRequest()
    const event = eventOf({ ...(request ? { requestId: request.requestId } : {}), ...fields }, environment, leftOut)
    leftOut = 0
    const headers = {
      'content-type': 'application/x-sentry-envelope',
      'x-sentry-auth': `Sentry sentry_version=7, sentry_key=${key}, sentry_client=syncforge/1`,
    }
    const lines = [{ event_id: event.event_id, sent_at: new Date().toISOString() }, { type: 'event' }, event]
    const body = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`
    // A line about what did not arrive would be the next event.
    await send(address, { method: 'POST', headers, body }).catch(() => {})
  }
}
