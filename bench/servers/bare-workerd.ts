// Owns the yardstick: the least room that can be had on workerd, which says how much of a figure the runtime sets.
import { installedWorkerd } from './packages.ts'
import type { BenchServer } from './server.ts'
import { startOnWorkerd } from './workerd.ts'

export const bareWorkerd: BenchServer = {
  name: 'bare-workerd',
  role: 'yardstick',
  version: installedWorkerd(),
  durability: 'on disk before it is passed on',
  speaksNative: false,
  start: () => startOnWorkerd('servers/bare/worker.ts', 'BareRoom', '/'),
}
