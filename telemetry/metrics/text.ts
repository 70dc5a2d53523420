/** Metrics in Prometheus' text format, version 0.0.4. */
import type { Labels, Metric } from './series.ts'

export const textType = 'text/plain; version=0.0.4; charset=utf-8'

const escapeValue = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

const labelsOf = (labels: Labels): string =>
  labels.length === 0 ? '' : `{${labels.map(([name, value]) => `${name}="${escapeValue(value)}"`).join(',')}}`

/** @example textOf(Object.values(metrics)) */
export const textOf = (all: readonly Pick<Metric, 'name' | 'help' | 'type' | 'samples'>[]): string =>
  all
    .map(({ name, help, type, samples }) => {
      const lines = samples().map(({ suffix, labels, value }) => `${name}${suffix}${labelsOf(labels)} ${value}`)
      return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join('\n')
    })
    .join('\n')
    .concat('\n')
