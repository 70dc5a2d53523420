/** What lies in docs/reference/monitoring: its metrics are ours, and where a Prometheus is installed it takes the rules and scrapes a real server. */
import { execFile, spawn } from 'node:child_process'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { metrics } from '../../../telemetry/metrics/index.ts'
import { temporaryFolder } from '../../kit/folder.ts'
import { startServer } from '../../kit/server.ts'

const run = promisify(execFile)
const folder = join(import.meta.dirname, '../../../docs/reference/monitoring')
const read = (name: string) => readFile(join(folder, name), 'utf8')
/** Where `prometheus` and `promtool` are, if not on the PATH. */
const at = (program: string) => join(process.env.PROMETHEUS_BIN ?? '', program)
const isInstalled = await run(at('promtool'), ['--version']).then(
  () => true,
  () => false,
)

const fromDatabase = ['syncforge_organizations_count']
const names = new Set([
  ...Object.values(metrics).flatMap(({ name, type }) =>
    type === 'histogram' ? ['_bucket', '_sum', '_count'].map((suffix) => name + suffix) : [name],
  ),
  ...fromDatabase,
])
const namedIn = (text: string) => [...new Set(text.match(/syncforge_[a-z_]+/g) ?? [])]

it('rules and dashboard speak of metrics that there are', async () => {
  for (const file of ['alerts.yml', 'grafana.json']) {
    const named = namedIn(await read(file))
    expect(named.length).toBeGreaterThan(4)
    expect([file, named.filter((name) => !names.has(name))]).toEqual([file, []])
  }
  const { panels } = JSON.parse(await read('grafana.json')) as { panels: readonly { targets: readonly object[] }[] }
  expect(panels.length).toBeGreaterThan(9)
  const documented = await readFile(join(folder, '../metrics.md'), 'utf8')
  for (const { name } of Object.values(metrics)) expect(documented).toContain(`| \`${name}\` |`)
})

it.runIf(isInstalled)('promtool takes the rules and the configuration; Prometheus scrapes a real server', async () => {
  const token = 'a-token-for-prometheus'
  const server = await startServer({ env: { METRICS_TOKEN: token } })
  onTestFinished(() => server.stop())
  const own = await temporaryFolder()
  await copyFile(join(folder, 'alerts.yml'), join(own, 'alerts.yml'))
  await writeFile(join(own, 'metrics-token'), token)
  const config = (await read('prometheus.yml'))
    .replace('localhost:8787', new URL(server.url).host)
    .replaceAll('10s', '1s')
  await writeFile(join(own, 'prometheus.yml'), config)
  const { stdout } = await run(at('promtool'), ['check', 'config', join(own, 'prometheus.yml')])
  expect(stdout).toContain('9 rules found')

  const port = server.port === 65_535 ? 65_534 : server.port + 1
  const address = `127.0.0.1:${port}`
  const prometheus = spawn(
    at('prometheus'),
    [
      '--config.file',
      join(own, 'prometheus.yml'),
      '--storage.tsdb.path',
      join(own, 'data'),
      '--web.listen-address',
      address,
    ],
    { stdio: 'ignore' },
  )
  onTestFinished(() => void prometheus.kill('SIGKILL'))
  const ask = async (query: string) => {
    const answer = await fetch(`http://${address}/api/v1/query?query=${encodeURIComponent(query)}`).catch(() => null)
    const { data } = answer?.ok
      ? ((await answer.json()) as { data: { result: { value: [number, string] }[] } })
      : { data: { result: [] } }
    return data.result[0]?.value[1]
  }
  await expect.poll(() => ask('up{job="syncforge"}'), { timeout: 30_000 }).toBe('1')
  await expect.poll(() => ask('syncforge_organizations_count'), { timeout: 30_000 }).toMatch(/^[1-9]/)
  const rules = (await (await fetch(`http://${address}/api/v1/rules`)).json()) as {
    data: { groups: { rules: { health: string }[] }[] }
  }
  await expect
    .poll(
      async () => {
        const { data } = (await (await fetch(`http://${address}/api/v1/rules`)).json()) as typeof rules
        return data.groups.flatMap((group) => group.rules.map(({ health }) => health))
      },
      { timeout: 30_000 },
    )
    .toEqual(Array.from({ length: 9 }, () => 'ok'))
})
