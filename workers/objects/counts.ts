/** What the objects have counted, for the edge's `/metrics`: their isolate has counts of its own. */
import { WorkerEntrypoint } from 'cloudflare:workers'
import { metrics } from '../../telemetry/metrics/index.ts'
import { type Counted, countedOf } from '../../telemetry/metrics/sum.ts'

export class Counts extends WorkerEntrypoint {
  counted(): Counted {
    return countedOf(Object.values(metrics))
  }
}
