/** A socket of the native dialect by hand: how it was let in, and how it ended. */
import { subprotocol } from '@syncforge/protocol/version'
import { WebSocket } from 'ws'
import type { RunningServer } from './server.ts'

/**
 * Says hello as soon as it is open. `entered` is `welcome`, or how it was closed instead; `closed` is the code and the error's name.
 *
 * @example expect(await openSocket(server, 'room-1', token).entered).toBe('welcome')
 */
export const openSocket = (server: Pick<RunningServer, 'wsUrl'>, room: string, token: string) => {
  const socket = new WebSocket(
    `${server.wsUrl}/v1/rooms/${room}/socket?token=${encodeURIComponent(token)}`,
    subprotocol,
  )
  const welcome = new Promise<unknown>((resolve) => {
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', body: {} })))
    socket.on('message', (data, isBinary) => {
      if (!isBinary && JSON.parse(String(data)).type === 'welcome') resolve('welcome')
    })
  })
  const closed = new Promise<readonly [number, string]>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('close', (code, reason) => resolve([code, reason.toString().split(';')[0] ?? '']))
  })
  return { closed, entered: Promise.race([welcome, closed]), close: () => socket.close() }
}

/** How a token is let in: the socket is closed again at once. */
export const enterRoom = async (server: Pick<RunningServer, 'wsUrl'>, room: string, token: string) => {
  const { entered, close } = openSocket(server, room, token)
  const end = await entered
  close()
  return end
}
