/** What `npm start` does with bad settings, with a second start, and when it is stopped or killed. */
import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { copyDatabase } from '../kit/database.ts'
import { developmentKeys, spawnStart, startServer } from '../kit/server.ts'
import { call } from './call.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syncforge-start-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const failedStart = async (env: Record<string, string>) => {
  const startedAt = performance.now()
  const { exited, output } = spawnStart({ PORT: '0', DATA_DIR: join(folder, 'unused'), ...env })
  const code = await exited
  return { code, output: output().trim(), ms: performance.now() - startedAt }
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const childrenOf = async (pid: number): Promise<number[]> => {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=', '--ppid', String(pid)])
  return stdout.trim().split(/\s+/).map(Number)
}

it('tells people who watch it one short line for each request, and machines one JSON object', async () => {
  const tell = async (format: string, line: RegExp) => {
    const server = await startServer({ env: { LOG_FORMAT: format } })
    onTestFinished(() => server.stop())
    expect((await call(server, '/api/v1/rooms')).status).toBe(200)
    await expect.poll(server.output, { timeout: 10_000 }).toMatch(line)
    expect(server.output()).not.toContain('\u001b')
  }
  await tell('text', /^\d\d:\d\d:\d\d\.\d{3} info {2}request GET \/api\/v1\/rooms 200 \d+ ms requestId=req_/m)
  await tell('json', /^\{"time":.*"event":"request"/m)
})

describe('a start that cannot work ends with one sentence and code 1', () => {
  const oneSentence = (output: string) => {
    expect(output.split('\n')).toHaveLength(1)
    expect(output).toMatch(/^[A-Z].*\.$/)
    expect(output).not.toMatch(/\bat .*:\d+:\d+/)
  }

  it.each([
    ['PORT', { PORT: 'http' }],
    ['PORT', { PORT: '70000' }],
    ['SYNCFORGE_ENV', { SYNCFORGE_ENV: 'prod' }],
    ['REQUESTS_PER_MINUTE', { REQUESTS_PER_MINUTE: 'many' }],
    ['REQUESTS_PER_MINUTE', { REQUESTS_PER_MINUTE: '0' }],
    ['SLOW_QUERY_MS', { SLOW_QUERY_MS: 'never' }],
    ['SENTRY_DSN', { SENTRY_DSN: 'https://hunter2@sentry.example/no-project' }],
    ['LOG_FORMAT', { LOG_FORMAT: 'xml' }],
    ['ORGANIZATION_GRACE_MS', { ORGANIZATION_GRACE_MS: 'a week' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '127.0.0.1, localhost' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '0.0.0.0/0' }],
    ['DATABASE_URL', { DATABASE_URL: 'not an address' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://root:hunter2@localhost/x' }],
    ['HOST', { HOST: '203.0.113.7' }],
  ])('%s: %j', async (name, env) => {
    const { code, output } = await failedStart(env)
    expect(code).toBe(1)
    expect(output).toContain(name)
    expect(output).not.toContain('hunter2')
    oneSentence(output)
  })

  it('a database that refuses connections', async () => {
    const closed = createServer()
    const port = await listen(closed)
    await new Promise((resolve) => closed.close(resolve))
    const { code, output } = await failedStart({ DATABASE_URL: `postgresql://me:hunter2@127.0.0.1:${port}/app` })
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/^DATABASE_URL: no connection to PostgreSQL at 127\.0\.0\.1/),
    ])
    expect(output).not.toContain('hunter2')
    oneSentence(output)
  })

  it('a database that never answers, within its bound', async () => {
    const silent = createServer(() => {})
    const port = await listen(silent)
    const { code, output, ms } = await failedStart({ DATABASE_URL: `postgresql://me@127.0.0.1:${port}/app` })
    silent.close()
    expect([code, output]).toEqual([1, expect.stringContaining('DATABASE_URL')])
    expect(ms).toBeLessThan(20_000)
    oneSentence(output)
  })

  it('a port that is taken', async () => {
    const taken = createServer()
    const port = await listen(taken)
    const { code, output } = await failedStart({ PORT: String(port) })
    taken.close()
    expect([code, output]).toEqual([1, `Port ${port} on 127.0.0.1 is taken: set PORT to a free one.`])
  })

  it('a data folder that cannot be one, also for root', async () => {
    const file = join(folder, 'a-file')
    await writeFile(file, '')
    for (const path of [file, join(file, 'below')]) {
      const { code, output } = await failedStart({ DATA_DIR: path })
      expect([code, output]).toEqual([1, expect.stringContaining(`DATA_DIR ${path}`)])
      oneSentence(output)
    }
  })
})

