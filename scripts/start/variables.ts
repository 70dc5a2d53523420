/** Owns what a server in production is told by its environment: each variable, what it is for, how to get one. The start, the docs and deployments go by it. */

export interface Variable {
  readonly name: string
  readonly purpose: string
  /** How somebody who has none gets one. */
  readonly recipe: string
  /**
   * `deployed`: a deployment does not run without it; a start on one machine makes its own. `people`: without it nobody can sign up, and the start says so.
   * `optional`: something more.
   */
  readonly need: 'deployed' | 'people' | 'optional'
}

const random = 'node -p "crypto.randomBytes(32).toString(\'base64url\')"'

export const variables: readonly Variable[] = [
  {
    name: 'DATABASE_URL',
    purpose: 'the PostgreSQL database of organizations, people and keys',
    recipe: 'postgresql://user:password@host/database, from Neon: `npx neonctl connection-string`',
    need: 'deployed',
  },
  { name: 'TOKEN_SECRET', purpose: 'signs room tokens', recipe: random, need: 'deployed' },
  {
    name: 'AUTH_SECRET',
    purpose: 'signs session cookies, encrypts second factors and what Google and GitHub gave',
    recipe: random,
    need: 'deployed',
  },
  { name: 'KEYS_SECRET', purpose: 'seals what secret keys sign room tokens with', recipe: random, need: 'deployed' },
  {
    name: 'PUBLIC_URL',
    purpose: 'the address that people open: links in mail and ways back from Google and GitHub lead there',
    recipe: 'https://sync.example.com',
    need: 'people',
  },
  {
    name: 'MAIL_FROM',
    purpose: 'who mail is from: addresses are confirmed and members invited by mail',
    recipe: '"SyncForge <hello@example.com>", at a domain that your mail service knows',
    need: 'people',
  },
  {
    name: 'RESEND_API_KEY',
    purpose: 'sends that mail',
    recipe: 're_…, from resend.com/api-keys',
    need: 'people',
  },
  {
    name: 'GOOGLE_CLIENT_ID',
    purpose: 'lets people sign in with Google',
    recipe: 'console.cloud.google.com/apis/credentials, redirect address <PUBLIC_URL>/api/auth/callback/google',
    need: 'optional',
  },
  { name: 'GOOGLE_CLIENT_SECRET', purpose: 'belongs to it', recipe: 'from the same page', need: 'optional' },
  {
    name: 'GITHUB_CLIENT_ID',
    purpose: 'lets people sign in with GitHub',
    recipe: 'github.com/settings/developers, callback <PUBLIC_URL>/api/auth/callback/github',
    need: 'optional',
  },
  { name: 'GITHUB_CLIENT_SECRET', purpose: 'belongs to it', recipe: 'from the same page', need: 'optional' },
  {
    name: 'STRIPE_SECRET_KEY',
    purpose: 'sells plans: the account at Stripe that is paid',
    recipe: 'sk_live_…, from dashboard.stripe.com/apikeys; see the guide to billing',
    need: 'optional',
  },
  {
    name: 'STRIPE_WEBHOOK_SECRET',
    purpose: 'proves that events are from Stripe',
    recipe: 'whsec_…, printed by `npm run stripe:setup`',
    need: 'optional',
  },
  {
    name: 'SIGN_UP',
    purpose:
      'who may sign up: `invited`, as in production when it is left out, the first person and whoever is invited; `open` everybody',
    recipe: 'open or invited',
    need: 'optional',
  },
  {
    name: 'METRICS_TOKEN',
    purpose: 'lets a Prometheus server read `/metrics`, which is not there without it',
    recipe: random,
    need: 'optional',
  },
  {
    name: 'OPERATOR_TOKEN',
    purpose: 'lets whoever runs the server set plans by hand with `npm run plan:set`, which nobody may without it',
    recipe: random,
    need: 'optional',
  },
  {
    name: 'SLOW_QUERY_MS',
    purpose: 'from how many milliseconds on a statement is logged as `slow_query`',
    recipe: 'a number; 200 when left out',
    need: 'optional',
  },
  {
    name: 'SENTRY_DSN',
    purpose: 'tells Sentry of each error in the log, at most 30 a minute',
    recipe: 'https://<key>@<host>/<project>, from the project’s settings there, under *Client Keys*',
    need: 'optional',
  },
  {
    name: 'REQUESTS_PER_MINUTE',
    purpose: 'what a key may ask of REST in any minute',
    recipe: 'a number up to 10000; 1000 when left out',
    need: 'optional',
  },
  {
    name: 'SIGN_INS_PER_ADDRESS',
    purpose: 'how often people of one network address may try to sign in within a quarter of an hour',
    recipe: 'a number up to 10000; 100 when left out',
    need: 'optional',
  },
  {
    name: 'TRUSTED_PROXIES',
    purpose: 'a start on one machine: the proxies before it, whose `X-Forwarded-For` says where people come from',
    recipe: 'addresses and networks: 127.0.0.1, 10.0.0.0/8',
    need: 'optional',
  },
]

/** What a start in production says of what it cannot do: the names of what is missing, what that is for, how to get it. */
export const missingInProduction = (env: Readonly<Record<string, string | undefined>>): readonly string[] => [
  ...variables
    .filter(({ name, need }) => need === 'people' && !env[name])
    .map(({ name, purpose, recipe }) => `Without ${name} nobody can sign up (${purpose}). Such as: ${recipe}`),
  // TLS ends before this machine: every caller has the address of whatever ends it.
  ...(env.PUBLIC_URL?.startsWith('https:') && !env.TRUSTED_PROXIES
    ? ['Without TRUSTED_PROXIES everybody who comes through a proxy has its address, and shares its limit of sign-ins.']
    : []),
  ...(env.STRIPE_SECRET_KEY
    ? []
    : ['Without STRIPE_SECRET_KEY nothing is sold: every organization stays on its plan.']),
]
