/** Errors of a worker, for Sentry, where `SENTRY_DSN` is set. Each worker's entry calls it once. */
import { env, waitUntil } from 'cloudflare:workers'
import { tellErrorsTo } from '../telemetry/log.ts'
import { createSentry, readSentryDsn } from '../telemetry/sentry.ts'

interface SentrySettings {
  /** Where events go: `https://<key>@<host>/<project>`. Left out, they stay in the log. */
  readonly SENTRY_DSN?: string
  readonly SYNCFORGE_ENV?: string
}

export const tellSentry = (worker: string): void => {
  const { SENTRY_DSN, SYNCFORGE_ENV = 'development' } = env as SentrySettings
  const target = SENTRY_DSN ? readSentryDsn(SENTRY_DSN) : undefined
  if (target === undefined) return
  const tell = createSentry(target, SYNCFORGE_ENV, (address, init) =>
    fetch(address, { ...init, signal: AbortSignal.timeout(10_000) }).then((answer) => answer.body?.cancel()),
  )
  tellErrorsTo((fields) => waitUntil(tell({ worker, ...fields })))
}
