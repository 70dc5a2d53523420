// Owns how y-partyserver is measured: with its defaults, on the workerd that serves SyncForge.
import { installedVersion } from './packages.ts'
import type { BenchServer } from './server.ts'
import { startOnWorkerd } from './workerd.ts'

export const yPartyserver: BenchServer = {
  name: 'y-partyserver',
  role: 'peer',
  version: installedVersion('y-partyserver'),
  durability: 'memory only (no onSave; with one it saves 2–10 s later)',
  speaksNative: false,
  start: () => startOnWorkerd('servers/peers/y-partyserver-worker.ts', 'Document', '/parties/document/'),
}
