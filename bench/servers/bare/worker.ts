// The least that a room on workerd can be: an object with one table and an empty document that stores each update in a row and
// passes on what it hears, behind a worker. Refuses everything that would make it a collaboration server: what it costs is the floor
// that the runtime sets.
import { DurableObject } from 'cloudflare:workers'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

interface Env {
  readonly BareRoom: DurableObjectNamespace<BareRoom>
}

const messageSync = 0
const syncStep1 = 0
const syncStep2 = 1
const syncUpdate = 2

/** What a stock client waits for before it counts as synced. */
const stateOf = (doc: Y.Doc): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, messageSync)
    encoding.writeVarUint(encoder, syncStep2)
    encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(doc))
  })

export class BareRoom extends DurableObject<Env> {
  readonly #doc = new Y.Doc()

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    state.storage.sql.exec('CREATE TABLE IF NOT EXISTS document_update (id INTEGER PRIMARY KEY, message BLOB NOT NULL)')
  }

  override fetch(): Response {
    const { 0: theirs, 1: ours } = new WebSocketPair()
    this.ctx.acceptWebSocket(ours)
    return new Response(null, { status: 101, webSocket: theirs })
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    if (typeof message === 'string') return
    const [type, kind] = new Uint8Array(message)
    if (type === messageSync && kind === syncStep1) return socket.send(stateOf(this.#doc))
    if (type === messageSync && kind === syncUpdate)
      this.ctx.storage.sql.exec('INSERT INTO document_update (message) VALUES (?)', message)
    for (const other of this.ctx.getWebSockets()) if (other !== socket) other.send(message)
  }
}

// biome-ignore lint/style/noDefaultExport: workerd serves what a module exports as its default
export default {
  fetch(request: Request, env: Env): Response | Promise<Response> {
    if (request.headers.get('upgrade') !== 'websocket') return new Response('not found', { status: 404 })
    return env.BareRoom.getByName(new URL(request.url).pathname).fetch(request)
  },
}
