/**
 * Stands in for a customer's Phoenix app: what a stock LiveView client is told by its server, for one view of one template. Enough to mount it, to
 * change what is rendered, to hear what a hook pushes, and to be away.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

type Frame = readonly [joinRef: string | null, ref: string | null, topic: string, event: string, payload: Hooked]
interface Hooked {
  readonly event?: string
  readonly value?: { readonly status?: string; readonly people?: readonly { readonly userId: string }[] }
}

interface View {
  /** What the template's `@name`s are now. */
  assigns: Readonly<Record<string, string>>
  line: { readonly socket: WebSocket; readonly joinRef: string | null; readonly topic: string } | null
  mounts: number
  readonly pushed: { readonly event: string; readonly value: NonNullable<Hooked['value']> }[]
}

/** `name={@value}` as LiveView renders it: static parts, and dynamic ones between them. */
const parse = (template: string) => {
  const names: string[] = []
  const text = template.replaceAll(/=\{@(\w+)\}/g, (_, name: string) => {
    names.push(name)
    return '="\0"'
  })
  return { statics: text.split('\0'), names }
}

/** @param template as it stands in a `.heex` file, within an element that may go: `shown` of the assigns is 'yes' */
export const startLiveViewApp = async (template: string, scripts: ReadonlyMap<string, string>) => {
  const views = new Map<string, View>()
  const { statics, names } = parse(template)
  const rendered = ({ assigns }: View) => ({
    s: ['<main>', '</main>'],
    0:
      assigns.shown === 'yes'
        ? { s: statics, ...Object.fromEntries(names.map((name, index) => [index, assigns[name] ?? ''])) }
        : '',
  })
  const server = createServer(({ url = '/' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://app')
    const script = scripts.get(pathname)
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript')
    const name = searchParams.get('name')
    response.end(
      script ??
        `<!doctype html><title>App</title><body><div id="phx-${name}" data-phx-main data-phx-session="${name}" data-phx-static="s"></div>
         <script type="module" src="/page.js"></script>`,
    )
  })
  const sockets = new WebSocketServer({ server })
  let isDown = false
  sockets.on('connection', (socket) => {
    if (isDown) return socket.terminate()
    socket.on('message', (data) => {
      const [joinRef, ref, topic, event, payload] = JSON.parse(String(data)) as Frame
      const reply = (response: object) =>
        socket.send(JSON.stringify([joinRef, ref, topic, 'phx_reply', { status: 'ok', response }]))
      const view = views.get(topic.replace('lv:phx-', ''))
      if (event === 'phx_join' && view) {
        view.line = { socket, joinRef, topic }
        view.mounts += 1
        return reply({ rendered: rendered(view), liveview_version: '1.2.12' })
      }
      if (event === 'event' && view) view.pushed.push({ event: payload.event ?? '', value: payload.value ?? {} })
      reply({})
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of sockets.clients) socket.terminate()
  }
  return {
    /** The address of somebody's view. */
    open(name: string, assigns: View['assigns']) {
      const view: View = { assigns, line: null, mounts: 0, pushed: [] }
      views.set(name, view)
      return { view, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/?name=${name}` }
    },
    /** Renders with other assigns. */
    render(view: View, assigns: View['assigns']) {
      view.assigns = { ...view.assigns, ...assigns }
      const { socket, joinRef, topic } = view.line ?? {}
      const { 0: inner } = rendered(view)
      socket?.send(JSON.stringify([joinRef, null, topic, 'diff', { 0: inner }]))
    },
    goDown() {
      isDown = true
      cut()
    },
    comeUp() {
      isDown = false
    },
    stop() {
      cut()
      sockets.close()
      server.close()
    },
  }
}
