/** `npm start`: checks the settings, builds, opens the database, serves, and stops everything in the reverse order. */
import { createHmac } from 'node:crypto'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { developmentKeys } from '@syncforge/protocol/keys'
import { whenParentEnds } from '../parent.mjs'
import { buildAll } from './build.ts'
import { openDataDir } from './data-dir.ts'
import { loadDatabase } from './database/load.ts'
import { serve } from './serve.ts'
import { readSettings, type Settings } from './settings.ts'
import { reasonOf, StartError } from './start-error.ts'
import { missingInProduction } from './variables.ts'
import type { RunningWorkerd } from './workerd/run.ts'
import { readWorkers } from './workerd/wrangler-config.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
/** For one that does not answer yet, or whose rooms do not: after a crash everybody comes back at once. */
const HEALTH_TIMEOUT_MS = 90_000
/** For one that answers and whose database is late. The start itself has reached it, and who has a token joins without it. */
const DATABASE_TIMEOUT_MS = 20_000

/** What was started, to be stopped newest first. */
const running: (() => Promise<void> | void)[] = []

const requireFreePort = async ({ host, port }: Settings): Promise<void> => {
  const probe = createServer()
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject).listen(port, host, resolve)
    })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new StartError(`Port ${port} on ${host} is taken: set PORT to a free one.`)
    throw new StartError(`HOST ${host} and PORT ${port} cannot be listened on: ${reasonOf(error)}.`)
  } finally {
    probe.close()
  }
}

/** Whether the database alone fails. What is no answer of `/health` itself says nothing of it. */
const isDatabaseAlone = (answer: string): boolean => {
  try {
    const { database, rooms } = JSON.parse(answer) as { readonly database?: string; readonly rooms?: string }
    return database === 'unreachable' && rooms === 'ok'
  } catch {
    return false
  }
}

const waitUntilHealthy = async (address: string, { ended }: RunningWorkerd): Promise<void> => {
  const startedAt = Date.now()
  let patienceMs = HEALTH_TIMEOUT_MS
  let last = 'no answer'
  void ended.then((reason) => {
    last = reason
    patienceMs = 0
  })
  while (Date.now() - startedAt < patienceMs) {
    const answer = await fetch(`${address}/health`, { signal: AbortSignal.timeout(15_000) }).catch(reasonOf)
    if (typeof answer !== 'string') {
      if (answer.ok) return
      last = await answer.text()
      if (Date.now() - startedAt > DATABASE_TIMEOUT_MS && isDatabaseAlone(last)) {
        console.log(`The database is late. What needs it waits: ${last}`)
        return
      }
    } else if (patienceMs > 0) last = answer
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new StartError(`The server does not become healthy: ${last}.`)
}

const stopAll = async (): Promise<void> => {
  for (let stop = running.pop(); stop; stop = running.pop()) await stop()
}

const addressOf = (host: string, port: number): string => {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** What the stand-in for Stripe signs with: the same at every start, because events that were not delivered outlive one. */
const standInSecret = (authSecret: string): string =>
  `whsec_${createHmac('sha256', authSecret).update('stand-in for Stripe').digest('base64')}`

const start = async (): Promise<void> => {
  const startedAt = performance.now()
  const settings = readSettings(process.env, root)
  // Without a key of Stripe's, something stands in for it while one develops.
  const sellsAtStandIn = !settings.isProduction && settings.stripe.STRIPE_SECRET_KEY === undefined
  const configs = await readWorkers(root, [
    ...(sellsAtStandIn ? ['syncforge-stripe-stand-in'] : []),
    ...(settings.isProduction ? [] : ['syncforge-converge']),
  ])
  const [{ config: front }] = configs
  await requireFreePort(settings)
  const dataDir = openDataDir(settings.dataDir)
  running.push(dataDir.unlock)

  const serverDir = dataDir.folder('server')
  const keysSecret = settings.keysSecret ?? dataDir.secrets.keysSecret
  const [database, built] = await Promise.all([
    loadDatabase()
      .then(({ openDatabase }) => openDatabase(settings, dataDir, { root, keysSecret }))
      .then((opened) => {
        running.push(opened.close)
        return opened
      }),
    buildAll(root, configs, serverDir),
  ])

  const { tokenSecret, authSecret } = dataDir.secrets
  const shared = { ...database.bindings, ...settings.shared, AUTH_SECRET: authSecret }
  const workerd = await serve(
    {
      built,
      serverDir,
      objectsFolder: dataDir.folder('objects'),
      filesFolder: dataDir.folder('files'),
      assetsFolder: front.assets && join(root, front.assets.directory),
      address: `${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${settings.port}`,
      variables: {
        ...shared,
        ...settings.edge,
        REQUESTS_PER_MINUTE: String(settings.requestsPerMinute),
        SIGN_INS_PER_ADDRESS: String(settings.signInsPerAddress),
        TOKEN_SECRET: tokenSecret,
        KEYS_SECRET: keysSecret,
      },
      privateVariables: { STRIPE_WEBHOOK_SECRET: standInSecret(authSecret), ...settings.stripe },
      variablesApart: { 'syncforge-accounts': { ...shared, ...settings.accounts, ...settings.standIns } },
      sendsInside: !settings.isProduction,
      sharesDatabase: settings.databaseUrl !== undefined,
      logFormat: settings.logFormat,
      standIns: settings.standIns,
    },
    (stop) => running.push(stop),
  )
  const address = addressOf(settings.host, workerd.port)
  await waitUntilHealthy(address, workerd)

  console.log(`SyncForge serves at ${address} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`)
  console.log(`  dashboard       ${address}/dashboard`)
  if (!settings.isProduction) {
    console.log(`  editor          ${address}/examples/editor`)
    if (sellsAtStandIn) console.log(`  stand-in for Stripe ${address}/dev/stripe`)
    console.log(`  publishable key ${developmentKeys.publishable.key}\n  secret key      ${developmentKeys.secret.key}`)
  }
  // It serves all the same: programs with keys need none of this.
  for (const sentence of settings.isProduction ? missingInProduction(process.env) : []) console.log(`  ${sentence}`)
  const reason = await Promise.race([workerd.ended, stopRequested])
  if (reason !== undefined) throw new StartError(`The server ended by itself: ${reason}.`)
}

const stopRequested = new Promise<undefined>((resolve) => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve(undefined))
  whenParentEnds(() => resolve(undefined))
})

try {
  await Promise.race([start(), stopRequested])
} catch (error) {
  // A defect of ours shows its stack; a mistake in the settings shows its sentence.
  console.error(error instanceof StartError ? error.message : error)
  process.exitCode = 1
}
await stopAll()
process.exit()