describe('one data folder', () => {
  it('serves one server at a time and outlives a kill', async () => {
    const dataDir = await mkdtemp(join(folder, 'data-'))
    const first = await startServer({ dataDir })
    await call(first, '/api/v1/rooms', { method: 'POST', json: { id: 'kept', metadata: { a: 1 } } })
    const { mode } = await stat(join(dataDir, 'secrets.json'))
    expect(mode & 0o777).toBe(0o600)

    const { code, output } = await failedStart({ DATA_DIR: dataDir })
    expect(code).toBe(1)
    expect(output).toBe(
      `Another SyncForge (process ${first.pid}) already serves from ${dataDir}: stop it, or set DATA_DIR.`,
    )

    const secrets = await readFile(join(dataDir, 'secrets.json'), 'utf8')
    const children = await childrenOf(first.pid)
    expect(children.length).toBeGreaterThanOrEqual(2)
    // Only the parent: what it started must follow by itself and give the port back.
    process.kill(first.pid, 'SIGKILL')
    const deadlineAt = Date.now() + 10_000
    while (children.some(isAlive) && Date.now() < deadlineAt) await sleep(20)
    expect(children.filter(isAlive)).toEqual([])

    const second = await startServer({ dataDir, port: first.port })
    expect((await call(second, '/api/v1/rooms/kept')).body).toMatchObject({ metadata: { a: 1 } })
    expect(await readFile(join(dataDir, 'secrets.json'), 'utf8')).toBe(secrets)
    await second.stop()
    expect(existsSync(join(dataDir, 'lock'))).toBe(false)
  })

  it('is stopped with everything in it by SIGTERM and by Ctrl-C, with code 0', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const dataDir = await mkdtemp(join(folder, 'signal-'))
      await copyDatabase(dataDir)
      const { child, exited, output } = spawnStart({ PORT: '0', DATA_DIR: dataDir })
      const deadlineAt = Date.now() + 60_000
      while (!output().includes('serves at') && Date.now() < deadlineAt) await sleep(50)
      const children = await childrenOf(child.pid ?? 0)
      child.kill(signal)
      expect(await exited).toBe(0)
      expect(children.filter(isAlive)).toEqual([])
    }
  })
})

/** Everything below `pid`: a list, because npm may or may not put a shell between itself and us. */
const descendantsOf = async (pid: number): Promise<number[]> => {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid='])
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  const below = (parent: number): number[] =>
    pairs.filter(([, of]) => of === parent).flatMap(([child = 0]) => [child, ...below(child)])
  return below(pid)
}

const waitUntil = async (holds: () => boolean | Promise<boolean>, limitMs: number): Promise<boolean> => {
  const deadlineAt = Date.now() + limitMs
  while (!(await holds())) {
    if (Date.now() > deadlineAt) return false
    await sleep(50)
  }
  return true
}

describe('`npm start`', () => {
  const command = async (pid: number) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')

  it.each([
    ['npm alone gets', 'SIGTERM'],
    ['npm alone gets', 'SIGKILL'],
    ['bootstrap.mjs alone gets', 'SIGTERM'],
    ['bootstrap.mjs alone gets', 'SIGKILL'],
    ['the whole group gets', 'SIGTERM'],
  ] as const)('ends with everything that it has started when %s %s', async (whom, signal) => {
    const dataDir = await mkdtemp(join(folder, 'npm-'))
    await copyDatabase(dataDir)
    const npm = spawn('npm', ['start'], {
      cwd: join(import.meta.dirname, '..', '..'),
      env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    })
    let output = ''
    npm.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    const pid = npm.pid ?? 0
    let started: readonly number[] = []
    onTestFinished(() => {
      npm.stdout.destroy()
      for (const left of started.filter(isAlive)) process.kill(left, 'SIGKILL')
    })
    expect(await waitUntil(() => output.includes('serves at'), 60_000)).toBe(true)
    started = await descendantsOf(pid)
    const commands = await Promise.all(started.map(command))
    const bootstrap = started.find((_, index) => /^[^\0]*node\0[^\0]*bootstrap\.mjs\0/.test(commands[index] ?? ''))
    expect(commands.some((each) => each.includes('workerd'))).toBe(true)
    const target = { npm: pid, 'bootstrap.mjs': bootstrap ?? 0, the: -pid }[whom.split(' ')[0] ?? ''] ?? 0
    expect(target).not.toBe(0)
    process.kill(target, signal)
    expect(await waitUntil(() => !started.some(isAlive), 10_000)).toBe(true)
    const address = /serves at (\S+)/.exec(output)?.[1] ?? ''
    await expect(fetch(`${address}/health`)).rejects.toThrow()
    expect(existsSync(join(dataDir, 'lock'))).toBe(false)
  })
})

it('makes a new database by itself', async () => {
  const dataDir = join(folder, 'new')
  const server = await startServer({ dataDir, makesDatabase: true })
  expect((await call(server, '/health', { key: null })).body).toEqual({
    status: 'ok',
    database: 'ok',
    rooms: 'ok',
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
  })
  expect((await call(server, '/api/v1/rooms')).body).toEqual({ rooms: [], nextCursor: null })
  await server.stop()

  const production = await startServer({ dataDir, env: { SYNCFORGE_ENV: 'production' } })
  for (const key of Object.values(developmentKeys)) {
    expect((await call(production, '/api/v1/rooms', { key })).status).toBe(401)
    expect(production.output()).not.toContain(key)
    expect(await (await fetch(production.url)).text()).not.toContain(key)
  }
  await production.stop()
})
