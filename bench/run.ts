// The bench: every scenario against every server, one after the other in one run, each in fresh processes.
// `node bench/run.ts [--scenario a,b] [--server x,y] [--quick] [--markdown] [--rest] [--platform all|a,b] [--before <another checkout>]`
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { typeErrors } from './check-types.ts'
import { measureRow, type Row } from './measure/row.ts'
import { platformMeasures, platformTable } from './platform/platform.ts'
import { reportOf, verdictsOf } from './report/document.ts'
import { figuresOf } from './report/figures.ts'
import { describeMachine } from './report/machine.ts'
import { figure, percent } from './report/table.ts'
import type { Verdict } from './report/targets.ts'
import { measureRest, restTable } from './rest/rest.ts'
import { type Scenario, scenarios } from './scenarios.ts'
import { servers } from './servers/catalog.ts'
import { benchRoot } from './servers/packages.ts'
import type { BenchServer } from './servers/server.ts'
import { earlierIn } from './servers/syncforge.ts'

const usage = (known: readonly string[], sentence: string): never => {
  console.error(`${sentence} Known: ${known.join(', ')}.`)
  process.exit(1)
}

const chosen = <T extends { readonly name: string }>(
  all: readonly T[],
  wanted: readonly string[],
  noun: string,
): readonly T[] => {
  const names = wanted.flatMap((list) => list.split(','))
  const known = all.map(({ name }) => name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) usage(known, `There is no ${noun} “${unknown}” in this run.`)
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name))
}

const readArguments = () => {
  try {
    const { values } = parseArgs({
      options: {
        scenario: { type: 'string', multiple: true },
        server: { type: 'string', multiple: true },
        quick: { type: 'boolean' },
        markdown: { type: 'boolean' },
        before: { type: 'string' },
        rest: { type: 'boolean' },
        platform: { type: 'string', multiple: true },
      },
    })
    const { scenario = [], server = [], quick = false, markdown = false, before, rest = false, platform = [] } = values
    return { wantedScenarios: scenario, wantedServers: server, quick, markdown, before, rest, platform }
  } catch (error) {
    return usage(
      ['--scenario', '--server', '--quick', '--markdown', '--before', '--rest', '--platform'],
      error instanceof Error ? error.message : String(error),
    )
  }
}

const summary = (row: Row) => {
  const { share, p95Ms, cpuMicrosPerChange } = figuresOf(row)
  if (row.load === null) return row.outcome
  return `${row.outcome}: ${percent(share)} delivered, P95 ${figure(p95Ms)} ms, ${figure(cpuMicrosPerChange)} µs each`
}

const { wantedScenarios, wantedServers, quick, markdown, before, rest, platform } = readArguments()
// Whatever is measured with frames that the protocol no longer has is not worth a run.
const refused = typeErrors()
if (refused !== '') {
  console.error(`The bench does not compile:\n${refused}`)
  process.exit(1)
}
const folder = mkdtempSync(join(tmpdir(), 'syncforge-bench-run-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
// The first signal stops the server that is running and leaves nothing behind; the second does not wait for that.
const interruption = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => (interruption.signal.aborted ? process.exit(130) : interruption.abort()))
}

// A scenario asked for by name runs even where `--quick` alone would leave it out.
const offered = scenarios(quick, join(folder, 'document.json'), wantedScenarios.length > 0)
// `--rest` and `--platform` ask for these alone, unless scenarios are named as well.
const isPart = (rest || platform.length > 0) && wantedScenarios.length === 0
const plan = isPart ? [] : chosen(offered, wantedScenarios, 'scenario')
const withRest = rest || (wantedScenarios.length === 0 && platform.length === 0)
const ofPlatform =
  platform.length === 0
    ? []
    : chosen(
        platformMeasures,
        platform.filter((name) => name !== 'all'),
        'measure',
      )
const contestants = [
  ...chosen(servers, wantedServers, 'server'),
  ...(before === undefined ? [] : [earlierIn(resolve(before))]),
]
const rows: Row[] = []
const startedAt = Date.now()

/** Through which protocols a server is asked: Yjs, its own, or both. */
const waysOf = ({ native }: Scenario, { speaksNative }: BenchServer): readonly boolean[] => {
  if (native === 'only') return speaksNative ? [true] : []
  return native && speaksNative ? [false, true] : [false]
}

for (const scenario of plan) {
  console.error(`\n${scenario.title}`)
  for (const server of contestants) {
    if (server.role === 'yardstick' && !scenario.yardstick) continue
    for (const native of waysOf(scenario, server)) {
      const row = await measureRow(scenario, server, { native, interrupt: interruption.signal })
      if (interruption.signal.aborted) process.exit(130)
      rows.push(row)
      console.error(`  ${row.server.padEnd(20)} ${summary(row)}`)
    }
  }
}

if (withRest) console.error('\nThe REST API')
const restVerdicts = withRest ? await measureRest(quick) : []
const platformVerdicts: Verdict[] = []
for (const { title, measure } of ofPlatform) {
  console.error(`\n${title}`)
  const verdicts = await measure(quick, interruption.signal)
  if (interruption.signal.aborted) process.exit(130)
  for (const { target, measured, verdict } of verdicts) console.error(`  ${target}: ${measured}, ${verdict}`)
  platformVerdicts.push(...verdicts)
}
const run = { machine: describeMachine(), quick, rows }
const resultsFolder = join(benchRoot, 'results')
mkdirSync(resultsFolder, { recursive: true })
const resultsFile = join(resultsFolder, `${run.machine.date.replaceAll(':', '-')}.json`)
writeFileSync(
  resultsFile,
  JSON.stringify({ ...run, targets: [...verdictsOf(run), ...restVerdicts, ...platformVerdicts] }, null, 2),
)

const report = [
  reportOf(run, plan),
  ...(withRest ? [restTable(restVerdicts)] : []),
  ...(ofPlatform.length > 0 ? [platformTable(platformVerdicts)] : []),
].join('\n\n')
console.log(markdown ? report : report.replaceAll('**', '  '))
console.error(`\n${Math.round((Date.now() - startedAt) / 1000)} s, written to ${resultsFile}`)
