/** Owns what the environment may say: reads it, checks it, and refuses a start with one sentence per mistake. */
import { resolve } from 'node:path'
import { readSentryDsn } from '../../telemetry/sentry.ts'
import { networksIn } from '../../workers/edge/auth/networks.ts'
import { StartError } from './start-error.ts'

export interface Settings {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  readonly dataDir: string
  /** A PostgreSQL to use instead of the embedded one. */
  readonly databaseUrl: URL | undefined
  readonly isProduction: boolean
  /** How the log is printed: `text` is for people who watch it. */
  readonly logFormat: 'json' | 'text'
  /** What every worker is told as it was set, by the names of the variables; those that are not set are left out. */
  readonly shared: Readonly<Record<string, string>>
  /** For accounts alone: who may sign up, and the secrets of Google and GitHub. */
  readonly accounts: Readonly<Record<string, string>>
  /** For billing alone: the account at Stripe. */
  readonly stripe: Readonly<Record<string, string>>
  /** Instead of that of the data folder: of servers that share one database, all need the same. */
  readonly keysSecret: string | undefined
  /** For the edge alone, by the names of the variables. */
  readonly edge: Readonly<Record<string, string>>
  /** What a key may do in a minute. */
  readonly requestsPerMinute: number
  /** How often people of one address may try to come in within a quarter of an hour. */
  readonly signInsPerAddress: number
  /** Stand-ins for Google and GitHub, by origin. */
  readonly standIns: Readonly<Record<string, string>>
}

type Env = Readonly<Record<string, string | undefined>>

const readPort = (text: string): number => {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new StartError(`PORT must be a number from 0 to 65535, not ${JSON.stringify(text)}.`)
  }
  return Number(text)
}

// The address carries a password, so no message repeats it.
const readDatabaseUrl = (text: string): URL => {
  const url = URL.parse(text)
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '') {
    throw new StartError('DATABASE_URL must look like postgresql://user:password@host:5432/database.')
  }
  return url
}

const readKeysSecret = (text: string): string => {
  if (/^[A-Za-z0-9_-]{43,}$/.test(text)) return text
  throw new StartError(
    'KEYS_SECRET must be at least 32 random bytes in base64url: node -p "crypto.randomBytes(32).toString(\'base64url\')" makes one.',
  )
}

const readToken = (name: string, text: string | undefined): Record<string, string> => {
  if (!text) return {}
  if (/^[\x21-\x7e]{16,}$/.test(text)) return { [name]: text }
  throw new StartError(`${name} must be at least 16 characters that a header may carry, without spaces.`)
}

/** Who may say where a request comes from. */
const readProxies = (text: string | undefined): Record<string, string> => {
  if (!text) return {}
  const { wrong } = networksIn(text)
  if (wrong === undefined) return { TRUSTED_PROXIES: text }
  throw new StartError(
    `TRUSTED_PROXIES must be addresses and networks such as 127.0.0.1, 10.0.0.0/8 or fd00::/8, with commas between them: ${JSON.stringify(wrong)} is neither.`,
  )
}

const readLimit = (name: string, text: string): number => {
  if (!/^\d{1,5}$/.test(text) || Number(text) < 1 || Number(text) > 10_000) {
    throw new StartError(`${name} must be a number from 1 to 10000, not ${JSON.stringify(text)}.`)
  }
  return Number(text)
}

/** How long a deleted organization can be brought back: up to a few months. */
const readGrace = (text: string | undefined): Record<string, string> => {
  if (!text) return {}
  if (!/^[1-9]\d{0,9}$/.test(text)) {
    throw new StartError(`ORGANIZATION_GRACE_MS must be a number of milliseconds, not ${JSON.stringify(text)}.`)
  }
  return { ORGANIZATION_GRACE_MS: text }
}

/** How long the second attempt of a webhook waits: tests have no time for ten seconds. */
const readFirstDelay = (text: string | undefined): Record<string, string> => {
  if (!text) return {}
  if (!/^[1-9]\d{0,6}$/.test(text)) {
    throw new StartError(`WEBHOOK_FIRST_DELAY_MS must be a number of milliseconds, not ${JSON.stringify(text)}.`)
  }
  return { WEBHOOK_FIRST_DELAY_MS: text }
}

/** Statements slower than this are logged. */
const readSlowQuery = (text: string | undefined): Record<string, string> => {
  if (!text) return {}
  if (!/^[1-9]\d{0,5}$/.test(text)) {
    throw new StartError(`SLOW_QUERY_MS must be a number of milliseconds, not ${JSON.stringify(text)}.`)
  }
  return { SLOW_QUERY_MS: text }
}

