/** What lies in docs/reference/monitoring: its metrics are ours. A real Prometheus takes it in `test/long/outside/prometheus.test.ts`. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { metrics } from '../../../telemetry/metrics/index.ts'

const folder = join(import.meta.dirname, '../../../docs/reference/monitoring')
const read = (name: string) => readFile(join(folder, name), 'utf8')
const fromDatabase = ['syncforge_organizations_count', 'syncforge_mau_count']
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
