import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket as NodeWebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { developmentKeys, startServer, type TestServer } from '../../kit/server.ts'
import { afterTest, enter, freshRoomId, until } from '../../sdk/kit.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

/** Stock Yjs clients forget whoever has said nothing for 30 s. */
const watchedMs = 75_000

test('[FR-6.8] carets of people who do nothing stay, between stock clients and the SDK and within the SDK', async () => {
  const id = freshRoomId('idle')
  const [ada, bob] = await Promise.all([enter(server.wsUrl, id), enter(server.wsUrl, id)])
  const awareness = ada.room.getAwareness()
  awareness.setLocalState({ caret: 1 })
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(`${server.wsUrl}/yjs`, id, doc, {
    WebSocketPolyfill: NodeWebSocket as unknown as typeof WebSocket,
    params: { token: developmentKeys.publishable },
    disableBc: true,
  })
  afterTest(() => provider.destroy())
  provider.awareness.setLocalState({ caret: 2 })
  const seenByStock = () => provider.awareness.getStates().has(awareness.clientID)
  const seenByAda = () => awareness.getStates().has(doc.clientID)
  const seenByBob = () => bob.room.getAwareness().getStates().has(awareness.clientID)
  await until('everybody sees everybody', () => seenByStock() && seenByAda() && seenByBob())

  const missing: string[] = []
  const watch = (name: string, sees: () => boolean) => () => void (sees() || missing.push(name))
  provider.awareness.on('change', watch('stock', seenByStock))
  awareness.on('change', watch('ada', seenByAda))
  bob.room.getAwareness().on('change', watch('bob', seenByBob))
  await new Promise((resolve) => setTimeout(resolve, watchedMs))
  expect(missing).toEqual([])
  expect([seenByStock(), seenByAda(), seenByBob()]).toEqual([true, true, true])
}, 120_000)
