// The servers under test, ours first, the yardstick last. A new one is one file and one line here.
import { bareWorkerd } from './bare-workerd.ts'
import { hocuspocus } from './hocuspocus.ts'
import type { BenchServer } from './server.ts'
import { syncforge } from './syncforge.ts'
import { yPartyserver } from './y-partyserver.ts'
import { yWebsocket } from './y-websocket.ts'

export const servers: readonly BenchServer[] = [syncforge, yWebsocket, hocuspocus, yPartyserver, bareWorkerd]
