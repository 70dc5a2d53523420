/** The rules and the configuration of docs/reference/monitoring in a real Prometheus, which scrapes a real server. Needs `prometheus` and `promtool`: Debian's package has both. */
import { execFile, spawn } from 'node:child_process'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../kit/folder.ts'
import { startServer } from '../../kit/server.ts'

const run = promisify(execFile)
const folder = join(import.meta.dirname, '../../../docs/reference/monitoring')
const read = (name: string) => readFile(join(folder, name), 'utf8')
/** Where the two are, if not on the PATH. */
const at = (program: string) => join(process.env.PROMETHEUS_BIN ?? '', program)

test('promtool takes the rules and the configuration; Prometheus scrapes a real server', async () => {
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
  // What Grafana would ask, with what it puts in the place of its own word.
  const { panels } = JSON.parse(await read('grafana.json')) as { panels: { targets: { expr: string }[] }[] }
  for (const { expr } of panels.flatMap(({ targets }) => targets)) {
    const query = expr.replaceAll('$__rate_interval', '1m')
    const answer = await fetch(`http://${address}/api/v1/query?query=${encodeURIComponent(query)}`)
    expect([expr, await answer.json()]).toMatchObject([expr, { status: 'success' }])
  }
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