/** Where errors are told beside the log. */
const readSentry = (text: string | undefined): Record<string, string> => {
  if (!text) return {}
  if (!readSentryDsn(text)) throw new StartError('SENTRY_DSN must look like https://<key>@<host>/<project>.')
  return { SENTRY_DSN: text }
}

const readLogFormat = (text: string): 'json' | 'text' => {
  if (text !== 'json' && text !== 'text') {
    throw new StartError(`LOG_FORMAT must be "json" or "text", not ${JSON.stringify(text)}.`)
  }
  return text
}

const readMode = (text: string): boolean => {
  if (text !== 'development' && text !== 'production') {
    throw new StartError(`SYNCFORGE_ENV must be "development" or "production", not ${JSON.stringify(text)}.`)
  }
  return text === 'production'
}

const readOrigin = (name: string, text: string | undefined): Record<string, string> => {
  if (!text) return {}
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new StartError(`${name} must look like https://sync.example.com, not ${JSON.stringify(text)}.`)
  }
  return { [name]: url.origin }
}

const readSignUp = (text: string): string => {
  if (text !== 'open' && text !== 'invited') {
    throw new StartError(`SIGN_UP must be "open" or "invited", not ${JSON.stringify(text)}.`)
  }
  return text
}

/** A key of Stripe's, and the secret of its events: one without the other would take money and never hear of it. */
const readStripe = ({ STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: secret }: Env): Record<string, string> => {
  if (key && !/^[sr]k_(test|live)_\w+$/.test(key)) {
    throw new StartError('STRIPE_SECRET_KEY must look like sk_live_…, sk_test_… or a restricted rk_…')
  }
  if (secret && !/^whsec_\S+$/.test(secret)) throw new StartError('STRIPE_WEBHOOK_SECRET must look like whsec_…')
  if (key && !secret) {
    throw new StartError('STRIPE_SECRET_KEY needs STRIPE_WEBHOOK_SECRET: npm run stripe:setup prints it.')
  }
  return { ...(key ? { STRIPE_SECRET_KEY: key } : {}), ...(secret ? { STRIPE_WEBHOOK_SECRET: secret } : {}) }
}

const given = (env: Env, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])))

/** An empty variable counts as unset. @throws StartError */
export const readSettings = (env: Env, root: string): Settings => ({
  host: env.HOST || '127.0.0.1',
  port: readPort(env.PORT || '8787'),
  dataDir: resolve(root, env.DATA_DIR || '.data'),
  databaseUrl: env.DATABASE_URL ? readDatabaseUrl(env.DATABASE_URL) : undefined,
  isProduction: readMode(env.SYNCFORGE_ENV || 'development'),
  logFormat: readLogFormat(env.LOG_FORMAT || (env.SYNCFORGE_ENV === 'production' ? 'json' : 'text')),
  keysSecret: env.KEYS_SECRET ? readKeysSecret(env.KEYS_SECRET) : undefined,
  shared: {
    SYNCFORGE_ENV: env.SYNCFORGE_ENV || 'development',
    ...readOrigin('PUBLIC_URL', env.PUBLIC_URL),
    ...readGrace(env.ORGANIZATION_GRACE_MS),
    ...readFirstDelay(env.WEBHOOK_FIRST_DELAY_MS),
    ...readSlowQuery(env.SLOW_QUERY_MS),
    ...readSentry(env.SENTRY_DSN),
    ...given(env, ['MAIL_FROM', 'RESEND_API_KEY', 'RESEND_URL']),
  },
  accounts: {
    SIGN_UP: readSignUp(env.SIGN_UP || (env.SYNCFORGE_ENV === 'production' ? 'invited' : 'open')),
    ...given(env, ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET', 'GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET']),
  },
  stripe: readStripe(env),
  edge: {
    ...readToken('METRICS_TOKEN', env.METRICS_TOKEN),
    ...readToken('OPERATOR_TOKEN', env.OPERATOR_TOKEN),
    ...readProxies(env.TRUSTED_PROXIES),
  },
  requestsPerMinute: readLimit('REQUESTS_PER_MINUTE', env.REQUESTS_PER_MINUTE || '1000'),
  signInsPerAddress: readLimit('SIGN_INS_PER_ADDRESS', env.SIGN_INS_PER_ADDRESS || '100'),
  standIns: { ...readOrigin('GOOGLE_URL', env.GOOGLE_URL), ...readOrigin('GITHUB_URL', env.GITHUB_URL) },
})
