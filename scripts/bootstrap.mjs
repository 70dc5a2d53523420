// Owns the way from a fresh clone to a running command: installs what is missing, then hands over to Node 24.
// Plain JavaScript without dependencies, because it runs before anything is installed, on any Node from 20 on.
// Refuses to reinstall what already matches the lockfile, and to install twice at once.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { whenParentEnds } from './parent.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const installedNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

const commands = {
  start: { script: 'scripts/start/start.ts' },
  test: { script: 'scripts/test/run.ts' },
  'test:long': { script: 'scripts/test/run.ts', args: ['--long'] },
  check: { script: 'scripts/check/run.ts' },
  migrate: { script: 'scripts/start/database/migrate.ts' },
  'stripe:setup': { script: 'scripts/stripe/setup.ts' },
  'plan:set': { script: 'scripts/plan/set.ts' },
  build: { script: 'scripts/build/run.ts' },
  pack: { script: 'scripts/pack/run.ts' },
  api: { script: 'scripts/build/server-api.ts' },
  bench: { script: 'bench/run.ts', installs: 'bench' },
}

const LOCK_HEARTBEAT_MS = 2_000
const LOCK_STALE_MS = 30_000
const LOCK_WAIT_MS = 15 * 60_000

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

const fail = (sentence) => {
  console.error(sentence)
  process.exit(1)
}

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** True when node_modules holds every package of the lockfile in its version, by npm's own record of what it installed. */
const isInstalled = (folder) => {
  const wanted = readJson(join(folder, 'package-lock.json'))?.packages
  const present = readJson(join(folder, 'node_modules', '.package-lock.json'))?.packages
  if (!wanted || !present) return false
  return Object.entries(wanted).every(([path, { version, link, resolved, optional }]) => {
    if (!path.includes('node_modules/')) return true
    const found = present[path]
    // npm leaves out the optional packages of other platforms.
    if (!found) return optional === true
    return link ? found.resolved === resolved : found.version === version
  })
}

/** The environment for npm: without what a surrounding `npm run` or a production shell would make it leave out. */
const npmEnvironment = () => {
  const changesWhatIsInstalled =
    /^npm_config_(workspace|workspaces|include_workspace_root|global|location|prefix|local_prefix|dry_run|omit|include|only|also|production|dev|package_lock|package_lock_only|ignore_scripts|json|bin_links)$/i
  const env = { ...process.env }
  for (const name of Object.keys(env)) {
    if (changesWhatIsInstalled.test(name.replaceAll('-', '_'))) delete env[name]
  }
  delete env.NODE_ENV
  // npm must not run on the Node that it is about to replace.
  const inside = join(root, 'node_modules') + sep
  env.PATH = (env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => !`${entry}${sep}`.startsWith(inside))
    .join(delimiter)
  return env
}

/**
 * Runs `npm install` for `folder` and resolves with what went wrong, if anything. Not `npm ci`: that one empties
 * node_modules under everything that runs from it, and refuses a lockfile that was written where a registry lacked the
 * optional packages of another platform. `--no-save` leaves the lockfile as it is.
 */
const install = (folder) =>
  new Promise((resolve) => {
    const args = ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
    // `npm` is a batch file on Windows, which only a shell can start.
    const child = spawn('npm', args, {
      cwd: folder,
      env: npmEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: process.platform === 'win32',
    })
    let errors = ''
    child.stderr.on('data', (chunk) => {
      errors = (errors + chunk).slice(-20_000)
    })
    const stop = (signal) => child.kill(signal)
    process.once('SIGINT', stop).once('SIGTERM', stop)
    const done = (problem) => {
      process.off('SIGINT', stop).off('SIGTERM', stop)
      resolve(problem)
    }
    child.on('error', (error) => done(error.code === 'ENOENT' ? 'npm is not on the PATH' : error.message))
    child.on('close', (code, signal) => {
      if (code === 0) return done(undefined)
      const lines = errors.split('\n').map((line) => line.replace(/^npm error ?/, '').trim())
      const told = lines.filter((line) => line !== '' && !line.startsWith('A complete log')).slice(0, 3)
      done(told.join(' · ') || `npm ended with ${signal ?? code}`)
    })
  })

/** Runs `work` while holding a lock directory that other processes respect; one that is not touched any more is removed. */
const withLock = async (path, work) => {
  const deadlineAt = Date.now() + LOCK_WAIT_MS
  let told = false
  for (;;) {
    try {
      mkdirSync(path)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') fail(`SyncForge cannot write to ${dirname(path)} (${error.code}).`)
    }
    const touchedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (Date.now() - touchedAt > LOCK_STALE_MS) {
      rmSync(path, { recursive: true, force: true })
      continue
    }
    if (Date.now() > deadlineAt) fail(`Another install has held ${path} for too long: stop it, or remove that folder.`)
    if (!told) console.error('Waiting for another install of the same clone …')
    told = true
    await sleep(250)
  }
  const heartbeat = setInterval(() => utimesSync(path, new Date(), new Date()), LOCK_HEARTBEAT_MS)
  const release = () => {
    clearInterval(heartbeat)
    rmSync(path, { recursive: true, force: true })
  }
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

const ensureInstalled = async (folder, isReady) => {
  if (isReady()) return
  await withLock(join(folder, '.install.lock'), async () => {
    if (isReady()) return
    console.error(`Installing packages in ${folder} (npm install) …`)
    const startedAt = Date.now()
    const problem = await install(folder)
    if (problem) fail(`SyncForge could not install its packages: ${problem}`)
    console.error(`Installed in ${((Date.now() - startedAt) / 1000).toFixed(0)} s.`)
  })
}

const runs = (node) => spawnSync(node, ['-e', '0'], { stdio: 'ignore' }).status === 0

/** The Node 24 that npm installed; else this process's own, if it is new enough. */
const findNode = () => {
  if (existsSync(installedNode) && runs(installedNode)) return installedNode
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  return fail(
    'SyncForge needs Node 24, and the one from npm did not install here (its install script may be blocked): ' +
      'run `npm rebuild node --ignore-scripts=false`, or put Node 24 on the PATH.',
  )
}

const handOver = (node, script, args) => {
  // Our packages run from their TypeScript source (`source` in their exports).
  const child = spawn(node, ['--conditions=source', join(root, script), ...args], {
    cwd: root,
    // Whatever it starts finds compiled what was loaded before.
    env: { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'), ...process.env },
    stdio: 'inherit',
  })
  // A terminal sends Ctrl-C to the whole process group, the child included: once is enough.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGHUP', () => child.kill('SIGHUP'))
  // Without npm whoever started this may go on to something else: then a signal is what ends it.
  if (process.env.npm_lifecycle_event) whenParentEnds(() => child.kill('SIGTERM'), { throughShell: true })
  child.on('error', (error) => fail(`SyncForge could not start ${node}: ${error.message}`))
  child.on('close', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}

const [name, ...args] = process.argv.slice(2)
const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined
if (!command) fail(`Usage: node scripts/bootstrap.mjs <${Object.keys(commands).join(' | ')}> [arguments]`)
if (Number(process.versions.node.split('.')[0]) < 20) fail('SyncForge needs Node 20 or newer.')

await ensureInstalled(root, () => isInstalled(root))
if (command.installs) {
  const folder = join(root, command.installs)
  await ensureInstalled(folder, () => isInstalled(folder))
}
handOver(findNode(), command.script, [...(command.args ?? []), ...args])
